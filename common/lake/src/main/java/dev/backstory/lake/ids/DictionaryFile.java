package dev.backstory.lake.ids;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

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
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/** Writes a part of a dictionary: texts in the order of their UTF-8 bytes, numbers that follow each other. */
public final class DictionaryFile implements AutoCloseable {
    public static final String TEXT = "text";
    public static final String NUMBER = "number";

    /** Each text once, sorted; a number is one more than that of the row before. */
    public static final MessageType SCHEMA = Types.buildMessage()
            .required(BINARY)
            .as(stringType())
            .named(TEXT)
            .required(INT64)
            .named(NUMBER)
            .named("ids");

    private static final long GROUP_BYTES = 16L << 20;

    private final Path path;
    private final GroupFile file;
    private final long first;
    private long textBytes;

    private DictionaryFile(Path path, Configuration conf, long first) throws IOException {
        this.path = path;
        this.first = first;
        ParquetWriter<Group> writer = ExampleParquetWriter.builder(HadoopOutputFile.fromPath(path, conf))
                .withType(SCHEMA)
                .withConf(conf)
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withDictionaryEncoding(false)
                .withRowGroupSize(GROUP_BYTES)
                .build();
        this.file = new GroupFile(path, conf, writer);
    }

    /**
     * @param first the number of the first text
     * @throws IOException if the file is already there, or cannot be made
     */
    public static DictionaryFile open(Path path, Configuration conf, long first) throws IOException {
        return new DictionaryFile(path, conf, first);
    }

    /** @param text in UTF-8, after all that were written before */
    public void write(byte[] text) throws IOException {
        Group row = new SimpleGroup(SCHEMA);
        row.add(TEXT, Binary.fromConstantByteArray(text));
        row.add(NUMBER, first + file.rows());
        file.write(row);
        textBytes += text.length;
    }

    /** Completes the file; nothing can be written afterwards. */
    public NewPart finish() throws IOException {
        long bytes = file.finish();
        return new NewPart(path.toString(), path.getName(), first, file.rows(), bytes, textBytes);
    }

    /** Throws the file away unless it is finished. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
