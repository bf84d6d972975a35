package dev.backstory.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.config.input.Format;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.contract.ActionType;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hive partition folders, and what else lies under a source's path. */
class FoldersTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final String COLUMNS = "customer_id bigint, item_id bigint, click_time timestamp";

    @TempDir
    private Path dir;

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV"})
    void onlyFoldersOfRequestedDaysAndOfNoDayAreRead(Format format) throws IOException {
        write(format, "dt=2025-08-13", "1 | 5 | 2025-08-13T10:00:00");
        write(format, "country=de/dt=2025-08-14/hour=03", "1 | 6 | 2025-08-14T10:00:00");
        write(format, "dt=foo", "1 | 7 | 2025-08-13T10:00:00");
        write(format, "dt=__HIVE_DEFAULT_PARTITION__", "1 | 8 | 2025-08-13T10:00:00");
        // Nobody could read these: they prove that they are not opened.
        for (String ignored : List.of("dt=2025-08-15/part", "dt=2025-08-13/_SUCCESS", "dt=2025-08-14/.part.crc")) {
            Files.createDirectories(dir.resolve("raw").resolve(ignored).getParent());
            Files.writeString(dir.resolve("raw").resolve(ignored), "\"garbage");
        }

        assertThat(Readings.actions(ActionType.CLICK, source(format), UTC, "2025-08-13", "2025-08-14"))
                .extracting(line -> line.replaceFirst("].*", "]"))
                .containsExactly(
                        "2025-08-13 customer 1 item 5 at 2025-08-13T10:00:00Z type 1",
                        "2025-08-14 customer 1 item 6 at 2025-08-14T10:00:00Z type 1",
                        "rejected null [dt 'foo' is not a day (yyyy-mm-dd)]",
                        "rejected null [dt is null]");
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV"})
    void aFolderOfADayMayBeWrittenWithEscapesOrItsOwnNameAgain(Format format) throws IOException {
        write(format, "dt=2025-08-13", "1 | 5 | 2025-08-13T10:00:00");
        write(format, "dt=dt%3D2025-08-14", "1 | 6 | 2025-08-14T10:00:00");
        write(format, "dt=2025%2D08%2D15", "1 | 7 | 2025-08-15T10:00:00");

        assertThat(Readings.actions(ActionType.CLICK, source(format), UTC, "2025-08-13", "2025-08-14", "2025-08-15"))
                .containsExactly(
                        "2025-08-13 customer 1 item 5 at 2025-08-13T10:00:00Z type 1",
                        "2025-08-14 customer 1 item 6 at 2025-08-14T10:00:00Z type 1",
                        "2025-08-15 customer 1 item 7 at 2025-08-15T10:00:00Z type 1");
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV"})
    void daysThatAreNotThereGiveNoRows(Format format) throws IOException {
        write(format, "dt=2025-08-13", "1 | 5 | 2025-08-13T10:00:00");

        assertThat(Readings.actions(ActionType.CLICK, source(format), UTC, "2025-08-14"))
                .isEmpty();
    }

    @Test
    void aFolderOutranksAColumnOfItsName() throws IOException {
        Path folder = dir.resolve("raw/dt=2025-08-14");
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("a.csv"), "dt,customer_id,item_id,click_time\n2020-01-01,1,5,2025-08-14T10:00:00\n");

        assertThat(Readings.actions(ActionType.CLICK, source(Format.CSV), UTC, "2025-08-14"))
                .containsExactly("2025-08-14 customer 1 item 5 at 2025-08-14T10:00:00Z type 1");
    }

    @Test
    void aPathMayHoldBracketsAndSpaces() throws IOException {
        dir = Files.createDirectory(dir.resolve("raw [1] {a} 100%"));
        write(Format.PARQUET, "dt=2025-08-13", "1 | 5 | 2025-08-13T10:00:00");

        assertThat(Readings.actions(ActionType.CLICK, source(Format.PARQUET), UTC, "2025-08-13"))
                .containsExactly("2025-08-13 customer 1 item 5 at 2025-08-13T10:00:00Z type 1");
    }

    private void write(Format format, String folder, String row) throws IOException {
        var unused = RawTable.of(COLUMNS, row)
                .write(SparkForTests.session(), format, dir.resolve("raw").resolve(folder), java.util.Map.of());
    }

    private Source source(Format format) {
        return Source.files(format, dir.resolve("raw").toString(), RawTable.mapping(ActionType.CLICK));
    }
}
