package dev.backstory.lake.store;

import dev.backstory.lake.files.LakeFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Parquet files of one row, the text. */
final class ParquetText implements LakeFixture.Content {
    static final String SCHEMA = "message actions { required binary text (STRING); }";

    @Override
    public String schema() {
        return SCHEMA;
    }

    @Override
    public void write(LakeFiles files, Path file, String text) {
        MessageType schema = MessageTypeParser.parseMessageType(SCHEMA);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(HadoopOutputFile.fromPath(file, files.conf()))
                .withType(schema)
                .build()) {
            writer.write(new SimpleGroupFactory(schema).newGroup().append("text", text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String read(LakeFiles files, Path file) {
        if (!files.exists(file)) {
            return "missing";
        }
        try (ParquetReader<Group> reader = ParquetReader.builder(new GroupReadSupport(), file)
                .withConf(files.conf())
                .build()) {
            return reader.read().getString("text", 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
