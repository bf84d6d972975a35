package dev.backstory.cli.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.command.Console;
import dev.backstory.core.failure.BackstoryException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A run is followed through anything that a server does for less time than the patience. Time moves by pauses alone. */
class FollowerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration A_PAUSE = Duration.ofSeconds(25);

    private final AirflowOnLoopback airflow = new AirflowOnLoopback();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Queue<Runnable> events = new ArrayDeque<>();
    private long now = -5;

    private final Follower follower = new Follower(
            airflow.api(),
            "shop_backfill",
            "manual__1",
            PATIENCE,
            new Console(new PrintStream(printed, true, StandardCharsets.UTF_8)),
            () -> now,
            this::pause);

    @AfterEach
    void close() {
        airflow.close();
    }

    /** What happens during the next pause, and during the one after it, and so on; then nothing any more. */
    private void then(Runnable event) {
        events.add(event);
    }

    private void pause() {
        now += A_PAUSE.toNanos();
        if (!events.isEmpty()) {
            events.remove().run();
        }
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aServerThatComesBackInTimeIsFollowedOn() {
        then(airflow::goAway);
        then(() -> {
            airflow.comeBack();
            airflow.answerWith(502);
        });
        then(() -> airflow.answerWith(200));
        then(airflow::goAway);
        then(airflow::comeBack);
        then(() -> airflow.become("success", "success"));

        assertThat(follower.succeeds()).isTrue();

        String noAnswer = "                   no answer, trying again: Cannot reach Airflow at " + airflow.address()
                + " (ConnectException); start it, or give its address with --airflow or BACKSTORY_AIRFLOW_URL\n";
        assertThat(printed())
                .isEqualTo("    0:00  history_dq       running\n    0:25" + noAnswer + "    1:40" + noAnswer
                        + "    2:05                   still at work\n    2:30  history_dq       success, 12 s\n");
    }

    @Test
    void aServerThatStaysAwayEndsItWithTheWayBack() {
        then(() -> airflow.answerWith(502));

        assertThatThrownBy(follower::succeeds)
                .isInstanceOf(BackstoryException.class)
                .hasMessage("Gave up following the run after 75 s without an answer: Airflow at " + airflow.address()
                        + " refused GET /dags/shop_backfill/dagRuns/manual__1 (502); the run goes on in Airflow: look at "
                        + airflow.address() + "/dags/shop_backfill/runs/manual__1, or follow it again with the same"
                        + " command and --follow manual__1");
        assertThat(printed()).containsOnlyOnce("no answer, trying again: ");
    }

    @Test
    void aServerThatGoesAwayWhileItIsAskedForTheCauseIsWaitedForToo() {
        airflow.become("running", "queued");
        then(() -> {});
        then(() -> {});
        then(() -> airflow.answerNothingMoreAbout("/api/v2/monitor/health"));
        then(() -> airflow.become("success", "success"));

        assertThat(follower.succeeds()).isTrue();
        assertThat(printed()).containsOnlyOnce("no answer, trying again: ");
    }

    @Test
    void aRunInWhichNothingMovesIsLeftAndSaysWhy() {
        airflow.become("running", "queued");

        assertThatThrownBy(follower::succeeds)
                .isInstanceOf(BackstoryException.class)
                .hasMessageStartingWith(
                        "Gave up following the run after nothing moved for 675 s: the pool 'spark' is"
                                + " full, for which history_dq waits; wait, or enlarge it; the run goes on in Airflow: look at ")
                .hasMessageEndingWith(" --follow manual__1");
    }

    @Test
    void aRunThatIsPausedUnderwayIsLeftInTheSameWords() {
        airflow.become("queued", "scheduled");
        airflow.pause();

        assertThatThrownBy(follower::succeeds)
                .isInstanceOf(BackstoryException.class)
                .hasMessageStartingWith("Gave up following the run after nothing moved for 675 s: the DAG shop_backfill"
                        + " is paused; unpause it in the UI, or with: airflow dags unpause shop_backfill; the run");
    }

    @Test
    void aDeadSchedulerIsNamedWithItsLastHeartbeat() {
        airflow.become("running", "scheduled");
        airflow.loseTheScheduler();

        assertThatThrownBy(follower::succeeds)
                .hasMessageContaining("s: the scheduler is not alive (its last heartbeat: 2025-08-14T03:00:00Z);"
                        + " start it, or look at its log; the run");
    }

    @Test
    void aMissingPoolIsNamed() {
        airflow.become("running", "scheduled");
        airflow.answerAboutThePool("");

        assertThatThrownBy(follower::succeeds)
                .hasMessageContaining("s: there is no pool 'spark', for which history_dq waits; create it, for"
                        + " example with: airflow pools set spark 1 Spark; the run");
    }

    @Test
    void aRunThatWaitsForOtherRunsSaysSo() {
        airflow.become("queued", "none");
        airflow.answerAboutThePool("{\"open_slots\": 1}");

        assertThatThrownBy(follower::succeeds)
                .hasMessageContaining("s: as many runs of shop_backfill are active as may be at once; wait for them,"
                        + " or end them in the UI; the run");
    }

    @Test
    void aSchedulerThatStartsNothingIsSaid() {
        airflow.become("running", "scheduled");
        airflow.answerAboutThePool("{\"open_slots\": 1}");

        assertThatThrownBy(follower::succeeds)
                .hasMessageContaining("s: the scheduler is alive, but starts nothing; look at its log, and at the run"
                        + " in the UI; the run");
    }

    @Test
    void theEndOfTheRunIsKnownThoughItsReportsAreNot() {
        airflow.become("failed", "failed");
        assertThat(follower.succeeds()).isFalse();
        follower.printReports();
        airflow.goAway();
        follower.printReports();

        assertThat(printed())
                .contains("  history_dq       " + airflow.address() + "/backstory/report\n")
                .contains("  not known: Cannot reach Airflow at " + airflow.address());
    }
}
