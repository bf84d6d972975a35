package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.command.CommandLines;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.Verdict;
import dev.backstory.lake.store.Lake;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shop some of whose sources come late, or not at all, through whole runs. */
class ArrivalRunTest {
    private static final LocalDate D13 = LocalDate.parse("2025-08-13");
    private static final LocalDate D14 = LocalDate.parse("2025-08-14");
    private static final LocalDate D15 = LocalDate.parse("2025-08-15");

    @TempDir
    Path folder;

    /** Clicks and impressions lie in folders of their days, carts in one file. */
    private PipelineConfig config(String clicks, String carts, String impressions) throws IOException {
        Files.writeString(folder.resolve("pipeline.yaml"), """
                name: shop
                lake: lake
                history: {length: 3, lookback: P1M}
                sources:
                  clicks: {format: json, path: raw/clicks, arrival: %s}
                  carts: {format: csv, path: raw/carts.csv, arrival: %s}
                  impressions: {format: json, path: raw/impressions, arrival: %s}
                """.formatted(clicks, carts, impressions));
        return ConfigLoader.load(folder.resolve("pipeline.yaml"));
    }

    private void click(LocalDate day, int item) throws IOException {
        write("raw/clicks/dt=" + day + "/a.json", """
                {"customer_id": 1, "item_id": %d, "click_time": "%sT10:00:00Z"}
                """.formatted(item, day));
    }

    private void carts(LocalDate... days) throws IOException {
        StringBuilder rows = new StringBuilder("dt,customer_id,config_id,occurred_at\n");
        for (LocalDate day : days) {
            rows.append(day)
                    .append(",1,")
                    .append(day.getDayOfMonth())
                    .append(',')
                    .append(day)
                    .append("T11:00:00Z\n");
        }
        write("raw/carts.csv", rows.toString());
    }

