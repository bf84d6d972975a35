package dev.backstory.cli.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.command.Console;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.failure.UsageException;
import dev.backstory.lake.state.StateLake;
import dev.backstory.lake.store.Lake;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a backfill asks of Airflow until its run is under way, for either DAG. */
class TriggerTest {
    private static final DayRange DAY = DayRange.day(LocalDate.parse("2025-08-14"));
    private static final DayRange RANGE = new DayRange(LocalDate.parse("2025-08-13"), LocalDate.parse("2025-08-14"));

    @TempDir
    Path folder;

    private final AirflowOnLoopback airflow = new AirflowOnLoopback();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private PipelineConfig config;

    @BeforeEach
    void create() {
        new StateLake(folder, "history: {lookback: P3D}");
        config = ConfigLoader.load(folder.resolve("pipeline.yaml"));
        airflow.become("success", "success");
    }

    @AfterEach
    void close() {
        airflow.close();
    }

    @Test
    void aDayGoesToTheDailyDag() {
        assertThat(run(request(GeneratedDag.DAILY, DAY, false), false)).isZero();

        assertThat(airflow.written())
                .containsExactly("POST /api/v2/dags/shop_daily/dagRuns {\"logical_date\":null,\"note\":\"backstory"
                        + " backfill of 2025-08-14\",\"conf\":{\"dt\":\"2025-08-14\",\"rebuild\":false}}");
        assertThat(printed())
                .contains("Will run shop_daily at " + airflow.address() + " for 2025-08-14: days to build: ")
                .contains("Triggered manual__1; it goes on when this command is stopped\n  https://airflow.example.com"
                        + "/dags/shop_daily/runs/manual__1\n");
    }

    @Test
    void aRangeGoesToTheOtherOne() {
        assertThat(run(request(GeneratedDag.BACKFILL, RANGE, true), false)).isZero();

        assertThat(airflow.written())
                .containsExactly("POST /api/v2/dags/shop_backfill/dagRuns {\"logical_date\":null,\"note\":\"backstory"
                        + " backfill of 2025-08-13 to 2025-08-14\",\"conf\":{\"from\":\"2025-08-13\","
                        + "\"to\":\"2025-08-14\",\"rebuild\":true}}");
        assertThat(printed()).contains(" for 2025-08-13 to 2025-08-14: all of them, also those that are current\n");
    }

    @Test
    void aPausedDagIsReportedBeforeAnythingIsTriggered() {
        airflow.pause();

        assertThatThrownBy(() -> run(request(GeneratedDag.DAILY, DAY, false), false))
                .isInstanceOf(BackstoryException.class)
                .hasMessage("Cannot backfill because the DAG shop_daily is paused; unpause it in the UI, or with:"
                        + " airflow dags unpause shop_daily, or give --unpause");
        assertThat(airflow.written()).isEmpty();
    }

    @Test
    void aPausedDagIsUnpausedWhenAskedTo() {
        airflow.pause();

        assertThat(run(request(GeneratedDag.DAILY, DAY, false), true)).isZero();
        assertThat(airflow.written()).hasSize(2).startsWith("PATCH /api/v2/dags/shop_daily {\"is_paused\":false}");
    }

    @Test
    void aRangeIsTooMuchForTheDailyDag() {
        assertThatThrownBy(() -> request(GeneratedDag.DAILY, RANGE, false))
                .isInstanceOf(UsageException.class)
                .hasMessage("Cannot backfill 2025-08-13 to 2025-08-14 with --daily because a run of shop_daily is one"
                        + " day; name it with --dt, or omit --daily");
    }

    @Test
    void aDayThatIsNotOverIsRefused() {
        LocalDate today = LocalDate.now(config.timezone());

        assertThatThrownBy(() -> request(GeneratedDag.DAILY, DayRange.day(today), false))
                .isInstanceOf(UsageException.class)
                .hasMessage("Cannot backfill " + today + " because " + today + " is not over yet in UTC; name days up"
                        + " to " + today.minusDays(1));
    }

    private BackfillRequest request(GeneratedDag dag, DayRange range, boolean rebuild) {
        return new BackfillRequest(config, "pipeline.yaml", dag, range, rebuild);
    }

    private int run(BackfillRequest request, boolean unpause) {
        AirflowApi api = new AirflowApi(airflow.address(), "https://airflow.example.com/", SignIn.withToken("token"));
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return new Backfill(request, Lake.open(config), new Console(out))
                .run(api, unpause, () -> true, Duration.ofSeconds(60));
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
