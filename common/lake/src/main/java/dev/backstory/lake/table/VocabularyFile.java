package dev.backstory.lake.table;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import dev.backstory.core.run.StagedFile;
import dev.backstory.lake.page.GroupFile;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/** Writes a file of a vocabulary: items by their index, which is one more than that of the row before. */
public final class VocabularyFile implements AutoCloseable {
    public static final String ITEM = "item_id";
    public static final String INDEX = "index";
    public static final String COUNT = "count";

    /** Each item once; the more actions, the smaller the index, and of as many the smaller item first. */
    public static final MessageType SCHEMA = Types.buildMessage()
            .required(INT64)
            .named(ITEM)
            .required(INT32)
            .named(INDEX)
            .required(INT64)
            .named(COUNT)
            .named("vocabulary");

    private final Path path;
    private final GroupFile file;
    private final int first;

    private VocabularyFile(Path path, Configuration conf, int first) throws IOException {
        this.path = path;
        this.first = first;
        ParquetWriter<Group> writer = ExampleParquetWriter.builder(HadoopOutputFile.fromPath(path, conf))
                .withType(SCHEMA)
                .withConf(conf)
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .build();
        this.file = new GroupFile(path, conf, writer);
    }

    /**
     * @param first the index of the first item
     * @throws IOException if the file is already there, or cannot be made
     */
    public static VocabularyFile open(Path path, Configuration conf, int first) throws IOException {
        return new VocabularyFile(path, conf, first);
    }

    /** @param count the item's actions */
    public void write(long item, long count) throws IOException {
        Group row = new SimpleGroup(SCHEMA);
        row.add(ITEM, item);
        row.add(INDEX, Math.toIntExact(first + file.rows()));
        row.add(COUNT, count);
        file.write(row);
    }

    /** Completes the file; nothing can be written afterwards. */
    public StagedFile finish() throws IOException {
        long bytes = file.finish();
        return new StagedFile(path.getName(), file.rows(), bytes);
    }

    /** Throws the file away unless it is finished. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
