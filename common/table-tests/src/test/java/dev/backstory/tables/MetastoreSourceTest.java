package dev.backstory.tables;

import static dev.backstory.tables.Reading.actions;
import static dev.backstory.tables.Reading.lines;
import static dev.backstory.tables.TableSpark.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of a Hive metastore, whose database is an embedded Derby. */
final class MetastoreSourceTest {
    private static final String DAY_14 = "2025-08-14 customer 7 item 50 at 2025-08-14T10:00:00Z type 1";

    private static List<String> read(String table, String keys, String... days) {
        return lines(actions("clicks", "{format: table, table: " + table + keys + "}", days));
    }

    private static void rows(String table) {
        sql("insert into " + table + " values (7, 50, timestamp '2025-08-14 10:00:00Z', '2025-08-14'),"
                + " (8, 60, timestamp '2025-08-15 10:00:00Z', '2025-08-15'), (9, 70, null, 'soon')");
    }

    @Test
    void onlyThePartitionsOfTheDaysAreRead() throws Exception {
        sql("create table parted (customer_id int, item_id bigint, click_time timestamp) partitioned by (dt string)"
                + " stored as parquet");
        rows("parted");
        try (Stream<Path> files = Files.list(TableSpark.warehouse().resolve("parted/dt=2025-08-15"))) {
            files.forEach(file -> file.toFile().delete());
        }
        Files.writeString(TableSpark.warehouse().resolve("parted/dt=2025-08-15/part-0"), "not Parquet");

        assertThat(read("parted", "", "2025-08-14"))
                .containsExactly(
                        DAY_14,
                        "rejected null [dt 'soon' is not a day (yyyy-mm-dd), click_time is null] {\"customer_id\":9,"
                                + "\"item_id\":70,\"click_time\":null,\"dt\":\"soon\"}");
        assertThatThrownBy(() -> read("default.parted", "", "2025-08-15")).hasStackTraceContaining("dt=2025-08-15");
    }

    @Test
    void filesWhoseNamesHaveAnotherCaseThanTheMetastore(@TempDir Path dir) {
        TableSpark.session()
                .sql("select '2025-08-14' as Dt, 7 as customerId, 50L as itemId,"
                        + " timestamp '2025-08-14 10:00:00Z' as clickTime")
                .write()
                .parquet(dir + "/files");
        sql("create external table cased (dt string, customerid int, itemid bigint, clicktime timestamp)"
                + " stored as parquet location '" + dir + "/files'");

        assertThat(read(
                        "cased",
                        ", columns: {customer_id: customerId, item_id: itemId, action_time: clickTime}",
                        "2025-08-14"))
                .containsExactly(DAY_14);
    }

    @Test
    void aViewOfTables() {
        sql(
                "create table viewed (customer_id int, item_id bigint, click_time timestamp, dt string) stored as parquet",
                "create view seen as select customer_id, item_id, click_time, dt from viewed where customer_id < 8");
        rows("viewed");

        assertThat(read("seen", "", "2025-08-14", "2025-08-15")).containsExactly(DAY_14);
    }

    @Test
    void orcWithTimesAsText() {
        sql(
                "create table orced (customer_id int, item_id bigint, click_time string, dt date) stored as orc",
                "insert into orced values (7, 50, '2025-08-14T10:00:00Z', date '2025-08-14')");

        assertThat(read("orced", "", "2025-08-14")).containsExactly(DAY_14);
    }

    @Test
    void whatSparkWouldNotReadRightIsRefused() throws Exception {
        sql(
                "create table zoned (customer_id int, item_id bigint, click_time timestamp, dt string) stored as orc",
                "create table lines (customer_id int, item_id bigint, click_time timestamp, dt string) stored as textfile",
                "create table fields (customer_id int, item_id bigint, click_time timestamp, dt string) using csv",
                "create table acid (customer_id int, item_id bigint, click_time timestamp, dt string)"
                        + " clustered by (customer_id) into 2 buckets stored as orc tblproperties ('transactional' = 'true')",
                "create table deep (customer_id int, item_id bigint, click_time timestamp, dt string) stored as parquet");
        rows("deep");
        Path inner = Files.createDirectory(TableSpark.warehouse().resolve("deep/HIVE_UNION_SUBDIR_1"));
        try (Stream<Path> files = Files.list(inner.getParent())) {
            Path file = files.filter(path -> path.getFileName().toString().startsWith("part-"))
                    .findFirst()
                    .orElseThrow();
            Files.move(file, inner.resolve(file.getFileName()));
        }

        String remedy =
                "; name its files in sources.clicks by their own format and path, or make it a table of Parquet,"
                        + " ORC, Iceberg or Delta";
        assertThatThrownBy(() -> read("zoned", "", "2025-08-14"))
                .hasMessage(
                        "Cannot read source clicks because its column 'click_time' (action_time) is a timestamp of ORC"
                                + " in table zoned, which Spark takes to be in the zone of each machine; map a column of another"
                                + " type, or name the table's files by format: orc and their path");
        assertThatThrownBy(() -> read("lines", "", "2025-08-14"))
                .hasMessage("Cannot read source clicks because it is read by Hive's own reader"
                        + " (org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe), which makes nulls of values that it"
                        + " cannot read" + remedy);
        assertThatThrownBy(() -> read("fields", "", "2025-08-14"))
                .hasMessage("Cannot read source clicks because it is of files that are CSV, of which Spark makes nulls"
                        + " where it cannot read a value" + remedy);
        assertThatThrownBy(() -> read("acid", "", "2025-08-14"))
                .hasMessage("Cannot read source clicks because it is a transactional table of Hive, whose deleted rows"
                        + " Spark would give again" + remedy);
        assertThatThrownBy(() -> read("deep", "", "2025-08-14"))
                .hasMessageStartingWith("Cannot read source clicks because Spark passes over file:" + inner + "/part-")
                .hasMessageEndingWith(", which lies in a folder below its table or partition; move it up, or name the"
                        + " files in sources.clicks by their own format and path");
    }
}
