package dev.backstory.tables;

import static dev.backstory.tables.Reading.actions;
import static dev.backstory.tables.Reading.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.spark.source.SourceRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Iceberg tables of a Hadoop catalog, by their name in it and by their folder. */
final class IcebergSourceTest {
    private static final String DAY_14 = "2025-08-14 customer 7 item 50 at 2025-08-14T10:00:00Z type 1";
    private static final String DAY_15 = "2025-08-15 customer 8 item 60 at 2025-08-15T10:00:00Z type 1";

    private static void table(String name, String columns, String more) {
        TableSpark.sql("create table ice.shop." + name + " (" + columns + ") using iceberg " + more);
    }

    private static Path folder(String name) {
        return TableSpark.warehouse().resolveSibling("ice").resolve("shop").resolve(name);
    }

    private static List<String> byName(String name, String keys, String... days) {
        return lines(actions("clicks", "{format: table, table: ice.shop." + name + keys + "}", days));
    }

    private static List<String> byFolder(String name, String keys, String... days) {
        return lines(actions("clicks", "{format: iceberg, path: " + folder(name) + keys + "}", days));
    }

    private static void clicks(String name, String partitioning) {
        table(name, "dt date, customer_id int, item_id bigint, click_time timestamp", partitioning);
        TableSpark.sql("insert into ice.shop." + name + " values"
                + " (date '2025-08-14', 7, 50, timestamp '2025-08-14 10:00:00Z'),"
                + " (date '2025-08-15', 8, 60, timestamp '2025-08-15 10:00:00Z'),"
                + " (date '2025-08-14', 7, -1, timestamp '2025-08-14 11:00:00Z'),"
                + " (null, 9, 70, timestamp '2025-08-14 12:00:00Z')");
    }

    private static void removeData(String name, String partition) throws Exception {
        try (Stream<Path> files = Files.walk(folder(name).resolve("data").resolve(partition))) {
            files.filter(Files::isRegularFile).forEach(file -> file.toFile().delete());
        }
    }

    @Test
    void itsRowsByNameAndByFolder() {
        clicks("plain", "");
        List<String> expected = List.of(
                DAY_14,
                "rejected 2025-08-14 [item_id -1 is not positive] {\"dt\":\"2025-08-14\",\"customer_id\":7,\"item_id\":-1,"
                        + "\"click_time\":\"2025-08-14T13:00:00.000+02:00\"}",
                "rejected null [dt is null] {\"dt\":null,\"customer_id\":9,\"item_id\":70,"
                        + "\"click_time\":\"2025-08-14T14:00:00.000+02:00\"}");

        assertThat(byName("plain", "", "2025-08-14")).isEqualTo(expected);
        assertThat(byFolder("plain", "", "2025-08-14")).isEqualTo(expected);
    }

    @Test
    void deletedRowsAreGoneAndUpdatedOnesAreThereOnce() {
        clicks(
                "merged",
                "tblproperties ('format-version' = '2', 'write.delete.mode' = 'merge-on-read',"
                        + " 'write.update.mode' = 'merge-on-read')");
        TableSpark.sql(
                "delete from ice.shop.merged where item_id = -1 or dt is null",
                "update ice.shop.merged set item_id = 51 where item_id = 50");

        assertThat(byFolder("merged", "", "2025-08-14", "2025-08-15"))
                .containsExactly(DAY_14.replace("item 50", "item 51"), DAY_15);
    }

    @Test
    void deletionVectorsOfVersion3() {
        clicks("vectors", "tblproperties ('format-version' = '3', 'write.delete.mode' = 'merge-on-read')");
        TableSpark.sql("delete from ice.shop.vectors where item_id = -1 or dt is null");

        assertThat(byName("vectors", "", "2025-08-14", "2025-08-15")).containsExactly(DAY_14, DAY_15);
    }

