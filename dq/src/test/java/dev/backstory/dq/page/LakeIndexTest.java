package dev.backstory.dq.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunJson;
import dev.backstory.core.run.Verdict;
import dev.backstory.dq.report.AuditReport;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.run.TableLock;
import dev.backstory.lake.state.StateLake;
import dev.backstory.lake.store.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeIndexTest {
    private static final LocalDate FIRST = LocalDate.parse("2023-01-01");

    @TempDir
    Path folder;

    private StateLake days;
    private PipelineConfig config;

    @BeforeEach
    void create() {
        days = new StateLake(folder, "history: {lookback: P1Y}");
        config = ConfigLoader.load(folder.resolve("pipeline.yaml"));
    }

    /** Daily loads and a lookback of a year: each training day remembers 365 runs. */
    @Test
    void aThousandDaysGiveASmallPage() throws IOException {
        days.publishAll(new DayRange(FIRST, FIRST.plusDays(999)));
        LakeIndex index = new LakeIndex(lake(), config, "pipeline.yaml");
        for (int day = 0; day < 100; day++) {
            index.note(failed(FIRST.plusDays(10L * day)));
        }

        index.rebuild();
        Instant start = Instant.now();
        index.rebuild();
        Duration took = Duration.between(start, Instant.now());

        System.out.printf("the index of 1,000 days: %d ms, %,d bytes%n", took.toMillis(), Files.size(page()));
        assertThat(Files.readString(page()))
                .contains("actions: 1,000 published · impressions: 1,000 published")
                .contains("<h3 id=\"month-2025-09\">September 2025</h3>")
                .contains("<h3 id=\"month-2025-07\">July 2025</h3>")
                .contains("<tr><th scope=\"row\">2025-06</th>")
                .contains("<tr><th scope=\"row\">2023-01</th>")
                .doesNotContain("January 2023")
                .contains("title=\"2023-01-02 published in every table\"")
                .contains("10,000 rows and 100.0 kB in 1,000 days")
                .contains("training/dt=2025-09-26/run=daily-2025-09-26.html");
        assertThat(Files.size(page())).isLessThan(2_000_000);
    }

    @Test
    void theMorningsQuestionsComeFirst() throws IOException {
        days.publishAll(new DayRange(FIRST, FIRST.plusDays(5)));
        days.unpublish(Table.TRAINING, FIRST.plusDays(1));
        days.unpublish(Table.TRAINING, FIRST.plusDays(2));
        days.audit(days.stage(Table.TRAINING, "bad", FIRST.plusDays(4)), FIRST.plusDays(4), Verdict.FAIL);
        days.stage(Table.IMPRESSIONS, "waits", FIRST.plusDays(6));

        new LakeIndex(lake(), config, "my shop/pipeline.yaml").rebuild();

        String html = Files.readString(page());
        assertThat(between(html, "<ul class=\"needs card\">", "</ul>").replaceAll("<[^>]+>", ""))
                .containsSubsequence(
                        "…impressions 2023-01-07 staged",
                        "✗training 2023-01-05 failed: rows are there (an older run is published)",
                        "training 2023-01-02 to 2023-01-03 2 days, the last missing")
                .doesNotContain("2023-01-04", "actions 2023-01-06");
        assertThat(html)
                .contains("<a href=\"training/dt=2023-01-05/run=bad.html\">2023-01-05</a>")
                .containsSubsequence(
                        ">bin/backstory dq --step impressions --config 'my shop/pipeline.yaml' --dt 2023-01-07</pre>",
                        ">bin/backstory run --config 'my shop/pipeline.yaml' --from 2023-01-02 --to 2023-01-03</pre>",
                        ">bin/backstory run --config 'my shop/pipeline.yaml' --dt 2023-01-05 --rebuild</pre>")
                .contains("<li>actions: 6 days published, 60 rows</li>")
                .contains("<li>training: 4 days published, 40 rows; 1 day failed</li>")
                .contains("<strong>training <a href=\"training/dt=2023-01-06/run=daily-2023-01-06.html\">2023-01-06</a>"
                        + "</strong> PASS · 10 rows, same · 1 rejected, same · PASS before, on 2023-01-05 · step 41.2 s for"
                        + " this day · audit 3.1 s</span>")
                .contains("44.3 s on 2023-01-06; 6 days drawn, from 44.3 s to 44.3 s");
    }

    @Test
    void aQuietMorningIsQuiet() throws IOException {
        PublishRecord old =
                days.publish(Table.ACTIONS, FIRST, "old", config, Instant.now().minus(Duration.ofDays(2)));
        assertThat(old.verdict()).isEqualTo(Verdict.PASS);

        new LakeIndex(lake(), config, "pipeline.yaml").rebuild();

        assertThat(Files.readString(page()))
                .contains("<p>Nothing: every day is published and current, or being built.</p>")
                .contains("<p class=\"muted\">No day was published and none failed.</p>")
                .doesNotContain("<pre");
    }

    private static String between(String text, String from, String to) {
        int start = text.indexOf(from);
        assertThat(start).as(text).isNotNegative();
        return text.substring(start, text.indexOf(to, start));
    }

    /** The first has read the lake and is about to write when the second comes, with another day, which failed. */
    @Test
    void ofTwoAuditsAtOnceTheIndexShowsWhatBothDid() throws Exception {
        LocalDate second = FIRST.plusDays(1);
        LakeIndex indexOfSecond = new LakeIndex(lake(), config, "pipeline.yaml");
        Thread secondAudit = new Thread(indexOfSecond::rebuild, "second audit");
        Lake lakeOfFirst = new Lake(config.lake(), new LakeFiles(new Configuration()) {
            @Override
            public void writeWhole(org.apache.hadoop.fs.Path file, String text) {
                if (file.getName().equals("index.html")) {
                    days.publish(Table.ACTIONS, second, "second");
                    indexOfSecond.note(failed(second));
                    secondAudit.start();
                    while (secondAudit.isAlive() && !waitsForALock(secondAudit)) {
                        Thread.onSpinWait();
                    }
                }
                super.writeWhole(file, text);
            }
        });
        days.publish(Table.ACTIONS, FIRST, "first");
        LakeIndex indexOfFirst = new LakeIndex(lakeOfFirst, config, "pipeline.yaml");
        indexOfFirst.note(failed(FIRST));

        indexOfFirst.rebuild();
        secondAudit.join();

        assertThat(Files.readString(page()))
                .contains("actions/dt=2023-01-01/run=first.html")
                .contains("actions/dt=2023-01-02/run=second.html")
                .contains("2 of the 90 days to 2023-01-02");
    }

    private static boolean waitsForALock(Thread thread) {
        return thread.getState() == Thread.State.WAITING
                && Stream.of(thread.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(TableLock.class.getName()));
    }

    private static AuditReport failed(LocalDate dt) {
        return RunJson.read("""
                {"step": "actions", "table": "actions", "dt": "%s", "run": "failed", "verdict": "FAIL",
                 "findings": [{"check": "rows are there", "verdict": "FAIL"}]}
                """.formatted(dt), AuditReport.class, "a report");
    }

    private Lake lake() {
        return new Lake(config.lake(), new LakeFiles(new Configuration()));
    }

    private Path page() {
        return folder.resolve("lake/_reports/index.html");
    }
}
