package dev.backstory.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.config.input.Format;
import dev.backstory.core.config.input.Source;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Impressions as services log them: a row for each item, or lists of ids. */
class ShownItemsTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final String ITEMS =
            "dt string, session string, customer_id bigint, sku bigint, bought int, rank int, shown_at timestamp";

    @TempDir
    private Path dir;

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV", "JDBC"})
    void aRowMayBeAnItemWithItsPosition(Format format) throws IOException {
        Source impressions = rows(
                format,
                Map.of("ranking_id", "session", "item_id", "sku", "is_order", "bought", "position", "rank"),
                "layout: rows, first-position: 1",
                "2025-08-14 | r1 | 1 | 50 | 0 | 1 | -",
                "2025-08-14 | r1 | 1 | 40 | 1 | 3 | -",
                "2025-08-14 | r1 | 1 | 0  | 1 | 2 | -",
                "2025-08-14 | r2 | - | 40 | 0 | 1 | -",
                "2025-08-14 | -  | 2 | 40 | - | 9 | -",
                "2025-08-14 | r3 | 2 | 40 | 2 | 0 | -",
                "2025-08-14 | r3 | 2 | 41 | 0 | - | -",
                "2025-08-13 | r4 | 2 | 41 | 0 | 1 | -");

        assertThat(Readings.impressions(impressions, BERLIN, "2025-08-14"))
                .extracting(line -> line.replaceFirst("] .*", "]"))
                .containsExactly(
                        "2025-08-14 ranking null customer 2 pos 8 item 40 label null",
                        "2025-08-14 ranking r1 customer 1 pos 0 item 50 label 0",
                        "2025-08-14 ranking r1 customer 1 pos 2 item 40 label 1",
                        "rejected 2025-08-14 [bought '2' is not true, false, 1 or 0, rank 0 is no position from 1 on]",
                        "rejected 2025-08-14 [customer_id is null]",
                        "rejected 2025-08-14 [rank is null]",
                        "rejected 2025-08-14 [sku 0 is not positive]");
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV", "JDBC"})
    void withoutPositionsItemsStandByTheirIds(Format format) throws IOException {
        Map<String, String> mapping = Map.of("ranking_id", "session", "item_id", "sku", "is_order", "bought");
        List<String> rows = List.of(
                "2025-08-14 | r1 | 1 | 50 | 0 | - | -",
                "2025-08-14 | r1 | 1 | 40 | 1 | - | -",
                "2025-08-14 | r1 | 2 | 60 | 1 | - | -",
                "2025-08-14 | r1 | 1 | 40 | 0 | - | -",
                "2025-08-14 | r1 | 1 | -  | 0 | - | -",
                "2025-08-14 | r1 | 1 | 45 | 0 | 7 | -");
        String where = format == Format.PARQUET ? "where: rank is null" : "where: \"rank is null\"";

        assertThat(Readings.impressions(
                        rows(format, mapping, "layout: rows, " + where, rows.toArray(new String[0])),
                        BERLIN,
                        "2025-08-14"))
                .extracting(line -> line.replaceFirst("] .*", "]"))
                .containsExactly(
                        "2025-08-14 ranking r1 customer 1 pos 0 item 40 label 0",
                        "2025-08-14 ranking r1 customer 1 pos 1 item 40 label 1",
                        "2025-08-14 ranking r1 customer 1 pos 2 item 50 label 0",
                        "2025-08-14 ranking r1 customer 2 pos 0 item 60 label 1",
                        "rejected 2025-08-14 [sku is null]");
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV", "JDBC"})
    void withoutARankingIdCustomerAndTimeAreOne(Format format) throws IOException {
        Source impressions = rows(
                format,
                Map.of("item_id", "sku", "impression_time", "shown_at"),
                "layout: rows, dt: from-time, without: [ranking_id], constants: {is_order: 0}",
                "- | - | 1 | 50 | - | - | 2025-08-14T10:00:00",
                "- | - | 1 | 40 | - | - | 2025-08-14T10:00:00",
                "- | - | 1 | 50 | - | - | 2025-08-14T10:00:00.5",
                "- | - | 2 | 50 | - | - | 2025-08-14T10:00:00",
                "- | - | 2 | 50 | - | - | -");

        assertThat(Readings.impressions(impressions, BERLIN, "2025-08-14"))
                .extracting(line -> line.replaceFirst("] .*", "]"))
                .containsExactly(
                        "2025-08-14 ranking 1@2025-08-14T08:00:00.500Z customer 1 pos 0 item 50 label 0",
                        "2025-08-14 ranking 1@2025-08-14T08:00:00Z customer 1 pos 0 item 40 label 0",
                        "2025-08-14 ranking 1@2025-08-14T08:00:00Z customer 1 pos 1 item 50 label 0",
                        "2025-08-14 ranking 2@2025-08-14T08:00:00Z customer 2 pos 0 item 50 label 0",
                        "rejected null [shown_at is null]");
    }

    @Test
    void aTimeThatOnlyGroupsIsNeededToo() throws IOException {
        Source impressions = rows(
                Format.CSV,
                Map.of("item_id", "sku", "is_order", "bought", "impression_time", "shown_at"),
                "layout: rows, without: [ranking_id]",
                "2025-08-14 | - | 1 | 50 | 1 | - | 2025-08-13T10:00:00Z",
                "2025-08-14 | - | 1 | 40 | 1 | - | soon");

        assertThat(Readings.impressions(impressions, BERLIN, "2025-08-14"))
                .extracting(line -> line.replaceFirst("] .*", "]"))
                .containsExactly(
                        "2025-08-14 ranking 1@2025-08-13T10:00:00Z customer 1 pos 0 item 50 label 1",
                        "rejected 2025-08-14 [shown_at 'soon' is not an ISO-8601 date and time]");
    }

    @ParameterizedTest
    @EnumSource(names = {"JSON", "PARQUET", "ORC"})
    void twoListsSideBySide(Format format) {
        lists(format, "r1", "array(50L, 40L, 0L, null)", "array(false, true, true, false)");
        lists(format, "r2", "array(50L, 40L)", "array(true)");
        lists(format, "r3", "cast(array() as array<bigint>)", "cast(array() as array<boolean>)");
        lists(format, "r4", "cast(null as array<bigint>)", "array(true)");
        lists(format, "r5", "array(7L, 7L)", "cast(null as array<boolean>)");

        assertThat(Readings.impressions(
                        source(format, Map.of("item_id", "products", "is_order", "labels"), "layout: lists"),
                        BERLIN,
                        "2025-08-14"))
                .extracting(line -> line.replaceFirst("] \\{.*", "]"))
                .containsExactly(
                        "2025-08-14 ranking r1 customer 1 pos 0 item 50 label 0",
                        "2025-08-14 ranking r1 customer 1 pos 1 item 40 label 1",
                        "2025-08-14 ranking r5 customer 1 pos 0 item 7 label null",
                        "2025-08-14 ranking r5 customer 1 pos 1 item 7 label null",
                        "rejected 2025-08-14 [products has 2 elements and labels has 1]",
                        "rejected 2025-08-14 [products[2].item_id 0 is not positive]",
                        "rejected 2025-08-14 [products[3].item_id is null]");
    }

    @ParameterizedTest
    @EnumSource(names = {"JSON", "PARQUET", "ORC"})
    void idsWithTheOrderedOnesInAnotherList(Format format) {
        lists(format, "r1", "array(50L, 40L, 50L)", "array('050', null, '99')");
        lists(format, "r2", "array(50L)", "cast(null as array<string>)");
        lists(format, "r3", "array(50L)", "cast(array() as array<string>)");

        assertThat(Readings.impressions(
                        source(format, Map.of("item_id", "products", "ordered", "labels"), "layout: lists"),
                        BERLIN,
                        "2025-08-14"))
                .containsExactly(
                        "2025-08-14 ranking r1 customer 1 pos 0 item 50 label 1",
                        "2025-08-14 ranking r1 customer 1 pos 1 item 40 label 0",
                        "2025-08-14 ranking r1 customer 1 pos 2 item 50 label 1",
                        "2025-08-14 ranking r2 customer 1 pos 0 item 50 label null",
                        "2025-08-14 ranking r3 customer 1 pos 0 item 50 label 0");
    }

    @Test
    void listsAreJsonTextInCsvAndMayBeWithoutLabels() throws IOException {
        Files.createDirectories(dir.resolve("raw"));
        Files.writeString(dir.resolve("raw/a.csv"), """
                dt,ranking_id,customer_id,item_id
                2025-08-14,r1,1,"[50, ""40""]"
                2025-08-14,r2,1,50|40
                2025-08-14,r3,1,
                """);

        assertThat(Readings.impressions(
                        source(Format.CSV, Map.of(), "layout: lists, without: [is_order]"), BERLIN, "2025-08-14"))
                .extracting(line -> line.replaceFirst("] \\{.*", "]"))
                .containsExactly(
                        "2025-08-14 ranking r1 customer 1 pos 0 item 50 label null",
                        "2025-08-14 ranking r1 customer 1 pos 1 item 40 label null",
                        "rejected 2025-08-14 [item_id '50|40' is not a JSON array]");
    }

    @Test
    void rowsAndListsAreCountedInItems() throws IOException {
        Source items = rows(
                Format.CSV,
                Map.of("ranking_id", "session", "item_id", "sku", "is_order", "bought"),
                "layout: rows, where: \"bought <> '9'\"",
                "2025-08-14 | r1 | 1 | 50 | 0 | - | -",
                "2025-08-14 | r1 | 1 | -  | 0 | - | -",
                "2025-08-14 | r1 | 1 | 50 | 9 | - | -");

        SourceRows read =
                new SourceReader(SparkForTests.session(), BERLIN).impressions(items, Readings.days("2025-08-14"));
        assertThat(read.recount()).isEqualTo(new SourceRows.Read(2, 1));
        assertThat(read.rows().count()).isEqualTo(2);
    }

    @Test
    void aColumnOfOneIdIsNoList() {
        SparkForTests.session()
                .sql("select '2025-08-14' as dt, 'r' as ranking_id, 1L as customer_id, 5L as item_id, true as is_order")
                .write()
                .parquet(dir.resolve("raw").toString());

        assertThat(SourceErrorsTest.messageOf(() -> Readings.impressions(
                                source(Format.PARQUET, Map.of(), "layout: lists"), BERLIN, "2025-08-14"))
                        .replaceFirst("in \\S+/raw/\\S+,", "in FILE,"))
                .isEqualTo("Cannot read source impressions because its column 'item_id' (item_id) is of type bigint in"
                        + " FILE, where an array of texts, numbers or booleans, or its JSON text is needed; map another"
                        + " column in sources.impressions.columns.item_id, or convert it");
    }

    private void lists(Format format, String ranking, String items, String labels) {
        SparkForTests.session()
                .sql("select '2025-08-14' as dt, '" + ranking + "' as ranking_id, 1L as customer_id, " + items
                        + " as products, " + labels + " as labels")
                .write()
                .mode("append")
                .format(format.name().toLowerCase(Locale.ROOT))
                .save(dir.resolve("raw").toString());
    }

    private Source rows(Format format, Map<String, String> mapping, String keys, String... rows) throws IOException {
        Source written = RawTable.of(ITEMS, rows)
                .write(SparkForTests.session(), format, dir.resolve("raw"), new HashMap<>(mapping));
        return Keyed.source("impressions", written, keys);
    }

    private Source source(Format format, Map<String, String> mapping, String keys) {
        return Keyed.files("impressions", format, dir.resolve("raw"), mapping, keys);
    }
}