    @Test
    void columnsThatWereRenamedWidenedAndAdded() {
        clicks("evolved", "");
        TableSpark.sql(
                "delete from ice.shop.evolved where item_id = -1 or dt is null",
                "alter table ice.shop.evolved rename column item_id to sku",
                "alter table ice.shop.evolved alter column customer_id type bigint",
                "alter table ice.shop.evolved add column item_id bigint");

        // No snapshot has the new names yet: the table is read as it is now.
        assertThat(byName("evolved", ", columns: {item_id: sku}", "2025-08-14")).containsExactly(DAY_14);
        TableSpark.sql("insert into ice.shop.evolved values (date '2025-08-14', 9000000000, 52,"
                + " timestamp '2025-08-14 10:00:00Z', 1)");
        assertThat(byFolder("evolved", ", columns: {item_id: sku}", "2025-08-14"))
                .containsExactly(
                        "2025-08-14 customer 7 item 50 at 2025-08-14T10:00:00Z type 1",
                        "2025-08-14 customer 9000000000 item 52 at 2025-08-14T10:00:00Z type 1");
    }

    @Test
    void theDaysPartitionIsPrunedByTheDateOfARow() throws Exception {
        clicks("by_dt", "partitioned by (dt)");
        removeData("by_dt", "dt=2025-08-15");

        assertThat(byFolder("by_dt", "", "2025-08-14")).contains(DAY_14).hasSize(3);
        assertThatThrownBy(() -> byFolder("by_dt", "", "2025-08-15")).hasStackTraceContaining("dt=2025-08-15");
    }

    @Test
    void hiddenPartitionsArePrunedByTheTimeThatIsTheDay() throws Exception {
        table("hidden", "customer_id int, item_id int, at timestamp_ntz", "partitioned by (days(at))");
        TableSpark.sql("insert into ice.shop.hidden values (7, 50, timestamp_ntz '2025-08-14 00:00:00'),"
                + " (7, 51, timestamp_ntz '2025-08-14 23:59:59.999999'), (7, 52, timestamp_ntz '2025-08-15 00:00:00'),"
                + " (7, 53, timestamp_ntz '2025-08-20 00:00:00'), (7, 54, null)");
        removeData("hidden", "at_day=2025-08-20");

        assertThat(byFolder("hidden", ", dt: from-time, columns: {action_time: at}", "2025-08-14"))
                .containsExactly(
                        "2025-08-14 customer 7 item 50 at 2025-08-13T22:00:00Z type 1",
                        "2025-08-14 customer 7 item 51 at 2025-08-14T21:59:59.999999Z type 1",
                        "rejected null [at is null] {\"customer_id\":7,\"item_id\":54,\"at\":null}");
    }

    @Test
    void textsStructsAndNamesOfAnotherCase() {
        table("nested", "DT string, Payload struct<Item: struct<Id: string>>, `customer.id` int, at string", "");
        TableSpark.sql("insert into ice.shop.nested values"
                + " ('2025-08-14', named_struct('Item', named_struct('Id', '50')), 7, '2025-08-14T10:00:00Z'),"
                + " ('dt=2025-08-14', named_struct('Item', named_struct('Id', 'x')), 7, '2025-08-14T10:00:00Z'),"
                + " ('2025-08-15', null, 8, '2025-08-15T10:00:00Z')");

        assertThat(byName(
                        "nested",
                        ", where: at > '2025', columns: {item_id: payload.item.id, customer_id: customer.id, action_time: at}",
                        "2025-08-14"))
                .containsExactly(
                        DAY_14,
                        "rejected 2025-08-14 [Payload.Item.Id 'x' is not a 64-bit integer] {\"DT\":\"dt=2025-08-14\","
                                + "\"Payload\":{\"Item\":{\"Id\":\"x\"}},\"customer.id\":7,\"at\":\"2025-08-14T10:00:00Z\"}");
    }

