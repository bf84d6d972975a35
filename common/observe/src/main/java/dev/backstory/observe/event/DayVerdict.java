package dev.backstory.observe.event;

import dev.backstory.core.contract.Table;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.StagedFile;
import dev.backstory.core.run.Verdict;
import java.time.LocalDate;
import java.util.List;

/**
 * What an audit said of a day.
 *
 * @param run which staged it
 * @param schema the Parquet schema of its files, as text
 * @param sentence the verdict in words
 * @param published whether it is what is published now
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

    /** What one check found. */
    public record CheckResult(String check, Verdict verdict, String expected, String observed) {}
}
