package dev.backstory.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.config.input.Format;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.contract.ActionType;
import dev.backstory.lake.table.RejectedRow;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every format writes of a row it rejects, read back. */
class RejectedRowTest {
    private static final Map<String, String> MAPPING =
            Map.of("dt", "dt", "customer_id", "buyer", "item_id", "article", "action_time", "at");

    @TempDir
    private Path dir;

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV", "JDBC"})
    void aRejectedRowsCustomerIsFoundInEveryFormat(Format format) throws IOException {
        Source clicks = RawTable.of(
                        "dt string, buyer bigint, article bigint, at timestamp",
                        "2025-08-14 | 42 | 0 | 2025-08-14T10:00:00",
                        "2025-08-14 | 421 | - | 2025-08-14T10:00:00",
                        "2025-08-14 | - | 5 | 2025-08-14T10:00:00")
                .write(SparkForTests.session(), format, dir.resolve("raw"), MAPPING);

        List<Row> rejected = new SourceReader(SparkForTests.session(), ZoneId.of("UTC"))
                .actions(ActionType.CLICK, clicks, Readings.days("2025-08-14"))
                .rows()
                .collectAsList();

        assertThat(rejected).hasSize(3);
        assertThat(rejected)
                .filteredOn(
                        row -> RejectedRow.isNobodys(row.getAs("raw"), row.getList(row.fieldIndex("reasons")), clicks))
                .hasSize(1);
        List<RejectedRow> of42 = rejected.stream()
                .map(row -> RejectedRow.of(row.getAs("raw"), clicks))
                .filter(row -> row.isOf(42))
                .toList();
        assertThat(of42).hasSize(1);
        assertThat(of42.get(0).value("item_id")).contains("0");
        assertThat(of42.get(0).value("action_time")).get().asString().startsWith("2025-08-14");
    }

    @Test
    void namesAreTakenWithoutCaseAndNumbersAsTheyAreMeant() {
        Source source = Source.files(Format.CSV, "raw", MAPPING);

        assertThat(RejectedRow.of("{\"Buyer\":\"+042\"}", source).isOf(42)).isTrue();
        assertThat(RejectedRow.of("{\"buyer\":42.0}", source).isOf(42)).isTrue();
        assertThat(RejectedRow.of("{\"BUYER\":7,\"buyer\":42}", source).isOf(42))
                .isTrue();
        assertThat(RejectedRow.of("{\"x\":1,\"x\":2,\"buyer\":42}", source).isOf(42))
                .isTrue();
        assertThat(RejectedRow.of("{\"buyer\":null}", source).isOf(0)).isFalse();
        assertThat(RejectedRow.of("{\"buyer\":\"" + "9".repeat(50) + "\"}", source)
                        .isOf(42))
                .isFalse();
        assertThat(RejectedRow.of("{\"buyer\":\"x\"}", source).isOf(42)).isFalse();
        assertThat(RejectedRow.of("\"{broken\"", source).value("customer_id")).isEqualTo(Optional.empty());
        assertThat(RejectedRow.isNobodys("\"{broken\"", List.of("the line is not a JSON object"), source))
                .isTrue();
        assertThat(RejectedRow.isNobodys("{\"buyer\":\"x\"}", List.of("buyer 'x' is not a 64-bit integer"), source))
                .isTrue();
        assertThat(RejectedRow.isNobodys(" {\"buyer\":1}", List.of("article is null"), source))
                .isFalse();
    }

    @Test
    void aColumnMayBeAPathOrAConstant() {
        Source source = Keyed.of(
                "clicks",
                "{format: json, path: raw, columns: {customer_id: payload.user.id}, constants: {item_id: 7}}");

        assertThat(RejectedRow.of("{\"payload\":{\"User\":{\"id\":42}}}", source)
                        .isOf(42))
                .isTrue();
        assertThat(RejectedRow.of("{\"payload.user.id\":42,\"payload\":{\"user\":{\"id\":7}}}", source)
                        .isOf(42))
                .isTrue();
        assertThat(RejectedRow.of("{\"payload\":{\"user\":7}}", source).value("customer_id"))
                .isEmpty();
        assertThat(RejectedRow.of("{\"payload\":null}", source).value("item_id"))
                .contains("7");
    }
}
