package dev.backstory.spark.source.format;

import dev.backstory.spark.source.row.SourceFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;

/** A file format that Backstory reads itself, row by row, because Spark's reader would change or lose values. */
interface RowFormat extends Serializable {
    /**
     * Opens a file and checks its columns.
     *
     * @param text makes the rows
     */
    Rows open(SourceFile file, TextRows text, Configuration conf) throws IOException;

    /** Opens a part of a file that {@link #hasParts}. */
    default Rows open(FilePart part, TextRows text, Configuration conf) throws IOException {
        return open(part.file(), text, conf);
    }

    /** Whether parts of a file can be read by themselves. */
    default boolean hasParts(SourceFile file) {
        return false;
    }

    /** The rows of one file, read as they are asked for. The task that reads them closes them, whether it succeeds or not. */
    interface Rows extends Iterator<Row>, Closeable {}
}
