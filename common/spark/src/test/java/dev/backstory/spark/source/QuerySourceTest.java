package dev.backstory.spark.source;

import static dev.backstory.spark.source.SourceErrorsTest.messageOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.config.input.Source;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sources that are the result of a query over files. */
class QuerySourceTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    @TempDir
    private Path dir;

    @BeforeEach
    void files() throws IOException {
        Files.writeString(write("clicks/a.csv"), """
                day;uid;sku;at
                2025-08-14;a;50;2025-08-14T10:00:00Z
                2025-08-14;b;x;2025-08-14T11:00:00Z
                2025-08-14;c;52;2025-08-14T12:00:00Z
                2025-08-15;a;53;2025-08-15T10:00:00Z
                ;a;54;2025-08-14T10:00:00Z
                """);
        Files.writeString(write("users/dt=2025-01-01/a.json"), """
                {"Uid":"a","customer":{"id":7}}
                {"Uid":"b","customer":{"id":8}}
                """);
    }

    private Path write(String name) throws IOException {
        Path file = dir.resolve(name);
        Files.createDirectories(file.getParent());
        return file;
    }

    private Source source(String query, String keys) {
        return Keyed.of(
                "clicks",
                "{format: query, query: \"" + query + "\", inputs: {c: {format: csv, path: " + dir
                        + "/clicks, columns: [day, uid, sku, at], csv: {separator: ;}}, users: {format: json, path: "
                        + dir
                        + "/users, columns: [uid, customer.id]}}" + keys + "}");
    }

    private List<String> read(String query, String keys) {
        return Readings.counted("clicks", source(query, keys), ZONE, "2025-08-14");
    }

    @Test
    void everyRowOfItsResultIsJudged() {
        String query =
                "select c.day dt, u.`customer.id` customer_id, c.sku, at from C left join users u on u.uid = c.uid";

        assertThat(read(query, ", columns: {item_id: SKU, action_time: at}"))
                .containsExactly(
                        "2025-08-14 customer 7 item 50 at 2025-08-14T10:00:00Z type 1",
                        "rejected 2025-08-14 [customer_id is null] {\"dt\":\"2025-08-14\",\"customer_id\":null,\"sku\":\"52\","
                                + "\"at\":\"2025-08-14T12:00:00Z\"}",
                        "rejected 2025-08-14 [sku 'x' is not a 64-bit integer] {\"dt\":\"2025-08-14\",\"customer_id\":\"8\","
                                + "\"sku\":\"x\",\"at\":\"2025-08-14T11:00:00Z\"}",
                        "rejected null [dt is null] {\"dt\":null,\"customer_id\":\"7\",\"sku\":\"54\",\"at\":\"2025-08-14T10:00:00Z\"}",
                        "rows 4, filtered 0");
    }

    @Test
    void otherKeysAreOverItsColumns() {
        String query = "with known as (select uid, int(`customer.id`) id from users)"
                + " select id customer_id, 50 item_id, timestamp(at) click_time from c join known using (uid)";

        assertThat(read(query, ", dt: from-time, where: customer_id = 8"))
                .containsExactly("2025-08-14 customer 8 item 50 at 2025-08-14T11:00:00Z type 1", "rows 1, filtered 2");
    }

    @Test
    void arraysThatAQueryTakesApart() throws IOException {
        SparkForTests.session()
                .sql(
                        "select '2025-08-14' dt, 7 cid, array(named_struct('shelf', 'a', 'sku', 50), named_struct('shelf', 'b',"
                                + " 'sku', 40)) shown, array(array(1)) deep")
                .write()
                .parquet(dir.resolve("shown").toString());
        String start = "{format: query, query: \"select dt, concat(cid, '-', item.shelf) ranking_id, cid customer_id,"
                + " item.sku item_id, null is_order from shown lateral view explode(shown) v as item\","
                + " layout: rows, inputs: {shown: {format: parquet, path: " + dir + "/shown, columns: [dt, cid, shown";

        assertThat(Readings.impressions(Keyed.of("impressions", start + "]}}}"), "2025-08-14"))
                .containsExactly(
                        "2025-08-14 ranking 7-a customer 7 pos 0 item 50 label null",
                        "2025-08-14 ranking 7-b customer 7 pos 0 item 40 label null");
        Source deep = Keyed.of("impressions", start + ", deep]}}}");
        assertThat(messageOf(() -> Readings.impressions(deep, "2025-08-14")))
                .startsWith("Cannot read source impressions.inputs.shown because its column 'deep' (columns) is of type"
                        + " array<array<int>> in ")
                .endsWith(
                        ", where a simple type, or an array of structs or simple types is needed; map another column in"
                                + " sources.impressions.inputs.shown.columns, or convert it");
    }

    @Test
    void integersOfSeveralWidthsAndOtherTypesThatDiffer() throws IOException {
        SparkForTests.session()
                .sql("select '2025-08-14' dt, 7 cid, 'a' x")
                .write()
                .parquet(dir + "/mixed/a");
        SparkForTests.session()
                .sql("select '2025-08-14' dt, 8L cid, 1 x")
                .write()
                .parquet(dir + "/mixed/b");
        String start =
                "{format: query, query: \"select dt, cid customer_id, 5 item_id, '2025-08-14T10:00:00Z' click_time"
                        + " from m\", inputs: {m: {format: parquet, path: " + dir + "/mixed, columns: [dt, cid";

        assertThat(Readings.counted("clicks", Keyed.of("clicks", start + "]}}}"), ZONE, "2025-08-14"))
                .containsExactly(
                        "2025-08-14 customer 7 item 5 at 2025-08-14T10:00:00Z type 1",
                        "2025-08-14 customer 8 item 5 at 2025-08-14T10:00:00Z type 1",
                        "rows 2, filtered 0");
        Source differing = Keyed.of("clicks", start + ", x]}}}");
        assertThat(messageOf(() -> Readings.counted("clicks", differing, ZONE, "2025-08-14")))
                .startsWith("Cannot read source clicks.inputs.m because its column 'x' is ")
                .endsWith(" in others; write them alike, or name them as two inputs");
    }

    @Test
    void aLineThatIsNoRowEndsTheStep() throws IOException {
        Files.writeString(dir.resolve("clicks/b.csv"), "day;uid;sku;at\n2025-08-14;a\n");

        assertThat(messageOf(() -> read("select day dt, 7 customer_id, 5 item_id, at click_time from c", "")))
                .isEqualTo(
                        "Cannot read source clicks.inputs.c because a row has no columns: the row has 2 fields, the header"
                                + " has 4; it is \"2025-08-14;a\"; correct it, or read the files as a source, which rejects such rows");
    }

    @Test
    void anEmptyFolderIsNoRow() throws IOException {
        Files.delete(dir.resolve("clicks/a.csv"));

        assertThat(read("select day dt, 7 customer_id, 5 item_id, at click_time from c", ""))
                .containsExactly("rows 0, filtered 0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "selct 1|it is not SQL (Syntax error at or near 'selct')",
                "select * from other|it names 'other', which is not among its inputs (c, users)",
                "select * from c where uid in (select uid from parquet.`/etc`)|it names 'parquet./etc', which is not among its"
                        + " inputs (c, users)",
                "with k as (select * from o) select * from k|it names 'o', which is not among its inputs (c, users)",
                "drop view c|it does something else than select",
                "insert into c select * from c|it does something else than select",
                "select * from c limit 5|it takes some rows of many, which may be others each time; leave out limit and"
                        + " tablesample",
                "select * from c where rand() < 0.5|it is not the same each time it is asked; leave out what is random",
                "select *, now() n from c|it depends on when it is asked (now), so that a day built again would be another;"
                        + " name the time itself",
            })
    void whatIsNoQueryOfItsInputs(String query, String reason) {
        assertThat(messageOf(() -> read(query, "")))
                .isEqualTo("Cannot read source clicks because its query cannot be used: " + reason
                        + " (sources.clicks.query)");
    }

    @Test
    void columnsThatAreNotThereAreNamed() {
        assertThat(messageOf(() -> read("select nothing from c", "")))
                .startsWith(
                        "Cannot read source clicks because its query cannot be used: A column or function parameter with name"
                                + " `nothing` cannot be resolved");
        assertThat(messageOf(() -> read("select day dt, 1 customer_id, sku, at click_time from c", "")))
                .isEqualTo(
                        "Cannot read source clicks because its column 'item_id' (item_id) is missing in its query; there"
                                + " are: dt, customer_id, sku, click_time. Name the right one in sources.clicks.columns.item_id");
        Source without = Keyed.of(
                "clicks",
                "{format: query, query: \"select price dt, 7 customer_id, 5 item_id, price click_time from c\", inputs: {c: {format: csv, path: "
                        + dir + "/clicks, columns: [price], csv: {separator: ;}}}}");
        assertThat(messageOf(() -> Readings.counted("clicks", without, ZONE, "2025-08-14")))
                .endsWith("there are: day, uid, sku, at. Name the right one in sources.clicks.inputs.c.columns")
                .startsWith("Cannot read source clicks.inputs.c because its column 'price' (columns) is missing in ");
    }
}
