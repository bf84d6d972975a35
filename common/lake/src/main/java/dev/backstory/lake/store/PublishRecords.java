package dev.backstory.lake.store;

import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunJson;
import java.time.LocalDate;
import org.apache.hadoop.fs.Path;

/** Reads publish records, which must be complete and belong to their days. */
final class PublishRecords {
    static final String BUILD_AGAIN = "delete the folder of the day, and build the day again";

    private PublishRecords() {}

    /** @param text read from the file */
    static PublishRecord read(String text, Table table, LocalDate dt, Path file) {
        try {
            PublishRecord record = RunJson.read(text, PublishRecord.class, file.toString());
            requireWhole(record, table, dt, file);
            return record;
        } catch (IllegalArgumentException e) {
            throw new BackstoryException(e.getMessage() + "; " + BUILD_AGAIN, e);
        }
    }

    static void requireWhole(PublishRecord record, Table table, LocalDate dt, Path file) {
        boolean whole = record.table() == table
                && dt.equals(record.dt())
                && record.run() != null
                && record.stagedAt() != null
                && record.publishedAt() != null
                && record.settingsHash() != null
                && record.inputs() != null
                && record.files() != null;
        if (!whole) {
            throw new BackstoryException("Cannot read " + file + " because it is not the whole record of "
                    + table.folder() + " of " + dt + "; " + BUILD_AGAIN);
        }
    }
}
