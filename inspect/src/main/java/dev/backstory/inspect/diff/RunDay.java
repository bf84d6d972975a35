package dev.backstory.inspect.diff;

import dev.backstory.core.contract.Table;
import dev.backstory.core.run.InputRun;
import dev.backstory.core.run.RunId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * The files of one run for one day, wherever they are.
 *
 * @param at when it was published, or staged
 * @param schema the Parquet schema of its files, as text
 * @param files in the order of their hash ranges
 */
record RunDay(
        Table table,
        LocalDate dt,
        RunId run,
        State state,
        Instant at,
        String settingsHash,
        String schema,
        List<InputRun> inputs,
        long rows,
        List<Path> files) {

    enum State {
        PUBLISHED,
        STAGED
    }

    /** For example {@code run r1 (published 2025-08-15T03:10:00Z)}. */
    String describe() {
        return "run " + run + " (" + (state == State.PUBLISHED ? "published " : "staged ") + at + ")";
    }
}