    private void shown(LocalDate day) throws IOException {
        write("raw/impressions/dt=" + day + "/a.json", """
                {"ranking_id": "r", "customer_id": 1, "impressions": [{"item_id": 7, "is_order": 1}]}
                """);
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), text);
    }

    private String status() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream standard = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            assertThat(CommandLines.of(new Main())
                            .execute(
                                    "status",
                                    "--config",
                                    folder.resolve("pipeline.yaml").toString()))
                    .isZero();
        } finally {
            System.setOut(standard);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aDayIsNotThereYetUntilItsDeadline() throws IOException {
        LocalDate yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1);
        LocalDate before = yesterday.minusDays(1);
        LocalDate first = yesterday.minusDays(2);
        String patient = "{wait-until: \"+9d 06:00\", then: publish-empty}";
        PipelineConfig config = config(patient, patient, "{wait-until: \"06:00\"}");
        click(first, 5);
        click(before, 5);
        carts(first);
        shown(first);
        shown(before);
        shown(yesterday);

        RunHere.Result early = RunHere.run(config, new DayRange(first, yesterday));

        assertThat(early.exit()).as(early.said()).isEqualTo(1);
        assertThat(early.said())
                .contains("actions: Not there yet: clicks of " + yesterday + ", waited for until "
                        + yesterday.plusDays(9) + "T06:00Z; nothing of this day is staged, run it again\n")
                .contains("actions: Not there yet: carts of " + before + ", waited for until " + before.plusDays(9)
                        + "T06:00Z; nothing of this day is staged, run it again\n");
        Lake lake = Lake.open(config);
        assertThat(lake.days(Table.ACTIONS)).containsExactly(first);
        assertThat(lake.stagedRuns(Table.ACTIONS)).isEmpty();
        assertThat(lake.days(Table.TRAINING)).containsExactly(first, before);

        click(yesterday, 6);
        carts(first, before, yesterday);
        RunHere.Result late = RunHere.run(config, new DayRange(first, yesterday));

        assertThat(late.exit()).as(late.said()).isZero();
        assertThat(lake.days(Table.TRAINING)).containsExactly(first, before, yesterday);
        assertThat(PublishedRows.of(lake, yesterday))
                .containsExactly(
                        "[1, 0, 7, 1, [" + before.getDayOfMonth() + ", 5, " + first.getDayOfMonth() + "], [2, 1, 2]]");
    }

    @Test
    void aDayIsSkippedAndBuiltWhenItHasArrived() throws IOException {
        String skip = "{wait-until: \"06:00\", then: skip}";
        PipelineConfig config = config(skip, "{wait-until: \"06:00\", then: publish-empty}", skip);
        click(D13, 5);
        click(D15, 6);
        carts(D13, D14, D15);
        shown(D13);
        shown(D15);

        RunHere.Result run = RunHere.run(config, new DayRange(D13, D15));

        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(run.said())
                .contains("actions      2025-08-14 is skipped, because clicks had not arrived by 2025-08-15T06:00Z"
                        + " (arrival.then: skip); run it again when it has\n")
                .contains("impressions  2025-08-14 is skipped, because impressions had not arrived by"
                        + " 2025-08-15T06:00Z (arrival.then: skip); run it again when it has\n")
                .contains("history      2025-08-14 is skipped, as the impressions are (arrival.then: skip)\n")
                .contains("history: WARN training is built without actions that were skipped, as a source had not"
                        + " arrived: 2025-08-14; when they are built later, it is stale\n")
                .contains("2025-08-14               skipped               skipped               skipped\n");
        Lake lake = Lake.open(config);
        assertThat(PublishedRows.of(lake, D15)).containsExactly("[1, 0, 7, 1, [13, 5, 0], [2, 1, 0]]");
        PublishRecord training = lake.published(Table.TRAINING, D15).orElseThrow();
        assertThat(training.verdict()).isEqualTo(Verdict.WARN);
        assertThat(Files.readString(folder.resolve("lake/" + training.report().replace(".html", ".json"))))
                .contains("1 of 31 days are covered");
        assertThat(status())
                .contains("  2025-08-14                   1 day  skipped      clicks had not arrived by"
                        + " 2025-08-15T06:00Z\n")
                .contains("  2025-08-14                   1 day  skipped      impressions had not arrived by"
                        + " 2025-08-15T06:00Z\n")
                .contains("Skipped, as a source had not arrived; once it has:\n  bin/backstory run --config "
                        + folder.resolve("pipeline.yaml") + " --dt 2025-08-14\n")
                .endsWith("Everything is current.\n");

        click(D14, 9);
        shown(D14);
        RunHere.Result again = RunHere.run(config, new DayRange(D13, D15));

        assertThat(again.exit()).as(again.said()).isZero();
        assertThat(again.said()).doesNotContain("skipped,");
        assertThat(PublishedRows.of(lake, D15)).containsExactly("[1, 0, 7, 1, [14, 9, 13], [2, 1, 2]]");
        assertThat(status()).doesNotContain("skipped").endsWith("Everything is current.\n");
    }

    @Test
    void aDayIsPublishedWithoutWhatHasNotArrivedOrFails() throws IOException {
        String publish = "{wait-until: \"06:00\", then: publish-empty}";
        PipelineConfig config = config("{wait-until: \"+1d 06:00\"}", publish, publish);
        click(D13, 5);
        click(D14, 6);
        carts(D13, D15);
        shown(D13);
        shown(D15);

        RunHere.Result run = RunHere.run(config, new DayRange(D13, D15));

        assertThat(run.exit()).as(run.said()).isEqualTo(3);
        assertThat(run.said())
                .contains("FAIL every source that is waited for has arrived: expected rows of the day, or a deadline"
                        + " that is not over, for each of carts, clicks (arrival); nothing of clicks by"
                        + " 2025-08-16T06:00Z")
                .contains("WARN no source is left out: expected rows of the day from each source that is waited for;"
                        + " nothing of carts by 2025-08-15T06:00Z");
        Lake lake = Lake.open(config);
        assertThat(lake.days(Table.ACTIONS)).containsExactly(D13, D14);
        PublishRecord actions = lake.published(Table.ACTIONS, D14).orElseThrow();
        assertThat(actions.notArrived()).isEqualTo(Map.of("carts", "2025-08-15T06:00Z"));
        assertThat(actions.rows()).isEqualTo(1);
        assertThat(actions.verdict()).isEqualTo(Verdict.WARN);
        PublishRecord impressions = lake.published(Table.IMPRESSIONS, D14).orElseThrow();
        assertThat(impressions.notArrived()).isEqualTo(Map.of("impressions", "2025-08-15T06:00Z"));
        assertThat(impressions.rows()).isZero();
        assertThat(lake.published(Table.TRAINING, D14).orElseThrow().rows()).isZero();

        // What was published with them is not published without them: they are gone, not late.
        Files.writeString(folder.resolve("raw/impressions/dt=2025-08-13/a.json"), "");
        write(
                "pipeline.yaml",
                Files.readString(folder.resolve("pipeline.yaml")).replace("path: raw/imp", "path: ./raw/imp"));
        RunHere.Result gone = RunHere.run(ConfigLoader.load(folder.resolve("pipeline.yaml")), DayRange.day(D13));

        assertThat(gone.exit()).as(gone.said()).isEqualTo(3);
        assertThat(gone.said())
                .contains("nothing of impressions by 2025-08-14T06:00Z, and 1 of its rows are published: were its files"
                        + " removed?");
        assertThat(lake.published(Table.IMPRESSIONS, D13).orElseThrow().rows()).isEqualTo(1);
    }
}
