package dev.backstory.cli.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstory.command.ExitCode;
import dev.backstory.command.Suggestion;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.failure.UsageException;
import dev.backstory.core.run.Verdict;
import dev.backstory.inspect.status.StatusTable;
import dev.backstory.lake.state.DayState;
import dev.backstory.lake.state.LakeState;
import dev.backstory.lake.state.TableState;
import dev.backstory.lake.store.Lake;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** One range through Airflow: look, say what will run, ask, trigger, follow, report the end. */
final class Backfill {
    private final PipelineConfig config;
    private final String configArgument;
    private final Lake lake;
    private final DayRange range;
    private final boolean rebuild;
    private final PrintStream out;

    /** @param configArgument the config's path as the user gave it */
    Backfill(
            PipelineConfig config, String configArgument, Lake lake, DayRange range, boolean rebuild, PrintStream out) {
        this.config = config;
        this.configArgument = configArgument;
        this.lake = lake;
        this.range = range;
        this.rebuild = rebuild;
        this.out = out;
        LocalDate today = LocalDate.now(config.timezone());
        if (!range.to().isBefore(today)) {
            throw new UsageException("Cannot backfill " + range + " because " + range.to() + " is not over yet in "
                    + config.timezone() + "; name days up to " + today.minusDays(1));
        }
    }

    /**
     * Gives the exit code.
     *
     * @param agreed asks whether to go on
     */
    int run(AirflowApi airflow, BooleanSupplier agreed, Duration patience) {
        LakeState before = LakeState.read(lake, config, range);
        new StatusTable(config, before).lines().forEach(out::println);
        out.println();
        int days = before.rebuild().ranges().stream()
                .mapToInt(each -> each.days().size())
                .sum();
        if (days == 0 && !rebuild) {
            out.println("Everything is current, nothing to run; --rebuild builds these days again.");
            return ExitCode.OK;
        }
        requireEarlierDays(before);
        String dag = config.name() + "_backfill";
        requireReady(airflow, dag);
        out.println("Will run " + dag + " at " + airflow.address() + " for " + range + ": " + work(before));
        out.println("It takes "
                + new Estimate(airflow, config.name())
                        .text(rebuild ? range.days().size() : days));
        if (!agreed.getAsBoolean()) {
            out.println("Nothing was triggered.");
            return ExitCode.OK;
        }
        String run = trigger(airflow, dag);
        out.println("Triggered " + run + "; it goes on when this command is stopped");
        out.println("  " + airflow.page(dag, run));
        return follow(airflow, dag, run, patience, failures(before));
    }

    /**
     * Follows a run that was triggered before. Gives the exit code.
     *
     * @param run its id in Airflow
     */
    int follow(AirflowApi airflow, String run, Duration patience) {
        String dag = config.name() + "_backfill";
        JsonNode found = airflow.find("/dags/" + dag + "/dagRuns/" + AirflowApi.part(run))
                .orElseThrow(() -> new UsageException("Cannot follow " + run + " because Airflow at "
                        + airflow.address() + " knows no such run of " + dag + "; its UI lists the runs"));
        JsonNode queued = found.path("queued_at");
        Instant triggered = queued.isTextual() ? Instant.parse(queued.asText()) : Instant.MIN;
        Set<DayState.Failure> earlier = failures(LakeState.read(lake, config, range));
        earlier.removeIf(failure -> failure.auditedAt().isAfter(triggered));
        return follow(airflow, dag, run, patience, earlier);
    }

    private int follow(AirflowApi airflow, String dag, String run, Duration patience, Set<DayState.Failure> earlier) {
        Follower follower = new Follower(airflow, dag, run, patience, out);
        boolean succeeded = follower.succeeds();
        out.println("Reports");
        follower.printReports();
        return tellTheEnd(succeeded, run, earlier);
    }

    private void requireEarlierDays(LakeState before) {
        List<DayRange> needed = before.rebuild().before();
        if (!needed.isEmpty()) {
            DayRange first = needed.get(0);
            throw new BackstoryException("Cannot backfill " + range + " because the histories need days of actions"
                    + " before it that are not published: "
                    + needed.stream().map(DayRange::toString).collect(Collectors.joining(", "))
                    + "; begin with them: "
                    + Suggestion.of("backfill").config(configArgument).days(first));
        }
    }

    private static void requireReady(AirflowApi airflow, String dag) {
        Optional<JsonNode> found = airflow.find("/dags/" + dag);
        if (found.isEmpty()) {
            throw new UsageException("Cannot backfill because Airflow at " + airflow.address() + " has no DAG " + dag
                    + "; write it with bin/backstory dags, and put it into Airflow's DAGs folder");
        }
        if (found.get().path("is_paused").asBoolean()) {
            throw new BackstoryException("Cannot backfill because the DAG " + dag
                    + " is paused; unpause it in the UI, or with: airflow dags unpause " + dag);
        }
    }

    private String work(LakeState before) {
        if (rebuild) {
            return "all of them, also those that are current";
        }
        return before.tables().stream()
                .map(TableState::table)
                .map(table ->
                        table.folder() + " " + before.rebuild().days(table).size())
                .collect(Collectors.joining(", ", "days to build: ", ""));
    }

    private String trigger(AirflowApi airflow, String dag) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putNull("logical_date");
        body.put("note", "backstory backfill of " + range);
        body.putObject("conf")
                .put("from", range.from().toString())
                .put("to", range.to().toString())
                .put("rebuild", rebuild);
        return airflow.post("/dags/" + dag + "/dagRuns", body)
                .path("dag_run_id")
                .asText();
    }

    private int tellTheEnd(boolean succeeded, String run, Set<DayState.Failure> before) {
        LakeState after = LakeState.read(lake, config, range);
        out.println();
        new StatusTable(config, after).lines().forEach(out::println);
        Set<DayState.Failure> failed = failures(after);
        failed.removeAll(before);
        if (!failed.isEmpty()) {
            System.err.println("backfill: An audit refused days of " + range
                    + "; their reports say why. The other days are published");
            return ExitCode.CHECK_FAILED;
        }
        if (!succeeded) {
            System.err.println("backfill: " + run + " failed; the logs of its failed tasks in Airflow say why");
            return ExitCode.ERROR;
        }
        return ExitCode.OK;
    }

    /** The lake's word on it; Airflow only knows that a task failed. */
    private static Set<DayState.Failure> failures(LakeState state) {
        Set<DayState.Failure> failures = new HashSet<>();
        for (TableState table : state.tables()) {
            for (DayState day : table.days()) {
                if (day.failure() != null && day.failure().verdict() == Verdict.FAIL) {
                    failures.add(day.failure());
                }
            }
        }
        return failures;
    }
}
