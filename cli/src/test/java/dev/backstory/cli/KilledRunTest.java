package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.store.Recovery;
import dev.backstory.testsupport.SparkForTests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole run, killed while each of its steps writes or audits; then a run that must put everything right. */
@Tag("process")
@Execution(ExecutionMode.CONCURRENT)
class KilledRunTest {
    private static final DayRange DAYS = new DayRange(LocalDate.parse("2022-08-01"), LocalDate.parse("2022-08-03"));
    private static final long LOOK_EVERY_NANOS = 500_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_staging/actions",
                "actions",
                "_staging/impressions",
                "_staging/training",
                "_staging/histories",
                "training",
                "histories"
            })
    void isPutRightByTheNextRun(String killOnceThereIs) throws Exception {
        Path config = OttoExample.copyWithHistoriesTo(folder);
        Backstory backstory = new Backstory(folder);
        Path sign = OttoExample.lake(folder).resolve(killOnceThereIs);

        Backstory.Running running = backstory.start(arguments(config));
        while (running.process().isAlive() && !hasContent(sign)) {
            // Often enough to meet each step while it writes, and the core is left to the run.
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
        running.process().destroyForcibly().waitFor();
        everyPublishedDayIsWhole();

        RunHere.Result again = RunHere.run(ConfigLoader.load(config), DAYS);
        assertThat(again.exit()).as(again.said()).isZero();
        assertThat(lake().published(Table.TRAINING, DAYS).keySet()).containsExactlyElementsOf(DAYS.days());
        assertThat(lake().published(Table.HISTORIES, DAYS).keySet()).containsExactlyElementsOf(DAYS.days());
        everyPublishedDayIsWhole();
        for (Table table : Table.values()) {
            new Recovery(lake()).recover(table);
            assertThat(leftOver(table))
                    .as("what the next run of anything leaves in %s", table)
                    .isEmpty();
        }
    }

    @Test
    void twoRunsOfTheSameDaysAtOnceNeverMix() {
        Path config = OttoExample.copyWithHistoriesTo(folder);
        Backstory backstory = new Backstory(folder);

        Backstory.Running first = backstory.start(arguments(config));
        Backstory.Running second = backstory.start(arguments(config));
        Backstory.Result firstResult = backstory.finish(first);
        Backstory.Result secondResult = backstory.finish(second);

        assertThat(List.of(firstResult.exit(), secondResult.exit()))
                .as(firstResult.everything() + secondResult.everything())
                .contains(0)
                .isSubsetOf(0, 1);
        assertThat(lake().published(Table.TRAINING, DAYS).keySet()).containsExactlyElementsOf(DAYS.days());
        assertThat(lake().published(Table.HISTORIES, DAYS).keySet()).containsExactlyElementsOf(DAYS.days());
        everyPublishedDayIsWhole();
    }

    private void everyPublishedDayIsWhole() {
        Lake lake = lake();
        for (Table table : Table.values()) {
            SortedMap<LocalDate, PublishRecord> published = lake.published(table, DAYS);
            Map<String, Long> promised = new TreeMap<>();
            List<String> folders = new ArrayList<>();
            published.forEach((day, record) -> {
                List<String> names =
                        record.files().stream().map(file -> file.name()).toList();
                String path = lake.day(table, day).toString();
                assertThat(parquetFiles(Path.of(path))).containsExactlyInAnyOrderElementsOf(names);
                if (record.rows() > 0) {
                    promised.put(day.toString(), record.rows());
                }
                if (!names.isEmpty()) {
                    folders.add(path);
                }
            });
            assertThat(rowsOfDays(lake.table(table).toString(), folders))
                    .as("rows of %s", table)
                    .isEqualTo(promised);
        }
    }

    private static Map<String, Long> rowsOfDays(String table, List<String> folders) {
        Map<String, Long> rows = new TreeMap<>();
        if (!folders.isEmpty()) {
            SparkForTests.session()
                    .read()
                    .option("basePath", table)
                    .parquet(folders.toArray(String[]::new))
                    .groupBy("dt")
                    .count()
                    .collectAsList()
                    .forEach(row -> rows.put(row.getString(0), row.getLong(1)));
        }
        return rows;
    }

    private List<String> leftOver(Table table) {
        return list(Path.of(lake().staging(table).toUri().getPath())).stream()
                .filter(name -> name.startsWith("run="))
                .toList();
    }

    private static List<String> parquetFiles(Path folder) {
        return list(folder).stream().filter(name -> name.endsWith(".parquet")).toList();
    }

    private static List<String> list(Path folder) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean hasContent(Path folder) {
        return list(folder).stream().anyMatch(name -> name.contains("="));
    }

    private Lake lake() {
        return new Lake(OttoExample.lake(folder).toString(), new LakeFiles(new Configuration()));
    }

    private static String[] arguments(Path config) {
        return new String[] {
            "run",
            "--config",
            config.toString(),
            "--from",
            DAYS.from().toString(),
            "--to",
            DAYS.to().toString()
        };
    }
}
