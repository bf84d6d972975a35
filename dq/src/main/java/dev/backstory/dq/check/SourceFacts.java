package dev.backstory.dq.check;

import static dev.backstory.command.Console.count;

import dev.backstory.command.Count;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.SourceCount;
import dev.backstory.core.run.StagedRun;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.Bisection;
import dev.backstory.dq.day.DayFacts;
import dev.backstory.dq.day.Observation;
import dev.backstory.dq.day.RowQuery;
import dev.backstory.dq.day.TableRows;
import dev.backstory.dq.engine.DayStates;
import dev.backstory.dq.engine.RootCause;
import dev.backstory.dq.report.RejectionReason;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The facts of {@link SourceChecks}: what was read of each source, according to the manifest, and what the files of the
 * rejected rows contain.
 */
final class SourceFacts {
    private static final Logger LOG = LoggerFactory.getLogger(SourceFacts.class);

    private final Rejections rejections;
    private final LateSources late;

    SourceFacts(TableRows tables, LateSources late) {
        this.rejections = new Rejections(tables);
        this.late = late;
    }

    /** Gathers the facts from the rejected rows and from the manifest. */
    void gather(List<AuditDay> days, Map<LocalDate, DayStates> scan, Map<LocalDate, DayFacts> facts) {
        Map<LocalDate, String> unreadable = new HashMap<>();
        Map<LocalDate, Rejections.OfDay> found = new HashMap<>();
        Bisection.run(
                days,
                part -> found.putAll(rejections.of(part)),
                (day, failure) -> unreadable.put(day.dt(), RootCause.of(failure)));
        Map<RunId, List<RejectionReason>> withoutDay = new HashMap<>();
        for (AuditDay day : days) {
            DayFacts of = facts.get(day.dt());
            gather(day, scan.get(day.dt()), of, found, unreadable);
            List<RejectionReason> reasons = new ArrayList<>(
                    found.getOrDefault(day.dt(), Rejections.OfDay.NONE).reasons());
            reasons.addAll(withoutDay.computeIfAbsent(day.run().run(), run -> withoutDay(day.run())));
            of.putRejections(reasons);
        }
    }

    /** The reasons of rows without a day. No check needs them: without them the report only says less. */
    private List<RejectionReason> withoutDay(StagedRun run) {
        try {
            return rejections.withoutDay(run);
        } catch (RuntimeException e) {
            LOG.warn("Cannot show why rows have no day: {}", RootCause.of(e));
            return List.of();
        }
    }

    private void gather(
            AuditDay day,
            DayStates scan,
            DayFacts facts,
            Map<LocalDate, Rejections.OfDay> rejections,
            Map<LocalDate, String> unreadable) {
        Arrivals arrivals = Arrivals.of(day);
        RowCountChecks.gather(day, scan, facts, arrivals);
        late.gather(day, facts);
        List<String> rejectedWhole = Arrivals.rejectedWhole(day);
        facts.put("rejected_whole", rejectedWhole.size());
        facts.observe(
                SourceChecks.REJECTED_WHOLE,
                Observation.of(
                        rejectedWhole.isEmpty() ? "none is" : "no row kept: " + String.join(", ", rejectedWhole)));
        Map<String, SourceCount> sources = new TreeMap<>(day.day().sources());
        SourceCount total = sources.values().stream().reduce(SourceCount.NONE, SourceCount::plus);
        long unaccounted = sources.values().stream()
                .mapToLong(source -> Math.abs(source.read() - source.kept() - source.rejected()))
                .sum();
        facts.put("read", total.read());
        facts.put("rejected", total.rejected());
        facts.put("unaccounted", unaccounted);
        Rejections.OfDay found = rejections.getOrDefault(day.dt(), Rejections.OfDay.NONE);
        if (unreadable.containsKey(day.dt())) {
            facts.fail("rejected_in_files", unreadable.get(day.dt()));
        } else {
            facts.put("rejected_in_files", found.rows());
        }
        List<String> empty = sources.entrySet().stream()
                .filter(source -> source.getValue().read() == 0)
                .filter(source -> !day.day().notArrived().containsKey(source.getKey()))
                .map(Map.Entry::getKey)
                .toList();
        facts.put("empty_sources", empty.size());
        long unknown = arrivals.withoutDay();
        facts.put("unknown_day", unknown);
        UnknownShare worst = UnknownShare.worstOf(day.run());
        facts.put("unknown_worst", worst.unknown());
        facts.put("unknown_worst_read", worst.read());
        facts.observe(SourceChecks.UNKNOWN_SHARE, Observation.of(worst.unknown() == 0 ? "none" : worst.text()));
        facts.observe(
                SourceChecks.ARITHMETIC,
                Observation.of(sources.entrySet().stream()
                        .map(source -> source.getKey() + ": read "
                                + count(source.getValue().read()) + ", kept "
                                + count(source.getValue().kept()) + ", rejected "
                                + count(source.getValue().rejected()))
                        .collect(Collectors.joining("; ", "", withoutItems(arrivals)))));
        facts.observe(
                SourceChecks.REJECTED_FILES,
                Observation.of(count(found.rows()) + " in the files, " + count(total.rejected()) + " counted"));
        facts.observe(
                SourceChecks.REJECTED_SHARE,
                Observation.of(count(total.rejected()) + " of " + count(total.read()) + " rows read"
                                + (total.read() == 0
                                        ? ""
                                        : ", " + SourceChecks.percent((double) total.rejected() / total.read())))
                        .withQuery(new RowQuery(
                                RowQuery.Rows.REJECTED,
                                rows -> "select source, reason, count(*) as rows, min(raw) as example\nfrom " + rows
                                        + "\nlateral view explode(reasons) as reason\ngroup by source, reason"
                                        + " order by rows desc")));
        facts.observe(
                SourceChecks.EMPTY_SOURCE,
                Observation.of(empty.isEmpty() ? "all have rows" : "no rows: " + String.join(", ", empty)));
        facts.observe(
                SourceChecks.UNKNOWN_DAY,
                Observation.of(
                                unknown == 0
                                        ? "none"
                                        : count(unknown) + " rows of this run: "
                                                + new TreeMap<>(day.run().unknownBySource()))
                        .withQuery(new RowQuery(
                                RowQuery.Rows.REJECTED_UNKNOWN_DAY,
                                rows -> "select source, reasons, raw from " + rows + "\nlimit 20")));
    }

    private static String withoutItems(Arrivals arrivals) {
        return arrivals.withoutItems() == 0
                ? ""
                : "; " + Count.of(arrivals.withoutItems(), "impression") + " without items";
    }
}
