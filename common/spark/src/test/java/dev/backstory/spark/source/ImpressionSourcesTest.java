package dev.backstory.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.config.input.Format;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.config.key.Secret;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same impressions in every format give the same items. Rows are dt, ranking, customer, array. */
class ImpressionSourcesTest {
    private static final Map<String, String> MAPPING = Map.of(
            "dt", "dt",
            "ranking_id", "ranking_id",
            "customer_id", "customer_id",
            "impressions", "impressions",
            "item_id", "item_id",
            "is_order", "is_order");

    @TempDir
    private Path dir;

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV", "JDBC"})
    void everyItemIsARow(Format format) throws IOException {
        Source source = write(
                format,
                "boolean",
                List.of(
                        "2025-08-14",
                        "r1",
                        "1",
                        "[{\"item_id\":5,\"is_order\":false},{\"item_id\":5,\"is_order\":true}]"),
                List.of("dt=2025-08-14", "-", "2", "[{\"item_id\":6,\"is_order\":null}]"),
                List.of("2025-08-14", "r3", "3", "[]"),
                List.of("2025-08-14", "r4", "4", "-"),
                List.of("2025-08-15", "r5", "5", "[{\"item_id\":6,\"is_order\":true}]"));

        assertThat(Readings.impressions(source, "2025-08-14"))
                .containsExactly(
                        "2025-08-14 ranking null customer 2 pos 0 item 6 label null",
                        "2025-08-14 ranking r1 customer 1 pos 0 item 5 label 0",
                        "2025-08-14 ranking r1 customer 1 pos 1 item 5 label 1");
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV", "JDBC"})
    void aRejectedItemLeavesTheOthersTheirPositions(Format format) throws IOException {
        Source source = write(
                format,
                "int",
                List.of(
                        "2025-08-14",
                        "r1",
                        "1",
                        "[{\"item_id\":0,\"is_order\":0},{\"item_id\":null,\"is_order\":2},null,"
                                + "{\"item_id\":7,\"is_order\":1}]"),
                List.of("2025-08-14", "r2", "-", "[{\"item_id\":5,\"is_order\":0},{\"item_id\":6,\"is_order\":0}]"),
                List.of("-", "r3", "-", "[]"));

        assertThat(Readings.impressions(source, "2025-08-14"))
                .extracting(line -> line.replaceFirst("] \\{.*", "]"))
                .containsExactly(
                        "2025-08-14 ranking r1 customer 1 pos 3 item 7 label 1",
                        "rejected 2025-08-14 [customer_id is null]",
                        "rejected 2025-08-14 [impressions[0].item_id 0 is not positive]",
                        "rejected 2025-08-14 [impressions[1].item_id is null, impressions[1].is_order '2' is not true,"
                                + " false, 1 or 0]",
                        "rejected 2025-08-14 [impressions[2] is not an item]",
                        "rejected null [dt is null, customer_id is null]");
    }

    @Test
    void whatWasReadIsCountedInItemsAndAnImpressionWithoutItemsIsCountedToo() throws IOException {
        Source source = write(
                Format.JSON,
                "boolean",
                List.of(
                        "2025-08-14",
                        "r1",
                        "1",
                        "[{\"item_id\":5,\"is_order\":false},{\"item_id\":0,\"is_order\":true}]"),
                List.of(
                        "2025-08-14",
                        "r2",
                        "-",
                        "[{\"item_id\":5,\"is_order\":false},{\"item_id\":6,\"is_order\":true}]"),
                List.of("2025-08-14", "r3", "3", "[]"));

        SourceRows rows = new SourceReader(SparkForTests.session(), java.time.ZoneId.of("UTC"))
                .impressions(source, Readings.days("2025-08-14"));

        assertThat(rows.recount()).isEqualTo(new SourceRows.Read(4, 0));
        assertThat(rows.rows().where("impression_pos is null").count()).isEqualTo(1);
        assertThat(rows.rows().where("impression_pos is not null").count()).isEqualTo(3);
    }

    @Test
    void valuesOfJsonTextThatCannotBeReadAreRejected() throws IOException {
        Files.writeString(dir.resolve("a.json"), """
                {"dt":"2025-08-14","ranking_id":17,"customer_id":1,"impressions":[{"item_id":"x","is_order":"yes"},5]}
                {"dt":"2025-08-14","ranking_id":1.50,"customer_id":1,"impressions":"[{\\"ITEM_ID\\":\\"8\\",\\"is_order\\":\\"true\\"}]"}
                {"dt":"2025-08-14","ranking_id":null,"customer_id":"c","impressions":{"item_id":5}}
                """);

        assertThat(Readings.impressions(source(Format.JSON, dir), "2025-08-14"))
                .extracting(line -> line.replaceFirst("] \\{.*", "]"))
                .containsExactly(
                        "2025-08-14 ranking 1.50 customer 1 pos 0 item 8 label 1",
                        "rejected 2025-08-14 [customer_id 'c' is not a 64-bit integer, impressions is not a JSON"
                                + " array]",
                        "rejected 2025-08-14 [impressions[0].item_id 'x' is not a 64-bit integer,"
                                + " impressions[0].is_order 'yes' is not true, false, 1 or 0]",
                        "rejected 2025-08-14 [impressions[1] is not an item]");
    }

    @SafeVarargs
    private Source write(Format format, String flagType, List<String>... rows) throws IOException {
        Path raw = dir.resolve("raw");
        switch (format) {
            case PARQUET, ORC -> {
                String query = List.of(rows).stream()
                        .map(row -> "select " + sql(row.get(0)) + " as dt, " + sql(row.get(1)) + " as ranking_id, cast("
                                + sql(row.get(2)) + " as bigint) as customer_id, from_json(" + sql(row.get(3))
                                + ", 'array<struct<item_id:int,is_order:" + flagType + ">>') as impressions")
                        .collect(Collectors.joining(" union all "));
                var writer = SparkForTests.session().sql(query).coalesce(1).write();
                if (format == Format.PARQUET) {
                    writer.parquet(raw.toString());
                } else {
                    writer.orc(raw.toString());
                }
            }
            case JDBC -> {
                Postgres.execute(
                        "drop table if exists impressions",
                        "create table impressions (dt text, ranking_id text, customer_id bigint, impressions jsonb)");
                for (List<String> row : rows) {
                    Postgres.execute("insert into impressions values ("
                            + row.stream().map(ImpressionSourcesTest::sql).collect(Collectors.joining(",")) + ")");
                }
                return Source.jdbc(Secret.of(Postgres.url()), "impressions", MAPPING);
            }
            default -> {
                var unused = RawTable.of("dt string, ranking_id string, customer_id bigint, impressions string")
                        .withRows(List.of(rows))
                        .write(SparkForTests.session(), format, raw, MAPPING);
            }
        }
        return source(format, raw);
    }

    private static String sql(String cell) {
        return cell.equals("-") ? "null" : "'" + cell + "'";
    }

    private static Source source(Format format, Path path) {
        return Source.files(format, path.toString(), MAPPING);
    }
}
