package dev.backstory.dq.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.RunJson;
import dev.backstory.dq.report.AuditReport;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.state.StateLake;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.store.TableLock;
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
        LakeIndex index = new LakeIndex(lake(), config);
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
                .contains("January 2023")
                .contains("September 2025")
                .contains("training/dt=2025-09-26/run=daily-2025-09-26.html");
        assertThat(Files.size(page())).isLessThan(2_000_000);
    }

    /** The first has read the lake and is about to write when the second comes, with another day, which failed. */
    @Test
    void ofTwoAuditsAtOnceTheIndexShowsWhatBothDid() throws Exception {
        LocalDate second = FIRST.plusDays(1);
        LakeIndex indexOfSecond = new LakeIndex(lake(), config);
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
        LakeIndex indexOfFirst = new LakeIndex(lakeOfFirst, config);
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
