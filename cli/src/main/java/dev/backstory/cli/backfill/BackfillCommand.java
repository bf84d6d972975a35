package dev.backstory.cli.backfill;

import dev.backstory.command.Failures;
import dev.backstory.command.Interrupt;
import dev.backstory.command.RangeOptions;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.failure.UsageException;
import dev.backstory.lake.store.Lake;
import java.io.Console;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "backfill",
        header = "Build days through Airflow, and follow the run to its end.",
        description =
                "Shows what is missing or stale, what will run and about how long it takes, asks, and triggers the DAG"
                        + " <name>_backfill (or <name>_daily).",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Environment: BACKSTORY_AIRFLOW_URL. For an Airflow that does not let everyone in, either",
            "BACKSTORY_AIRFLOW_USER with BACKSTORY_AIRFLOW_PASSWORD (or BACKSTORY_AIRFLOW_PASSWORD_FILE, a file that",
            "holds it), or BACKSTORY_AIRFLOW_TOKEN.",
            "",
            "Examples:",
            "  bin/backstory backfill --config pipeline.yaml --from 2025-08-01 --to 2025-08-14",
            "  bin/backstory backfill --config pipeline.yaml --from 2025-08-01 --to 2025-08-14 --rebuild --yes \\",
            "    --airflow https://airflow.example.com",
            "  bin/backstory backfill --config pipeline.yaml --daily --dt 2025-08-14",
            "",
            "Exit codes: 0 done, or nothing to do, 1 an error or a run that failed, 2 wrong usage or config,",
            "3 a day failed its audit."
        })
public final class BackfillCommand implements Callable<Integer> {
    private static final String URL = "BACKSTORY_AIRFLOW_URL";

    @Mixin
    private RangeOptions options;

    @Option(names = "--daily", description = "Run the DAG <name>_daily, for one day.")
    private boolean daily;

    @Option(names = "--rebuild", description = "Build the days that are current too.")
    private boolean rebuild;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(
            names = "--unpause",
            description = "Unpause the DAG if it is paused (a DAG with a schedule then runs its last day as well).")
    private boolean unpause;

    @Option(
            names = "--airflow",
            paramLabel = "URL",
            description = "Airflow's address; else " + URL + ", else http://127.0.0.1:8080.")
    private String airflow;

    @Option(
            names = "--ui",
            paramLabel = "URL",
            description = "The address at which you open Airflow in a browser, where that is another one.")
    private String ui;

    @Option(names = "--follow", paramLabel = "RUN", description = "Trigger nothing; follow this run of the DAG.")
    private String followed;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long nothing may move before it says what the run waits for; it gives up after ten"
                    + " times that (default: ${DEFAULT-VALUE}).")
    private int patience;

    @Override
    @SuppressWarnings("SystemConsoleNull") // The build and the start script are for Java 17, where it tells a terminal.
    public Integer call() {
        return Failures.report("backfill", () -> {
            DayRange range = options.range();
            PipelineConfig config = options.load();
            Interrupt.leaves("backfill", () -> "nothing was triggered. To go on: start it again");
            Console terminal = System.console();
            if (followed == null && !yes && terminal == null) {
                throw new UsageException("Cannot ask whether to go on because there is no terminal; give --yes");
            }
            GeneratedDag dag = daily ? GeneratedDag.DAILY : GeneratedDag.BACKFILL;
            Backfill backfill = new Backfill(
                    new BackfillRequest(config, options.config(), dag, range, rebuild),
                    Lake.open(config),
                    dev.backstory.command.Console.standard());
            AirflowApi api = new AirflowApi(address(), ui == null ? address() : ui, SignIn.of(System.getenv()));
            if (followed != null) {
                return backfill.follow(api, followed, Duration.ofSeconds(patience));
            }
            return backfill.run(api, unpause, () -> yes || agrees(terminal), Duration.ofSeconds(patience));
        });
    }

    private String address() {
        String named = System.getenv(URL);
        return airflow != null ? airflow : named != null && !named.isBlank() ? named : "http://127.0.0.1:8080";
    }

    private static boolean agrees(Console terminal) {
        String answer = terminal.readLine("Go on? [y/N] ");
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }
}
