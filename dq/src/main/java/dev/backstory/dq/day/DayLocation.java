package dev.backstory.dq.day;

import dev.backstory.core.contract.Table;
import dev.backstory.core.run.RunId;
import dev.backstory.lake.store.Lake;
import org.apache.hadoop.fs.Path;

/** Where the rows of a day lie: in their table once the day is published, and before that in staging. */
public record DayLocation(Lake lake, AuditDay day, boolean published) {

    /** The rows as a table of Spark SQL. */
    String table(RowQuery.Rows rows) {
        Path folder = switch (rows) {
            case TABLE -> rowsOfTable();
            case REJECTED -> rejected(day.dt().toString());
            case REJECTED_UNKNOWN_DAY -> rejected(Lake.UNKNOWN);
        };
        return RowQuery.parquet(folder.toString());
    }

    private Path rowsOfTable() {
        return published ? lake.publishedDay(run(), table(), day.dt()) : lake.stagedDay(table(), run(), day.dt());
    }

    private Path rejected(String dt) {
        return published ? lake.publishedRejected(run(), table(), dt) : lake.stagedRejected(table(), run(), dt);
    }

    private Table table() {
        return day.run().table();
    }

    private RunId run() {
        return day.run().run();
    }
}
