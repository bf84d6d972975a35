package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.Verdict;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.store.Lake;
import dev.backstory.testsupport.SparkForTests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example with histories beside the training rows, as a user runs it who adds them to a lake. */
class HistoriesRunTest {
    private static final DayRange DAYS = new DayRange(LocalDate.parse("2022-08-01"), LocalDate.parse("2022-08-14"));

    @TempDir
    Path folder;

    @Test
    void historiesAreAddedToALakeOfTrainingRows() throws Exception {
        Path config = OttoExample.copyTo(folder);
        Backstory backstory = new Backstory(folder);
        Lake lake = new Lake(
                OttoExample.lake(folder).toString(),
                new LakeFiles(SparkForTests.session().sparkContext().hadoopConfiguration()));
        String[] run = {"run", "--config", config.toString(), "--from", "2022-08-01", "--to", "2022-08-14"};
        Backstory.Result without = backstory.run(run);
        assertThat(without.exit()).as(without.everything()).isZero();
        var training = lake.published(Table.TRAINING, DAYS);

        Files.delete(config);
        OttoExample.copyWithHistoriesTo(folder.resolve("again"));
        Files.copy(folder.resolve("again/examples/otto/pipeline.yaml"), config);
        Backstory.Result before = backstory.run("status", "--config", config.toString());
        assertThat(before.out()).containsPattern("histories\n  2022-08-01 to 2022-08-14 +14 days  missing");
        Backstory.Result with = backstory.run(run);

        assertThat(with.exit()).as(with.everything()).isZero();
        assertThat(with.out()).contains("14 of 14 days published", " histories\n", "_reports/histories/dt=2022-08-14");
        assertThat(lake.published(Table.TRAINING, DAYS)).isEqualTo(training);
        assertThat(lake.published(Table.HISTORIES, DAYS).keySet()).containsExactlyElementsOf(DAYS.days());
        assertThat(lake.published(Table.HISTORIES, DAYS).values())
                .extracting(PublishRecord::verdict)
                .isSubsetOf(Verdict.PASS, Verdict.WARN);
        for (LocalDate day : DAYS.days()) {
            assertThat(rows(lake, Table.HISTORIES, day))
                    .as("%s", day)
                    .isEqualTo(
                            rows(lake, Table.TRAINING, day).stream().distinct().toList());
        }
        Backstory.Result after = backstory.run("status", "--config", config.toString());
        assertThat(after.out()).contains("Everything is current.");
    }

    /** A row per customer, or of training one per item; lists without padding. */
    private static List<String> rows(Lake lake, Table table, LocalDate day) {
        if (lake.published(table, day).orElseThrow().files().isEmpty()) {
            return List.of();
        }
        return Arrays.stream((Row[]) SparkForTests.session()
                        .read()
                        .parquet(lake.day(table, day).toString())
                        .selectExpr(
                                "customer_id",
                                "filter(actions, item -> item != 0)",
                                "filter(action_types, type -> type != 0)")
                        .collect())
                .map(Row::toString)
                .sorted(Comparator.naturalOrder())
                .toList();
    }
}
