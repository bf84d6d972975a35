package dev.backstory.tables;

import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedFile;
import dev.backstory.core.run.StagedRun;
import dev.backstory.core.run.Verdict;
import dev.backstory.lake.store.AttemptFile;
import dev.backstory.lake.store.AttemptFolder;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.store.Publisher;
import dev.backstory.lake.store.StagingRun;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Days of one row, staged and published as the jobs do it. */
final class OneRow {
    static final String COLUMNS = "required int64 customer_id; required group actions (LIST)"
            + " { repeated group list { required int64 element; } }";

    private OneRow() {}

    /** A day of one row, of a customer who did it and ten times it. */
    static void publish(Lake lake, String run, LocalDate dt, String columns, long customer) throws IOException {
        RunId id = new RunId(run);
        MessageType schema = MessageTypeParser.parseMessageType("message actions { " + columns + " }");
        try (StagingRun staging = StagingRun.begin(lake, Table.ACTIONS, id)) {
            AttemptFolder attempt = AttemptFolder.create(staging.folder(), 0);
            org.apache.hadoop.fs.Path file = attempt.file(Lake.DAY_PREFIX + dt, "00000.parquet");
            try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(
                            HadoopOutputFile.fromPath(file, lake.files().conf()))
                    .withType(schema)
                    .build()) {
                writer.write(row(schema, customer));
            }
            AttemptFile written = attempt.finished(
                    Lake.DAY_PREFIX + dt,
                    new StagedFile(file.getName(), 1, lake.files().status(file).getLen()));
            staging.accept(List.of(written));
            StagedDay day = StagedDay.ofSources(dt, List.of(written.staged()), List.of(), Map.of(), 0);
            StagedRun manifest = new StagedRun(
                    Table.ACTIONS,
                    id,
                    Instant.now(),
                    "settings",
                    "test",
                    schema.toString(),
                    List.of(day),
                    List.of(),
                    Map.of());
            staging.finish(manifest);
            PublishRecord.Passed audit =
                    new PublishRecord.Passed(Instant.now(), "rules", Verdict.PASS, Map.of(), "_reports/actions");
            new Publisher(lake).publish(manifest, day, PublishRecord.of(manifest, day, audit));
        }
    }

    private static Group row(MessageType schema, long customer) {
        Group row = new SimpleGroupFactory(schema).newGroup();
        if (schema.getType("customer_id").asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT64) {
            row.append("customer_id", customer);
        } else {
            row.append("customer_id", Long.toString(customer));
        }
        Group actions = row.addGroup("actions");
        actions.addGroup("list").append("element", customer);
        actions.addGroup("list").append("element", 10 * customer);
        return row;
    }
}
