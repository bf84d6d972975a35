package dev.backstory.tables;

import static dev.backstory.tables.Reading.actions;
import static dev.backstory.tables.Reading.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.spark.source.SourceRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Delta tables by their folder, and by their name in the metastore. */
final class DeltaSourceTest {
    private static final String DAY_14 = "2025-08-14 customer 7 item 50 at 2025-08-14T10:00:00Z type 1";
    private static final String DAY_15 = "2025-08-15 customer 8 item 60 at 2025-08-15T10:00:00Z type 1";

    @TempDir
    private Path dir;

    private void clicks(String more) {
        TableSpark.sql(
                "create table delta.`" + dir
                        + "/clicks` (dt string, customer_id int, item_id bigint, click_time timestamp)"
                        + " using delta " + more,
                "insert into delta.`" + dir + "/clicks` values"
                        + " ('2025-08-14', 7, 50, timestamp '2025-08-14 10:00:00Z'),"
                        + " ('2025-08-15', 8, 60, timestamp '2025-08-15 10:00:00Z'),"
                        + " ('2025-08-14', 7, -1, timestamp '2025-08-14 11:00:00Z'),"
                        + " ('2025-8-14', 9, 70, timestamp '2025-08-14 12:00:00Z')");
    }

    private SourceRows read(String keys, String... days) {
        return actions("clicks", "{format: delta, path: " + dir + "/clicks" + keys + "}", days);
    }

    @Test
    void itsRowsAtTheVersionThatWasOpened() throws Exception {
        clicks("partitioned by (dt)");
        SourceRows rows = read("", "2025-08-14");
        TableSpark.sql("insert into delta.`" + dir + "/clicks` values ('2025-08-14', 9, 70, null)");

        assertThat(rows.version()).contains("version 1");
        assertThat(lines(rows))
                .containsExactly(
                        DAY_14,
                        "rejected 2025-08-14 [item_id -1 is not positive] {\"dt\":\"2025-08-14\",\"customer_id\":7,"
                                + "\"item_id\":-1,\"click_time\":\"2025-08-14T13:00:00.000+02:00\"}",
                        "rejected null [dt '2025-8-14' is not a day (yyyy-mm-dd)] {\"dt\":\"2025-8-14\",\"customer_id\":9,"
                                + "\"item_id\":70,\"click_time\":\"2025-08-14T14:00:00.000+02:00\"}");
        assertThat(lines(read("", "2025-08-14"))).hasSize(4);

        SourceRows query = actions(
                "clicks",
                "{format: query, query: select * from c where item_id > 0, inputs: {c: {format: delta, path: " + dir
                        + "/clicks}}}",
                "2025-08-14");
        assertThat(lines(query)).contains(DAY_14).hasSize(3);
        assertThat(query.version()).contains("query select * from c where item_id > 0 over c at version 2");

        // The day is a text, and its partition is left out all the same.
        try (Stream<Path> files = Files.list(dir.resolve("clicks/dt=2025-08-15"))) {
            files.forEach(file -> file.toFile().delete());
        }
        assertThat(lines(read("", "2025-08-14"))).hasSize(4);
        assertThatThrownBy(() -> lines(read("", "2025-08-15"))).hasStackTraceContaining("dt=2025-08-15");
    }

    @Test
    void rowsThatADeletionVectorMarksAreGoneAndColumnsAreRenamed() throws Exception {
        clicks("tblproperties ('delta.enableDeletionVectors' = 'true', 'delta.columnMapping.mode' = 'name')");
        TableSpark.sql(
                "delete from delta.`" + dir + "/clicks` where item_id < 0 or dt = '2025-8-14'",
                "alter table delta.`" + dir + "/clicks` rename column item_id to sku",
                "alter table delta.`" + dir + "/clicks` add column item_id bigint");
        try (Stream<Path> files = Files.walk(dir.resolve("clicks"))) {
            assertThat(files).anyMatch(file -> file.toString().contains("deletion_vector"));
        }

        assertThat(lines(read(", columns: {item_id: SKU}", "2025-08-14", "2025-08-15")))
                .containsExactly(DAY_14, DAY_15);
    }

    @Test
    void timesWithoutAZoneAreInTheConfiguredOne() {
        String keys = ", dt: from-time, columns: {action_time: at}";
        TableSpark.sql("create table delta.`" + dir
                + "/clicks` (customer_id int, item_id bigint, at timestamp_ntz) using delta");
        assertThat(lines(read(keys, "2025-08-14"))).isEmpty();

        TableSpark.sql("insert into delta.`" + dir + "/clicks` values (7, 50, timestamp_ntz '2025-08-14 00:30:00')");
        assertThat(lines(read(keys, "2025-08-14")))
                .containsExactly("2025-08-14 customer 7 item 50 at 2025-08-13T22:30:00Z type 1");
    }

    @Test
    void aTableOfTheMetastore() {
        TableSpark.sql(
                "create table delta_clicks (dt date, customer_id int, item_id bigint, click_time timestamp) using delta",
                "insert into delta_clicks values (date '2025-08-14', 7, 50, timestamp '2025-08-14 10:00:00Z')");

        SourceRows rows = actions("clicks", "{format: table, table: delta_clicks}", "2025-08-14");
        assertThat(rows.version()).contains("version 1");
        assertThat(lines(rows)).containsExactly(DAY_14);
    }

    @Test
    void aFolderWithoutALogIsSaid() {
        assertThatThrownBy(() -> read("", "2025-08-14"))
                .hasMessage("Cannot read source clicks because there is no Delta table at " + dir + "/clicks (no"
                        + " _delta_log); correct sources.clicks.path, name a table of a catalog by format: table, or wait"
                        + " until the table is there");
    }
}
