package dev.backstory.lake.page;

import dev.backstory.lake.objects.ObjectStores;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;

/** A Parquet file that is put together from finished pages, row group by row group. */
public final class PagesFile implements AutoCloseable {
    private final Path path;
    private final Configuration conf;
    private final ParquetFileWriter file;
    private boolean finished;

    /** @throws IOException if the file is already there, or cannot be made */
    public PagesFile(Path path, Configuration conf, MessageType schema) throws IOException {
        this.path = path;
        this.conf = conf;
        file = new ParquetFileWriter(
                HadoopOutputFile.fromPath(path, conf),
                schema,
                // On an object store no other attempt has the name, and to look whether one has it costs two requests.
                ObjectStores.hold(path, conf) ? ParquetFileWriter.Mode.OVERWRITE : ParquetFileWriter.Mode.CREATE,
                ParquetWriter.DEFAULT_BLOCK_SIZE,
                0,
                ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH,
                ParquetProperties.DEFAULT_STATISTICS_TRUNCATE_LENGTH,
                true);
        file.start();
    }

    public String name() {
        return path.getName();
    }

    /** Writes a row group: the pages of all columns, in the schema's order. */
    public void writeGroup(int rows, List<ColumnPages> columns) throws IOException {
        file.startBlock(rows);
        for (ColumnPages column : columns) {
            column.writeTo(file);
        }
        file.endBlock();
    }

    /** Completes the file. Returns its size in bytes. */
    public long finish() throws IOException {
        file.end(Map.of());
        finished = true;
        return file.getPos();
    }

    /** Throws the file away unless it is finished: a part of a file must never look like a whole one. */
    @Override
    public void close() throws IOException {
        if (!finished) {
            finished = true;
            throwAway(() -> file.end(Map.of()), path, conf);
        }
    }

    /** Ends a file that is not finished, and removes it. */
    public static void throwAway(Closeable file, Path path, Configuration conf) throws IOException {
        try {
            file.close();
        } catch (IOException | RuntimeException irrelevant) {
            // What went wrong before must not be hidden by what goes wrong now.
        } finally {
            path.getFileSystem(conf).delete(path, false);
        }
    }
}
