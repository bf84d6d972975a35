package dev.backstory.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.config.input.Format;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.contract.ActionType;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same rows in every format are the same actions. */
class ActionSourcesTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final String CLICKS =
            "dt string, customer_id bigint, item_id int, click_time timestamp, page string";

    @TempDir
    private Path dir;

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV", "JDBC"})
    void rowsOfTheRequestedDaysBecomeActions(Format format) throws IOException {
        Source clicks = write(
                format,
                ActionType.CLICK,
                CLICKS,
                "2025-08-13 | 1 | 5 | 2025-08-13T10:00:00          | home",
                "dt=2025-08-14 | 9223372036854775807 | 2147483647 | 2025-08-14T23:59:59.123456 | -",
                "2025-08-14 | -1 | 6 | 2025-08-12T00:00:00 | -",
                "2025-08-15 | 1 | 7 | 2025-08-14T10:00:00          | home");

        assertThat(Readings.actions(ActionType.CLICK, clicks, UTC, "2025-08-13", "2025-08-14"))
                .containsExactly(
                        "2025-08-13 customer 1 item 5 at 2025-08-13T10:00:00Z type 1",
                        "2025-08-14 customer -1 item 6 at 2025-08-12T00:00:00Z type 1",
                        "2025-08-14 customer 9223372036854775807 item 2147483647 at 2025-08-14T23:59:59.123456Z type 1");
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV", "JDBC"})
    void unusableRowsAreRejectedWithAllTheirReasons(Format format) throws IOException {
        Source clicks = write(
                format,
                ActionType.CLICK,
                CLICKS,
                "2025-08-14 | - | 5 | 2025-08-14T10:00:00 | -",
                "2025-08-14 | 1 | - | 2025-08-14T10:00:00 | -",
                "2025-08-14 | 1 | 0 | 2025-08-14T10:00:00 | -",
                "2025-08-14 | 1 | -7 | - | -",
                "-          | 1 | 5 | 2025-08-14T10:00:00 | -",
                "14.08.2025 | - | 5 | 2025-08-14T10:00:00 | -");

        assertThat(Readings.actions(ActionType.CLICK, clicks, UTC, "2025-08-14"))
                .extracting(line -> line.substring(0, line.indexOf(']') + 1))
                .containsExactly(
                        "rejected 2025-08-14 [customer_id is null]",
                        "rejected 2025-08-14 [item_id -7 is not positive, click_time is null]",
                        "rejected 2025-08-14 [item_id 0 is not positive]",
                        "rejected 2025-08-14 [item_id is null]",
                        "rejected null [dt '14.08.2025' is not a day (yyyy-mm-dd), customer_id is null]",
                        "rejected null [dt is null]");
    }

    private Source write(Format format, ActionType type, String columns, String... rows) throws IOException {
        return RawTable.of(columns, rows)
                .write(SparkForTests.session(), format, dir.resolve("raw"), RawTable.mapping(type));
    }
}
