package dev.backstory.observe.event;

import dev.backstory.core.contract.Table;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.StagedFile;
import dev.backstory.core.run.Verdict;
import java.time.LocalDate;
import java.util.List;

/**
 * The verdict of an audit on a day.
 *
 * @param run the run that staged the day
 * @param schema the Parquet schema of its files, as text
 * @param sentence the verdict in words
 * @param published whether this is what is published now
 * @param checks worst first
 */
public record DayVerdict(
        Table table,
        LocalDate dt,
        RunId run,
        String schema,
        Verdict verdict,
        String sentence,
        boolean published,
        long rows,
        long rejectedRows,
        List<StagedFile> files,
        List<CheckResult> checks) {

    /** The result of one check. */
    public record CheckResult(String check, Verdict verdict, String expected, String observed) {}
}
