package dev.backstory.spark.ingest;

import dev.backstory.core.run.StagedFile;
import java.io.Closeable;
import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * A file of a table, or of its rejected rows, while a task writes it.
 *
 * @param rows takes one row after the other
 * @param end completes the file
 * @param writer closed at the end; throws away a file that is not complete
 */
record TableFile(Rows rows, End end, Closeable writer) implements Closeable {
    interface Rows {
        void write(int hash, InternalRow row) throws IOException;
    }

    interface End {
        StagedFile finish() throws IOException;
    }

    void write(int hash, InternalRow row) throws IOException {
        rows.write(hash, row);
    }

    StagedFile finish() throws IOException {
        return end.finish();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