    @Test
    void impressionsAsStructs() {
        table(
                "shown",
                "dt date, ranking_id string, customer_id bigint,"
                        + " impressions array<struct<item_id: int, is_order: boolean>>",
                "");
        TableSpark.sql(
                "insert into ice.shop.shown values (date '2025-08-14', 'r1', 7,"
                        + " array(named_struct('item_id', 50, 'is_order', true), named_struct('item_id', 40, 'is_order', null)))");

        assertThat(lines(Reading.impressions("{format: table, table: ice.shop.shown}", "2025-08-14")))
                .containsExactly(
                        "2025-08-14 ranking r1 customer 7 pos 0 item 50 label 1",
                        "2025-08-14 ranking r1 customer 7 pos 1 item 40 label null");
    }

    @Test
    void aTableWithoutASnapshotHasNoRows() {
        table("empty", "dt date, customer_id int, item_id bigint, click_time timestamp", "");

        assertThat(byName("empty", "", "2025-08-14")).isEmpty();
        assertThat(byFolder("empty", "", "2025-08-14")).isEmpty();
        assertThat(actions("clicks", "{format: iceberg, path: " + folder("empty") + "}", "2025-08-14")
                        .version())
                .contains("no snapshot");
    }

    @Test
    void whatIsCommittedMeanwhileIsNotRead() {
        clicks("moving", "");
        SparkSession spark = TableSpark.session();
        String snapshot = "snapshot "
                + spark.sql("select snapshot_id from ice.shop.moving.snapshots")
                        .head()
                        .getLong(0);

        SourceRows byName = actions("clicks", "{format: table, table: ice.shop.moving}", "2025-08-15");
        SourceRows byFolder = actions("clicks", "{format: iceberg, path: " + folder("moving") + "}", "2025-08-15");
        TableSpark.sql(
                "insert into ice.shop.moving values (date '2025-08-15', 9, 70, timestamp '2025-08-15 10:00:00Z')");

        assertThat(byName.version()).contains(snapshot);
        assertThat(byFolder.version()).contains(snapshot);
        assertThat(lines(byName)).contains(DAY_15).hasSize(2);
        assertThat(lines(byFolder)).contains(DAY_15).hasSize(2);
        assertThat(byName("moving", "", "2025-08-15")).hasSize(3);
    }

    @Test
    void whatIsNotThereIsSaid(@TempDir Path dir) {
        assertThatThrownBy(() -> lines(actions("clicks", "{format: iceberg, path: " + dir + "}", "2025-08-14")))
                .hasMessage("Cannot read source clicks because there is no Iceberg table at " + dir
                        + " (no metadata/v1.metadata.json); correct sources.clicks.path, name a table of a catalog by"
                        + " format: table, or wait until the table is there");
        assertThatThrownBy(() -> byName("nothing", "", "2025-08-14"))
                .hasMessage("Cannot read source clicks because there is no table ice.shop.nothing in the catalogs of"
                        + " Spark's session; correct sources.clicks.table, name its catalog in spark.conf, or wait until"
                        + " the table is there");
        assertThatThrownBy(() -> lines(actions("clicks", "{format: table, table: unknown.shop.clicks}", "2025-08-14")))
                .hasMessageStartingWith(
                        "Cannot read source clicks because there is no table unknown.shop.clicks in the");
        clicks("known", "");
        assertThatThrownBy(() -> byName("known", ", columns: {item_id: sku}", "2025-08-14"))
                .hasMessage("Cannot read source clicks because its column 'sku' (item_id) is missing in table"
                        + " ice.shop.known; there are: dt, customer_id, item_id, click_time. Name the right one in"
                        + " sources.clicks.columns.item_id");
        assertThatThrownBy(() -> byName("known", ", columns: {item_id: click_time, action_time: at}", "2025-08-14"))
                .hasMessageStartingWith("Cannot read source clicks because its column 'click_time' (item_id) is of type"
                        + " timestamp in table ice.shop.known, where an integer type");
    }
}
