package dev.backstory.spark.source;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** A click with a time in nanoseconds, as pandas writes it and Spark does not. */
final class NanosFile {
    private NanosFile() {}

    static void write(Path file, int item, boolean instant, long nanos) throws IOException {
        MessageType schema = MessageTypeParser.parseMessageType("message clicks {"
                + " required binary dt (STRING); required int64 customer_id; required int32 item_id;"
                + " required int64 click_time (TIMESTAMP(NANOS," + instant + ")); }");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toString()))
                .withConf(new Configuration())
                .withType(schema)
                .build()) {
            writer.write(new SimpleGroupFactory(schema)
                    .newGroup()
                    .append("dt", "2025-08-14")
                    .append("customer_id", 1L)
                    .append("item_id", item)
                    .append("click_time", nanos));
        }
    }
}
