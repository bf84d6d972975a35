package dev.backstory.dq.audit;

import static dev.backstory.lake.job.Console.count;

import dev.backstory.core.config.StepRules;
import dev.backstory.core.run.SourceCount;
import dev.backstory.dq.engine.DayStates;
import dev.backstory.dq.engine.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the first two steps have in common: every row read is in the table or among the rejected ones. */
final class SourceChecks {
    static final String ARITHMETIC = "read = kept + rejected";
    static final String REJECTED_FILES = "rejected rows are kept";
    static final String REJECTED_SHARE = "rejected share";
    static final String EMPTY_SOURCE = "every source has rows";
    static final String UNKNOWN_DAY = "every row read has a day";

    private final StepRules rules;

    SourceChecks(StepRules rules) {
        this.rules = rules;
    }

    List<Expectation> of(AuditDay day) {
        List<Expectation> checks = new ArrayList<>(RowCountChecks.of(rules.allowEmpty()));
        checks.add(Expectation.fact(ARITHMETIC, "unaccounted = 0", "unaccounted")
                .expecting("every row read from a source is in the table or among its rejected rows")
                .withHint("rows were lost while the step ran: run the step again and report it as a bug"));
        checks.add(Expectation.fact(REJECTED_FILES, "rejected_in_files = rejected", "rejected_in_files", "rejected")
                .expecting("as many rows in the files of the rejected as were counted"));
        checks.add(Expectation.fact(
                        REJECTED_SHARE, "rejected <= " + rules.maxRejectedShare() + " * read", "rejected", "read")
                .expecting("at most " + percent(rules.maxRejectedShare()) + " of the rows read")
                .withHint("look at rejected/" + day.run().step().table().folder()
                        + ": the column reasons says why; fix the source, or raise max-rejected-share"));
        if (day.day().sources().size() > 1) {
            checks.add(Expectation.fact(EMPTY_SOURCE, "empty_sources = 0 or read = 0", "empty_sources", "read")
                    .warning()
                    .expecting("rows from each of "
                            + String.join(", ", new TreeMap<>(day.day().sources()).keySet()))
                    .withHint("has this source arrived? if it comes later, build the day again"));
        }
        checks.add(Expectation.fact(UNKNOWN_DAY, "unknown_day = 0", "unknown_day")
                .warning()
                .expecting("no row whose dt cannot be read")
                .withHint("such rows may belong to this day; they are in rejected/"
                        + day.run().step().table().folder() + "/dt=unknown"));
        return checks;
    }

    void gather(AuditDay day, DayStates scan, DayFacts facts) {
        RowCountChecks.gather(day, scan, facts);
        Map<String, SourceCount> sources = new TreeMap<>(day.day().sources());
        SourceCount total = sources.values().stream().reduce(SourceCount.NONE, SourceCount::plus);
        long unaccounted = sources.values().stream()
                .mapToLong(source -> Math.abs(source.read() - source.kept() - source.rejected()))
                .sum();
        facts.put("read", total.read());
        facts.put("rejected", total.rejected());
        facts.put("unaccounted", unaccounted);
        facts.put("rejected_in_files", day.day().rejectedRows());
        List<String> empty = sources.entrySet().stream()
                .filter(source -> source.getValue().read() == 0)
                .map(Map.Entry::getKey)
                .toList();
        facts.put("empty_sources", empty.size());
        long unknown = day.run().unknownBySource().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        facts.put("unknown_day", unknown);
        facts.say(
                ARITHMETIC,
                sources.entrySet().stream()
                        .map(source -> source.getKey() + ": read "
                                + count(source.getValue().read()) + ", kept "
                                + count(source.getValue().kept()) + ", rejected "
                                + count(source.getValue().rejected()))
                        .collect(Collectors.joining("; ")));
        facts.say(
                REJECTED_FILES,
                count(day.day().rejectedRows()) + " in the files, " + count(total.rejected()) + " counted");
        facts.say(
                REJECTED_SHARE,
                count(total.rejected()) + " of " + count(total.read()) + " rows read"
                        + (total.read() == 0 ? "" : ", " + percent((double) total.rejected() / total.read())));
        facts.say(EMPTY_SOURCE, empty.isEmpty() ? "all have rows" : "no rows: " + String.join(", ", empty));
        facts.say(
                UNKNOWN_DAY,
                unknown == 0
                        ? "none"
                        : count(unknown) + " rows of this run: "
                                + new TreeMap<>(day.run().unknownBySource()));
    }

    static Map<String, Double> metrics(AuditDay day) {
        Map<String, Double> metrics = new TreeMap<>();
        long read = 0;
        long rejected = 0;
        for (Map.Entry<String, SourceCount> source : day.day().sources().entrySet()) {
            metrics.put("kept_" + source.getKey(), (double) source.getValue().kept());
            read += source.getValue().read();
            rejected += source.getValue().rejected();
        }
        if (read > 0) {
            metrics.put("rejected_share", (double) rejected / read);
        }
        return metrics;
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", share * 100);
    }
}
