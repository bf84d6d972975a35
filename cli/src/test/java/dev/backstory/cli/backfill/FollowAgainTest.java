package dev.backstory.cli.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.command.Console;
import dev.backstory.command.Interrupt;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.UsageException;
import dev.backstory.core.run.Verdict;
import dev.backstory.lake.state.StateLake;
import dev.backstory.lake.store.Lake;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code backfill --follow}: of a run that someone else triggered, or whose following was given up. */
class FollowAgainTest {
    private static final LocalDate FIRST = LocalDate.parse("2025-08-13");
    private static final LocalDate SECOND = LocalDate.parse("2025-08-14");

    @TempDir
    Path folder;

    private final AirflowOnLoopback airflow = new AirflowOnLoopback();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private StateLake days;

    @BeforeEach
    void create() {
        days = new StateLake(folder, "history: {lookback: P3D}");
    }

    @AfterEach
    void close() {
        airflow.close();
    }

    @Test
    void aDayThatFailedBeforeTheRunIsNotTheRuns() {
        fail(FIRST);
        airflow.triggeredAt(Instant.now());
        airflow.become("success", "success");

        assertThat(follow("manual__1")).isZero();
        assertThat(Interrupt.line())
                .isEqualTo("backfill: stopped; manual__1 goes on in Airflow, at " + airflow.address()
                        + "/dags/shop_backfill/runs/manual__1. To follow it again: the same command and --follow"
                        + " manual__1");
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("  history_dq       " + airflow.address() + "/backstory/report\n")
                .contains("2025-08-13");
    }

    @Test
    void aDayThatFailedInTheRunIsReported() {
        airflow.triggeredAt(Instant.now());
        fail(SECOND);
        airflow.become("failed", "failed");

        assertThat(follow("manual__1")).isEqualTo(3);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("Failed tasks\n  history_dq       " + airflow.address()
                        + "/dags/shop_backfill/runs/manual__1/tasks/history_dq\nReports\n");
    }

    @Test
    void whatIsPublishedAtTheEndIsShownByDay() {
        days.audit(days.stage(Table.TRAINING, "run-a", SECOND), SECOND, Verdict.WARN);
        airflow.become("success", "success");

        assertThat(follow("manual__1")).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("""
                        dt                       actions           impressions              training
                        2025-08-13         not published         not published         not published
                        2025-08-14         not published         not published               10 PASS

                        1 of 2 days published, 10 training rows
                        """, "/_reports/")
                .endsWith("/dt=2025-08-14/run=run-a.html\n");
    }

    @Test
    void aRunThatAirflowDoesNotKnowIsWrongUsage() {
        assertThatThrownBy(() -> follow("manual__2"))
                .isInstanceOf(UsageException.class)
                .hasMessage("Cannot follow manual__2 because Airflow at " + airflow.address()
                        + " knows no such run of shop_backfill; its UI lists the runs");
    }

    private void fail(LocalDate dt) {
        days.audit(days.stage(Table.ACTIONS, "run-of-" + dt, dt), dt, Verdict.FAIL);
    }

    private int follow(String run) {
        PipelineConfig config = ConfigLoader.load(folder.resolve("pipeline.yaml"));
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        BackfillRequest request =
                new BackfillRequest(config, "pipeline.yaml", GeneratedDag.BACKFILL, new DayRange(FIRST, SECOND), false);
        return new Backfill(request, Lake.open(config), new Console(out))
                .follow(airflow.api(), run, Duration.ofSeconds(60));
    }
}
