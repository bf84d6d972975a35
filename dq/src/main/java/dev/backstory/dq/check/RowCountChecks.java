package dev.backstory.dq.check;

import static dev.backstory.command.Console.count;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.DayFacts;
import dev.backstory.dq.day.Observation;
import dev.backstory.dq.day.RowCount;
import dev.backstory.dq.engine.DayStates;
import dev.backstory.dq.engine.Expectation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The checks that all audits have in common: the files contain the rows of their manifest, and no day is empty by
 * accident.
 */
final class RowCountChecks {
    static final String MANIFEST = "the files hold the rows of the manifest";
    static final String NOT_EMPTY = "the day has rows";

    private static final String ARRIVED = "arrived";
    private static final String NOTHING_ARRIVED =
            "load the source and build the day again, or set allow-empty: true if a day may be empty";

    private RowCountChecks() {}

    /** The checks of a day that is made from published days. */
    static List<Expectation> of(@Nullable String mayBeEmpty) {
        return of(mayBeEmpty, Arrivals.NONE, "");
    }

    /** The setting that allows a day to be empty; null if none does. */
    static @Nullable String mayBeEmpty(AuditDay day, PipelineConfig config) {
        if (config.dq().of(day.run().table()).allowEmpty()) {
            return "allow-empty: true";
        }
        return config.calendar().isClosed(day.dt()) ? "a day of calendar.closed" : null;
    }

    /**
     * @param mayBeEmpty the setting that allows the day to be empty; null if none does
     * @param hint what to do about a day without rows although something has arrived
     */
    static List<Expectation> of(@Nullable String mayBeEmpty, Arrivals arrivals, String hint) {
        Expectation manifest = Expectation.fact(MANIFEST, "rows = manifest_rows", RowCount.NAME, "manifest_rows")
                .meaning("Exactly the files that the step wrote are judged and published, no more and no fewer.")
                .withHint("the staged files are not those the step wrote: run the step again");
        Expectation notEmpty = mayBeEmpty != null
                ? Expectation.fact(NOT_EMPTY, "rows > 0 or " + ARRIVED + " = 0", RowCount.NAME, ARRIVED)
                        .expecting("rows, or none where nothing has arrived (" + mayBeEmpty + ")")
                : Expectation.fact(NOT_EMPTY, "rows > 0", RowCount.NAME).expecting("at least one row");
        return List.of(
                manifest,
                notEmpty.meaning("A day without rows must not pass unnoticed.")
                        .withHint(arrivals.count() == 0 ? NOTHING_ARRIVED : hint));
    }

    static void gather(AuditDay day, DayStates scan, DayFacts facts, Arrivals arrivals) {
        facts.put(ARRIVED, arrivals.count());
        facts.put("manifest_rows", day.day().rows());
        if (RowCount.problem(scan) != null) {
            facts.fail(RowCount.NAME, RowCount.problem(scan));
            return;
        }
        long rows = RowCount.of(scan);
        facts.put(RowCount.NAME, rows);
        facts.observe(
                MANIFEST,
                Observation.of(count(rows) + " in the files, " + count(day.day().rows()) + " in the manifest"));
        facts.observe(
                NOT_EMPTY, Observation.of(rows == 0 ? "no rows: " + arrivals.whyNoRows() : count(rows) + " rows"));
    }
}
