package dev.backstory.spark.ingest;

import dev.backstory.core.run.StagedFile;
import java.io.Closeable;
import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;

/** A file of a table, or of its refused rows, while a task writes it. */
interface TableFile extends Closeable {
    void write(int hash, InternalRow row) throws IOException;

    StagedFile finish() throws IOException;
}
