package dev.backstory.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.command.Console;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.RunJson;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedRun;
import dev.backstory.core.run.Verdict;
import dev.backstory.lake.store.Lake;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a job that was stopped, by what it has published. */
class InterruptionTest {
    private static final LocalDate DAY = LocalDate.parse("2025-08-14");
    private static final RunId RUN = new RunId("r");

    @TempDir
    Path folder;

    private PipelineConfig config;

    @BeforeEach
    void writeConfig() throws IOException {
        Path file = folder.resolve("pipeline.yaml");
        Files.writeString(file, """
                name: shop
                lake: lake
                sources: {clicks: {format: parquet, path: raw/clicks}, impressions: {format: json, path: raw/impressions}}
                """);
        config = ConfigLoader.load(file);
    }

    private String left(String command, boolean rebuild) {
        return new Interruption(
                        command,
                        new JobContext(
                                config,
                                "my shop.yaml",
                                SparkForTests.session(),
                                Lake.open(config),
                                new DayRange(DAY, DAY.plusDays(1)),
                                RUN,
                                rebuild,
                                Console.standard()))
                .left();
    }

    private void publish(Table table, LocalDate dt) throws IOException {
        StagedDay day = StagedDay.ofInputs(dt, List.of(), List.of(), 0, 0);
        PublishRecord record = PublishRecord.of(
                new StagedRun(table, RUN, Instant.EPOCH, "hash", "0", "m", List.of(day), List.of(), Map.of()),
                day,
                new PublishRecord.Passed(Instant.EPOCH, "rules", Verdict.PASS, Map.of(), "report"));
        Path file = folder.resolve("lake/" + table.folder() + "/dt=" + dt + "/_PUBLISHED.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, RunJson.write(record));
    }

    @Test
    void whatHasToBeStartedAgainIsTheWholeCommand() {
        assertThat(left("dq --step history", false))
                .isEqualTo("nothing of this run is published, and what was published before is as it was. To go on:"
                        + " bin/backstory dq --step history --config 'my shop.yaml' --from 2025-08-14 --to 2025-08-15");
        assertThat(left("actions", true)).endsWith(" --from 2025-08-14 --to 2025-08-15 --rebuild");
    }

    @Test
    void theDaysOfTheRunAreNamedByTable() throws IOException {
        publish(Table.ACTIONS, DAY);
        publish(Table.ACTIONS, DAY.plusDays(1));
        publish(Table.VOCABULARY, DAY);

        assertThat(left("vocabulary", false))
                .startsWith("this run has published actions of 2 days from 2025-08-14 to 2025-08-15, vocabulary of"
                        + " 2025-08-14, and the rest is as it was. To go on: bin/backstory vocabulary --config ");
    }
}
