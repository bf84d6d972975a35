package dev.backstory.dq.check;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.TableRules;
import dev.backstory.core.config.Warning;
import dev.backstory.core.run.SourceCount;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.DayFacts;
import dev.backstory.dq.day.TableRows;
import dev.backstory.dq.engine.DayStates;
import dev.backstory.dq.engine.Expectation;
import dev.backstory.dq.trend.Measure;
import dev.backstory.lake.store.Lake;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The checks that the audits of actions and impressions have in common: every row read is in the table or among the
 * rejected ones.
 */
final class SourceChecks {
    /** The beginning of the name of the metric of a source's kept rows. */
    static final String KEPT = "kept_";

    static final String ARITHMETIC = "read = kept + rejected";
    static final String REJECTED_FILES = "rejected rows are kept";
    static final String REJECTED_SHARE = "rejected share";
    static final String REJECTED_WHOLE = "no source is rejected whole";
    static final String EMPTY_SOURCE = "every source has rows";
    static final String UNKNOWN_DAY = "every row read has a day";
    static final String UNKNOWN_SHARE = "rows without a day are few";

    static final Measure REJECTED = Measure.share(
            "rejected_share",
            "share of rejected rows",
            0.01,
            Warning.REJECTED_SHARE,
            "has a source changed? look at the rejected rows by reason");

    private final PipelineConfig config;
    private final TableRules rules;
    private final TableRows tables;
    private final LateSources late;
    private final SourceFacts gathered;

    SourceChecks(PipelineConfig config, TableRules rules, Lake lake, TableRows tables) {
        this.config = config;
        this.rules = rules;
        this.tables = tables;
        this.late = new LateSources(config, rules, lake);
        this.gathered = new SourceFacts(tables, late);
    }

    List<Expectation> of(AuditDay day) {
        Arrivals arrivals = Arrivals.of(day);
        List<Expectation> checks =
                new ArrayList<>(RowCountChecks.of(mayBeEmpty(day), arrivals, hintForEmpty(day, arrivals)));
        checks.add(Expectation.fact(ARITHMETIC, "unaccounted = 0", "unaccounted")
                .expecting("every row read from a source is in the table or among its rejected rows")
                .meaning("Nothing is dropped silently: what is not in the table must be in rejected/, with its reason.")
                .withHint("rows were lost while the step ran: run the step again and report it as a bug"));
        checks.add(Expectation.fact(REJECTED_FILES, "rejected_in_files = rejected", "rejected_in_files", "rejected")
                .expecting("as many rows in the files of the rejected as were counted")
                .meaning("Rejected rows are kept so that they can be looked at and loaded again.")
                .withHint("the files of the rejected rows are not those the step wrote: run the step again"));
        checks.add(Expectation.fact(
                        REJECTED_SHARE, "rejected <= " + rules.maxRejectedShare() + " * read", "rejected", "read")
                .expecting("at most " + percent(rules.maxRejectedShare()) + " of the rows read")
                .meaning("A few bad rows are normal; many mean that a source has changed.")
                .withHint("look at " + tables.folderOfRejected(day, day.dt().toString())
                        + ": the column reasons says why; fix the source, or raise max-rejected-share"));
        checks.addAll(late.of(day));
        if (day.day().sources().size() > 1) {
            if (rules.maxRejectedShare() < 1) {
                checks.add(Expectation.fact(REJECTED_WHOLE, "rejected_whole = 0", "rejected_whole")
                        .expecting("a row kept from each source that has any")
                        .meaning("A source that is rejected whole is not empty: what it says is missing from the day.")
                        .withHint("look at " + rejected(day, arrivals)
                                + ": the column reasons says why; fix the source, or set max-rejected-share: 1"));
            }
            checks.add(Expectation.fact(EMPTY_SOURCE, "empty_sources = 0 or read = 0", "empty_sources", "read")
                    .warning(Warning.EMPTY_SOURCE, rules)
                    .meaning("A source that is late looks like one with nothing in it.")
                    .expecting("rows from each of "
                            + String.join(", ", new TreeMap<>(day.day().sources()).keySet()))
                    .withHint("has this source arrived? if it comes later, build the day again"));
        }
        checks.add(Expectation.fact(UNKNOWN_DAY, "unknown_day = 0", "unknown_day")
                .warning(Warning.UNKNOWN_DAY, rules)
                .meaning("A row whose dt cannot be read belongs to no day, and would be missed by every one of them.")
                .expecting("no row whose dt cannot be read")
                .withHint("such rows may belong to this day; they are in rejected/"
                        + day.run().table().folder() + "/dt=unknown once it is published, and before that in "
                        + tables.folderOfRejected(day, Lake.UNKNOWN)));
        checks.add(Expectation.fact(
                        UNKNOWN_SHARE,
                        "unknown_worst = 0 or unknown_worst < " + rules.maxRejectedShare() + " * unknown_worst_read",
                        "unknown_worst",
                        "unknown_worst_read")
                .meaning(
                        "A file that cannot be split into rows, or a dt that is written otherwise, is in no day's share"
                                + " of rejected rows.")
                .expecting("no row whose dt cannot be read, or fewer than " + percent(rules.maxRejectedShare())
                        + " of what the run read from each source")
                .withHint("look at " + tables.folderOfRejected(day, Lake.UNKNOWN)
                        + ": the column reasons says why; fix the source, or raise max-rejected-share"));
        return checks;
    }

    private @Nullable String mayBeEmpty(AuditDay day) {
        String setting = RowCountChecks.mayBeEmpty(day, config);
        return setting == null && late.mayBeEmpty(day) ? LateSources.SETTING : setting;
    }

    private String hintForEmpty(AuditDay day, Arrivals arrivals) {
        return arrivals.rejected() + arrivals.withoutDay() == 0
                ? "is this the source of the impressions? the column of its items is null, absent or empty in every row"
                : "look at " + rejected(day, arrivals) + ": the column reasons says why; fix the source and build the"
                        + " day again";
    }

    /** The folder of the day's rejected rows, or if there are none, of those without a day. */
    private String rejected(AuditDay day, Arrivals arrivals) {
        return tables.folderOfRejected(day, arrivals.rejected() > 0 ? day.dt().toString() : Lake.UNKNOWN);
    }

    void gather(List<AuditDay> days, Map<LocalDate, DayStates> scan, Map<LocalDate, DayFacts> facts) {
        gathered.gather(days, scan, facts);
    }

    static Map<String, Double> metrics(AuditDay day) {
        Map<String, Double> metrics = new TreeMap<>();
        long read = 0;
        long rejected = 0;
        for (Map.Entry<String, SourceCount> source : day.day().sources().entrySet()) {
            metrics.put(KEPT + source.getKey(), (double) source.getValue().kept());
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
