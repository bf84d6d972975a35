package dev.backstory.lake.page;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;

/** A small Parquet file that is written row by row with Parquet's own writer; it is whole, or it is not there. */
public final class GroupFile implements AutoCloseable {
    private final Path path;
    private final Configuration conf;
    private final ParquetWriter<Group> writer;
    private long rows;
    private boolean finished;

    /** @param writer of a file at this path */
    public GroupFile(Path path, Configuration conf, ParquetWriter<Group> writer) {
        this.path = path;
        this.conf = conf;
        this.writer = writer;
    }

    public void write(Group row) throws IOException {
        writer.write(row);
        rows++;
    }

    /** How many have been written. */
    public long rows() {
        return rows;
    }

    /** Completes the file; nothing can be written afterwards. Gives its size in bytes. */
    public long finish() throws IOException {
        writer.close();
        finished = true;
        return path.getFileSystem(conf).getFileStatus(path).getLen();
    }

    /** Throws the file away unless it is finished. */
    @Override
    public void close() throws IOException {
        if (!finished) {
            finished = true;
            PagesFile.throwAway(writer, path, conf);
        }
    }
}
