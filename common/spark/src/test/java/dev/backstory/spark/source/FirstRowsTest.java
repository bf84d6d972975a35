package dev.backstory.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.config.input.Format;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.contract.ActionType;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In every format the first rows are those that all rows begin with, kept or rejected as they would be. */
class FirstRowsTest {
    private static final RawTable CLICKS = RawTable.of(
            "dt string, customer_id bigint, item_id string, click_time timestamp",
            "2025-08-14 | 7 | 50 | 2025-08-14T10:00:00",
            "2025-08-15 | 8 | x  | 2025-08-15T10:00:00.123",
            "-          | 9 | 70 | 1583-03-01T00:00:00",
            "2025-08-16 | 9 | 80 | 2025-08-16T10:00:00");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(
            value = Format.class,
            names = {"PARQUET", "ORC", "JSON", "CSV", "JDBC"})
    void theFirstThree(Format format) throws IOException {
        Source source = CLICKS.write(
                SparkForTests.session(), format, folder.resolve("clicks"), RawTable.mapping(ActionType.CLICK));
        SourceReader reader = new SourceReader(SparkForTests.session(), ZoneId.of("Europe/Berlin"));

        FirstRows first = reader.first("clicks", source, 3);

        List<String> rows = first.rows().rows().collectAsList().stream()
                .map(FirstRowsTest::text)
                .toList();
        assertThat(first.count()).isEqualTo(3);
        assertThat(rows)
                .containsExactly(
                        "2025-08-14 7 50 1755158400000000 []",
                        "2025-08-15 8 null 1755244800123000 [item_id 'x' is not a 64-bit integer]",
                        "null 9 70 -12207459208000000 [dt is null]");
        assertThat(reader.first("clicks", source, 10).count()).isEqualTo(4);
        assertThat(reader.firstTexts(source, 2))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row).contains("\"item_id\":", "\"click_time\":\"2025-08-1"));
    }

    private static String text(Row row) {
        return row.get(0) + " " + row.get(1) + " " + row.get(2) + " " + row.get(3) + " "
                + row.getList(row.fieldIndex("reasons"));
    }
}
