package dev.backstory.lake.table;

import dev.backstory.core.run.StagedFile;
import dev.backstory.lake.page.PagesFile;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.jspecify.annotations.Nullable;

/** Writes one file of {@code rejected/<table>} ({@link TableSchemas#REJECTED}), rows in the order they come. */
public final class RejectedFileWriter implements AutoCloseable {
    private static final long GROUP_BYTES = 16L << 20;

    private final Path path;
    private final Configuration conf;
    private final ParquetWriter<Group> writer;
    private long rows;
    private boolean finished;

    private RejectedFileWriter(Path path, Configuration conf) throws IOException {
        this.path = path;
        this.conf = conf;
        this.writer = ExampleParquetWriter.builder(HadoopOutputFile.fromPath(path, conf))
                .withType(TableSchemas.REJECTED)
                .withConf(conf)
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withDictionaryEncoding(false)
                .withRowGroupSize(GROUP_BYTES)
                .build();
    }

    /** @throws IOException if the file is already there, or cannot be made */
    public static RejectedFileWriter open(Path path, Configuration conf) throws IOException {
        return new RejectedFileWriter(path, conf);
    }

    /**
     * @param raw the row as JSON text
     * @param reasons why it was rejected; at least one
     */
    public void write(String raw, List<String> reasons, @Nullable String source) throws IOException {
        if (reasons.isEmpty()) {
            throw new IllegalArgumentException("Cannot write a rejected row because it has no reason: " + raw);
        }
        Group row = new SimpleGroup(TableSchemas.REJECTED);
        row.add("raw", raw);
        Group list = row.addGroup("reasons");
        for (String reason : reasons) {
            list.addGroup("list").add("element", reason);
        }
        if (source != null) {
            row.add("source", source);
        }
        writer.write(row);
        rows++;
    }

    /** Completes the file; nothing can be written afterwards. */
    public StagedFile finish() throws IOException {
        writer.close();
        finished = true;
        return new StagedFile(
                path.getName(),
                rows,
                path.getFileSystem(conf).getFileStatus(path).getLen());
    }

    /** Throws the file away unless it is finished: a part of a file must never look like a whole one. */
    @Override
    public void close() throws IOException {
        if (!finished) {
            finished = true;
            PagesFile.throwAway(writer, path, conf);
        }
    }
}
