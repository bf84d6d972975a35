package dev.backstory.cli.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backstory.command.Console;
import dev.backstory.command.ExitCode;
import dev.backstory.command.Interrupt;
import dev.backstory.command.Suggestion;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.failure.UsageException;
import dev.backstory.core.run.Verdict;
import dev.backstory.inspect.status.PublishedSummary;
import dev.backstory.inspect.status.StatusTable;
import dev.backstory.lake.state.DayState;
import dev.backstory.lake.state.LakeState;
import dev.backstory.lake.state.State;
import dev.backstory.lake.state.TableState;
import dev.backstory.lake.store.Lake;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Builds days through Airflow: looks, says what will run, asks, triggers, follows the run, and reports how it ended.
 */
final class Backfill {
    private final BackfillRequest request;
    private final Lake lake;
    private final Console out;

    Backfill(BackfillRequest request, Lake lake, Console out) {
        this.request = request;
        this.lake = lake;
        this.out = out;
    }

    /**
     * Returns the exit code.
     *
     * @param unpause whether a paused DAG is unpaused first
     * @param agreed asks the user whether to go on
     */
    int run(AirflowApi airflow, boolean unpause, BooleanSupplier agreed, Duration patience) {
        LakeState before = state();
        new StatusTable(request.config(), before).lines().forEach(out::line);
        out.line("");
        int days = before.rebuild().ranges().stream()
                .mapToInt(each -> each.days().size())
                .sum();
        // Days that were left out are tried again, since their sources may have arrived.
        if (days == 0 && !request.rebuild() && before.days(State.SKIPPED).isEmpty()) {
            out.line("Everything is current, nothing to run; --rebuild builds these days again.");
            return ExitCode.OK;
        }
        requireEarlierDays(before);
        Trigger trigger = new Trigger(airflow, request);
        trigger.requireReady(unpause);
        out.line("Will run " + request.dagId() + " at " + airflow.address() + " for " + request.range() + ": "
                + work(before));
        out.line(new Estimate(airflow, request.config().name())
                .text(request.dag(), request.rebuild() ? request.range().days().size() : days));
        if (!agreed.getAsBoolean()) {
            out.line("Nothing was triggered.");
            return ExitCode.OK;
        }
        Interrupt.leaves(
                "backfill",
                () -> "it was triggering a run of " + request.dagId() + ", which goes on if it began: look at "
                        + airflow.address());
        String run = trigger.start();
        out.line("Triggered " + run + "; it goes on when this command is stopped");
        out.line("  " + airflow.page(request.dagId(), run));
        return follow(airflow, run, patience, failures(before));
    }

    /**
     * Follows a run that was triggered earlier. Returns the exit code.
     *
     * @param run its id in Airflow
     */
    int follow(AirflowApi airflow, String run, Duration patience) {
        JsonNode found = airflow.find("/dags/" + request.dagId() + "/dagRuns/" + AirflowApi.part(run))
                .orElseThrow(() -> new UsageException("Cannot follow " + run + " because Airflow at "
                        + airflow.address() + " knows no such run of " + request.dagId() + "; its UI lists the runs"));
        JsonNode queued = found.path("queued_at");
        Instant triggered = queued.isTextual() ? Instant.parse(queued.asText()) : Instant.MIN;
        Set<DayState.Failure> earlier = failures(state());
        earlier.removeIf(failure -> failure.auditedAt().isAfter(triggered));
        return follow(airflow, run, patience, earlier);
    }

    private int follow(AirflowApi airflow, String run, Duration patience, Set<DayState.Failure> earlier) {
        Interrupt.leaves("backfill", () -> left(airflow, run));
        Follower follower = new Follower(airflow, request.dagId(), run, patience, out);
        boolean succeeded = follower.succeeds();
        if (!succeeded) {
            out.line("Failed tasks");
            follower.printFailedTasks();
        }
        out.line("Reports");
        follower.printReports();
        return reportTheEnd(succeeded, run, earlier);
    }

    private String left(AirflowApi airflow, String run) {
        return run + " goes on in Airflow, at " + airflow.page(request.dagId(), run)
                + ". To follow it again: the same command and --follow " + run;
    }

    private LakeState state() {
        return LakeState.read(lake, request.config(), request.range());
    }

    private void requireEarlierDays(LakeState before) {
        List<DayRange> needed = before.rebuild().before();
        if (!needed.isEmpty()) {
            DayRange first = needed.get(0);
            throw new BackstoryException("Cannot backfill " + request.range()
                    + " because the histories need days of actions before it that are not published: "
                    + needed.stream().map(DayRange::toString).collect(Collectors.joining(", "))
                    + "; begin with them: "
                    + Suggestion.of("backfill").config(request.configArgument()).days(first));
        }
    }

    private String work(LakeState before) {
        if (request.rebuild()) {
            return "all of them, also those that are current";
        }
        return before.tables().stream()
                .map(TableState::table)
                .map(table ->
                        table.folder() + " " + before.rebuild().days(table).size())
                .collect(Collectors.joining(", ", "days to build: ", ""));
    }

    private int reportTheEnd(boolean succeeded, String run, Set<DayState.Failure> before) {
        LakeState after = state();
        out.line("");
        new StatusTable(request.config(), after).lines().forEach(out::line);
        out.line("");
        new PublishedSummary(request.config(), lake, request.range()).lines().forEach(out::line);
        Set<DayState.Failure> failed = failures(after);
        failed.removeAll(before);
        if (!failed.isEmpty()) {
            out.problem("backfill: Days of " + request.range()
                    + " failed their audit; their reports say why. The other days are published");
            return ExitCode.CHECK_FAILED;
        }
        if (!succeeded) {
            out.problem("backfill: " + run + " failed; the logs of its failed tasks in Airflow say why");
            return ExitCode.ERROR;
        }
        return ExitCode.OK;
    }

    /** Only the lake knows which days failed; Airflow only knows that a task did. */
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
