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
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The configured zone decides about times without one; those of the JVM, the session and the database do not. */
class ZonesTest {
    private static final String CLICKS = "dt string, customer_id bigint, item_id bigint, click_time timestamp";

    @TempDir
    private Path dir;

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV", "JDBC"})
    void clockChangesResolveAsInJavaTime(Format format) throws IOException {
        Source clicks = clicks(
                format,
                // Skipped in Berlin: an hour later there. Said twice in Berlin: the first time.
                "2025-08-14 | 1 | 1 | 2025-03-30T02:30:00",
                "2025-08-14 | 1 | 2 | 2025-10-26T02:30:00",
                "2025-08-14 | 1 | 3 | 1969-12-31T23:59:58.999999",
                "2025-08-14 | 1 | 4 | 1883-01-01T00:00:00");

        assertThat(Readings.actions(ActionType.CLICK, clicks, ZoneId.of("Europe/Berlin"), "2025-08-14"))
                .containsExactly(
                        "2025-08-14 customer 1 item 1 at 2025-03-30T01:30:00Z type 1",
                        "2025-08-14 customer 1 item 2 at 2025-10-26T00:30:00Z type 1",
                        "2025-08-14 customer 1 item 3 at 1969-12-31T22:59:58.999999Z type 1",
                        "2025-08-14 customer 1 item 4 at 1882-12-31T23:06:32Z type 1");
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV", "JDBC"})
    void aGapInTheZoneOfTheJvmIsNoGap(Format format) throws IOException {
        // The tests run in America/Bahia_Banderas, where this hour was skipped.
        assertThat(ZoneId.systemDefault()).isEqualTo(ZoneId.of("America/Bahia_Banderas"));
        Source clicks = clicks(format, "2025-08-14 | 1 | 1 | 2022-04-03T02:30:00");

        assertThat(Readings.actions(ActionType.CLICK, clicks, ZoneId.of("UTC"), "2025-08-14"))
                .containsExactly("2025-08-14 customer 1 item 1 at 2022-04-03T02:30:00Z type 1");
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV", "JDBC"})
    void theZoneOfTheSessionChangesNothing(Format format) throws IOException {
        Source clicks = clicks(format, "2025-08-14 | 1 | 1 | 2025-08-14T00:00:00");

        for (String zone : List.of("UTC", "Asia/Tokyo", "America/Los_Angeles")) {
            SparkSession session = SparkForTests.session().newSession();
            session.conf().set("spark.sql.session.timeZone", zone);
            assertThat(Readings.actions(session, ActionType.CLICK, clicks, ZoneId.of("Europe/Berlin"), "2025-08-14"))
                    .containsExactly("2025-08-14 customer 1 item 1 at 2025-08-13T22:00:00Z type 1");
        }
    }

    @Test
    void everyTimestampOfParquetIsReadForWhatItIs() {
        SparkSession spark = SparkForTests.session().newSession();
        spark.conf().set("spark.sql.session.timeZone", "UTC");
        parquet(spark, 1, "timestamp '2025-08-14 10:00:00.123456'", "TIMESTAMP_MICROS");
        parquet(spark, 2, "timestamp '2025-08-14 10:00:00.123456'", "TIMESTAMP_MILLIS");
        parquet(spark, 3, "timestamp '2025-08-14 10:00:00.123456'", "INT96");
        parquet(spark, 4, "timestamp_ntz '2025-08-14 10:00:00.123456'", "TIMESTAMP_MICROS");
        Source clicks = source(Format.PARQUET);

        assertThat(Readings.actions(ActionType.CLICK, clicks, ZoneId.of("Europe/Berlin"), "2025-08-14"))
                .containsExactly(
                        "2025-08-14 customer 1 item 1 at 2025-08-14T10:00:00.123456Z type 1",
                        "2025-08-14 customer 1 item 2 at 2025-08-14T10:00:00.123Z type 1",
                        "2025-08-14 customer 1 item 3 at 2025-08-14T10:00:00.123456Z type 1",
                        "2025-08-14 customer 1 item 4 at 2025-08-14T08:00:00.123456Z type 1");
    }

    @Test
    void parquetNanosecondsAreCutToMicroseconds() throws IOException {
        NanosFile.write(dir.resolve("raw/utc.parquet"), 1, true, -1);
        NanosFile.write(dir.resolve("raw/wall.parquet"), 2, false, 1_755_165_600_123_456_789L);

        assertThat(Readings.actions(ActionType.CLICK, source(Format.PARQUET), ZoneId.of("Europe/Berlin"), "2025-08-14"))
                .containsExactly(
                        "2025-08-14 customer 1 item 1 at 1969-12-31T23:59:59.999999Z type 1",
                        "2025-08-14 customer 1 item 2 at 2025-08-14T08:00:00.123456Z type 1");
    }

    private void parquet(SparkSession spark, int item, String time, String type) {
        spark.conf().set("spark.sql.parquet.outputTimestampType", type);
        spark.sql("select '2025-08-14' as dt, 1L as customer_id, " + item + " as item_id, " + time + " as click_time")
                .write()
                .mode("append")
                .parquet(dir.resolve("raw").toString());
    }

    private Source clicks(Format format, String... rows) throws IOException {
        return RawTable.of(CLICKS, rows)
                .write(SparkForTests.session(), format, dir.resolve("raw"), RawTable.mapping(ActionType.CLICK));
    }

    private Source source(Format format) {
        return Source.files(format, dir.resolve("raw").toString(), RawTable.mapping(ActionType.CLICK));
    }
}
