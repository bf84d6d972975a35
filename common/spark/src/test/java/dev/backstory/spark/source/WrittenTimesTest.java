package dev.backstory.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.config.input.Format;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.contract.ActionType;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Times and days as shops write them: numbers, patterns, and a day that is only in the time. */
class WrittenTimesTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Map<String, String> MAPPING = RawTable.mapping(ActionType.CLICK);
    private static final Map<String, String> NO_DAY =
            Map.of("customer_id", "customer_id", "item_id", "item_id", "action_time", "click_time");

    @TempDir
    private Path dir;

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV", "JDBC"})
    void wholeNumbersCountFrom1970(Format format) throws IOException {
        Source clicks = clicks(
                format,
                "time-format: epoch-millis",
                "dt string, customer_id bigint, item_id bigint, click_time bigint",
                "2025-08-14 | 1 | 1 | 1755165600123",
                "2025-08-14 | 1 | 2 | -1",
                "2025-08-14 | 1 | 3 | -",
                "2025-08-14 | 1 | 4 | 9223372036854776");

        assertThat(Readings.counted("clicks", clicks, BERLIN, "2025-08-14"))
                .extracting(line -> line.replaceFirst("] .*", "]"))
                .containsExactly(
                        "2025-08-14 customer 1 item 1 at 2025-08-14T10:00:00.123Z type 1",
                        "2025-08-14 customer 1 item 2 at 1969-12-31T23:59:59.999Z type 1",
                        "rejected 2025-08-14 [click_time '9223372036854776' is too far from 1970 to be counted in"
                                + " microseconds]",
                        "rejected 2025-08-14 [click_time is null]",
                        "rows 4, filtered 0");
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV", "JDBC"})
    void textsOfAPatternAreInThePipelinesZone(Format format) throws IOException {
        Source clicks = clicks(
                format,
                "time-format: dd.MM.yyyy HH:mm, day-format: yyyyMMdd",
                "dt string, customer_id bigint, item_id bigint, click_time string",
                "20261101 | 1 | 1 | 01.11.2026 10:00",
                "20261101 | 1 | 2 | 29.03.2026 02:30",
                "20261101 | 1 | 3 | 25.10.2026 02:30",
                "20261101 | 1 | 4 | 2026-11-01 10:00",
                "2026-11-01 | 1 | 5 | 01.11.2026 10:00");

        assertThat(Readings.counted("clicks", clicks, BERLIN, "2026-11-01"))
                .extracting(line -> line.replaceFirst("] .*", "]"))
                .containsExactly(
                        "2026-11-01 customer 1 item 1 at 2026-11-01T09:00:00Z type 1",
                        "2026-11-01 customer 1 item 2 at 2026-03-29T01:30:00Z type 1",
                        "2026-11-01 customer 1 item 3 at 2026-10-25T00:30:00Z type 1",
                        "rejected 2026-11-01 [click_time '2026-11-01 10:00' is not of the pattern dd.MM.yyyy HH:mm]",
                        "rejected null [dt '2026-11-01' is not of the pattern yyyyMMdd]",
                        "rows 5, filtered 0");
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV", "JDBC"})
    void aDayMayBeANumberAndATimeMayNameItsZone(Format format) throws IOException {
        Source clicks = clicks(
                format,
                "time-format: yyyy-MM-dd HH:mm:ss VV, day-format: yyyyMMdd",
                "dt int, customer_id bigint, item_id bigint, click_time string",
                "20191001 | 1 | 1 | 2019-10-01 00:00:00 UTC",
                "20191001 | 1 | 2 | 2019-10-01 00:00:00 Europe/Berlin",
                "20191002 | 1 | 3 | 2019-10-02 00:00:00 UTC");

        assertThat(Readings.counted("clicks", clicks, BERLIN, "2019-10-01"))
                .containsExactly(
                        "2019-10-01 customer 1 item 1 at 2019-10-01T00:00:00Z type 1",
                        "2019-10-01 customer 1 item 2 at 2019-09-30T22:00:00Z type 1",
                        "rows 2, filtered 0");
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV"})
    void foldersOfDaysMayBeOfAPattern(Format format) throws IOException {
        for (String day : List.of("20250813", "20250814", "20250815")) {
            var unused = RawTable.of(
                            "customer_id bigint, item_id bigint, click_time timestamp",
                            "1 | " + day.substring(7) + " | 2025-08-13T10:00:00")
                    .write(SparkForTests.session(), format, dir.resolve("raw/dt=" + day), Map.of());
        }
        // Nobody could read this: it proves that it is not opened.
        java.nio.file.Files.writeString(dir.resolve("raw/dt=20250815/garbage"), "\"garbage");

        assertThat(Readings.counted(
                        "clicks",
                        Keyed.files("clicks", format, dir.resolve("raw"), MAPPING, "day-format: yyyyMMdd"),
                        ZoneId.of("UTC"),
                        "2025-08-13",
                        "2025-08-14"))
                .containsExactly(
                        "2025-08-13 customer 1 item 3 at 2025-08-13T10:00:00Z type 1",
                        "2025-08-14 customer 1 item 4 at 2025-08-13T10:00:00Z type 1",
                        "rows 2, filtered 0");
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV", "JDBC"})
    void theDayOfTheTimeIsThatInTheZoneAndNoRowIsLostOrDoubled(Format format) throws IOException {
        Source clicks = clicks(
                format,
                NO_DAY,
                "dt: from-time",
                "customer_id bigint, item_id bigint, click_time timestamp",
                "1 | 1 | 2025-08-13T23:59:59.999999",
                "1 | 2 | 2025-08-14T00:00:00",
                "1 | 3 | 2025-08-14T23:59:59.999999",
                "1 | 4 | 2025-08-15T00:00:00",
                "1 | 5 | -",
                "1 | 6 | 1969-12-31T23:30:00");

        List<String> byDay = new ArrayList<>();
        for (String day : List.of("1969-12-31", "2025-08-13", "2025-08-14", "2025-08-15")) {
            byDay.addAll(Readings.actions(ActionType.CLICK, clicks, BERLIN, day));
        }
        assertThat(byDay)
                .filteredOn(line -> !line.startsWith("rejected"))
                .containsExactly(
                        "1969-12-31 customer 1 item 6 at 1969-12-31T22:30:00Z type 1",
                        "2025-08-13 customer 1 item 1 at 2025-08-13T21:59:59.999999Z type 1",
                        "2025-08-14 customer 1 item 2 at 2025-08-13T22:00:00Z type 1",
                        "2025-08-14 customer 1 item 3 at 2025-08-14T21:59:59.999999Z type 1",
                        "2025-08-15 customer 1 item 4 at 2025-08-14T22:00:00Z type 1");
        assertThat(byDay)
                .filteredOn(line -> line.startsWith("rejected"))
                .hasSize(4)
                .allSatisfy(line -> assertThat(line).startsWith("rejected null [click_time is null]"));
    }

    @Test
    void ordersWithoutATimeAreOnNoDayThen() throws IOException {
        Source written = RawTable.of(
                        "customer_id bigint, config_id bigint, occurred_at string",
                        "1 | 1 | 1755165600",
                        "1 | 2 | -",
                        "1 | 3 | 1e13")
                .write(SparkForTests.session(), Format.CSV, dir.resolve("raw"), Map.of("customer_id", "customer_id"));

        assertThat(Readings.counted(
                        "orders",
                        Keyed.source("orders", written, "dt: from-time, time-format: epoch-seconds"),
                        BERLIN,
                        "2025-08-14"))
                .extracting(line -> line.replaceFirst("] .*", "]"))
                .containsExactly(
                        "2025-08-14 customer 1 item 1 at 2025-08-14T10:00:00Z type 3",
                        "rejected null [occurred_at '1e13' is too far from 1970 to be counted in microseconds]",
                        "rejected null [occurred_at is null]",
                        "rows 3, filtered 0");
    }

    @Test
    void aTimeOnNoDayOfTheCalendarIsRejected() throws IOException {
        Source clicks = clicks(
                Format.CSV,
                NO_DAY,
                "dt: from-time, time-format: epoch-seconds",
                "customer_id bigint, item_id bigint, click_time string",
                "1 | 1 | 253402300800");

        assertThat(Readings.actions(ActionType.CLICK, clicks, ZoneId.of("UTC"), "2025-08-14"))
                .extracting(line -> line.replaceFirst("] .*", "]"))
                .containsExactly("rejected null [click_time is on no day from 0000-01-01 to 9999-12-31]");
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV", "JDBC"})
    void aColumnOfTimesMayBeTheDayAndTheTime(Format format) throws IOException {
        Source clicks = clicks(
                format,
                Map.of("dt", "at", "customer_id", "customer_id", "item_id", "item_id", "action_time", "at"),
                "",
                "customer_id bigint, item_id bigint, at timestamp",
                "1 | 1 | 2025-08-13T23:59:59",
                "1 | 2 | 2025-08-14T00:00:00",
                "1 | 3 | 2025-08-14T23:59:59");

        assertThat(Readings.counted("clicks", clicks, BERLIN, "2025-08-14"))
                .containsExactly(
                        "2025-08-14 customer 1 item 2 at 2025-08-13T22:00:00Z type 1",
                        "2025-08-14 customer 1 item 3 at 2025-08-14T21:59:59Z type 1",
                        "rows 2, filtered 0");
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC"})
    void numbersWithoutAFormatAreNoTimes(Format format) throws IOException {
        Source clicks = clicks(
                format,
                "",
                "dt string, customer_id bigint, item_id bigint, click_time bigint",
                "2025-08-14 | 1 | 1 | 1755165600123");

        assertThatThrownBy(() -> Readings.actions(ActionType.CLICK, clicks, BERLIN, "2025-08-14"))
                .satisfies(failure -> assertThat(SourceErrorsTest.messageOf(() -> {
                                    throw failure;
                                })
                                .replaceFirst("in \\S+/raw/\\S+,", "in FILE,"))
                        .isEqualTo("Cannot read source clicks because its column 'click_time' (action_time) is of type"
                                + " bigint in FILE, where a timestamp, or text in ISO-8601 is needed; say what it counts"
                                + " in sources.clicks.time-format (epoch-millis, or another), map another column in"
                                + " sources.clicks.columns.action_time, or convert it"));
    }

    private Source clicks(Format format, String keys, String columns, String... rows) throws IOException {
        return clicks(format, MAPPING, keys, columns, rows);
    }

    private Source clicks(Format format, Map<String, String> mapping, String keys, String columns, String... rows)
            throws IOException {
        Source written = RawTable.of(columns, rows).write(SparkForTests.session(), format, dir.resolve("raw"), mapping);
        return Keyed.source("clicks", written, keys);
    }
}
