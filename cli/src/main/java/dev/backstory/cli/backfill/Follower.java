package dev.backstory.cli.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backstory.command.Console;
import dev.backstory.core.failure.BackstoryException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Follows one run to its end: prints a line for every change, and says so when nothing changes any more. */
final class Follower {
    private static final Set<String> OVER = Set.of("success", "failed");
    private static final Set<String> WORKING =
            Set.of("running", "restarting", "up_for_retry", "up_for_reschedule", "deferred");
    private static final Duration STILL_AT_WORK = Duration.ofMinutes(2);
    private static final long POLL_MILLIS = 1_000;
    /** After this many times the patience without any progress, the run is no longer followed. */
    private static final int ENOUGH = 10;

    private final AirflowApi airflow;
    private final String dag;
    private final String path;
    private final String page;
    private final Duration patience;
    private final Console out;
    private final LongSupplier nanos;
    private final Runnable pause;
    private final String goesOn;
    private final long began;
    private final Map<String, String> printed = new HashMap<>();

    /** @param patience how long a run may make no progress before the follower says what it waits for */
    Follower(AirflowApi airflow, String dag, String run, Duration patience, Console out) {
        this(airflow, dag, run, patience, out, System::nanoTime, Follower::pause);
    }

    /**
     * @param nanos the current time, as from {@link System#nanoTime()}
     * @param pause waits until the next look
     */
    Follower(
            AirflowApi airflow,
            String dag,
            String run,
            Duration patience,
            Console out,
            LongSupplier nanos,
            Runnable pause) {
        this.airflow = airflow;
        this.dag = dag;
        this.path = "/dags/" + dag + "/dagRuns/" + AirflowApi.part(run);
        this.page = airflow.page(dag, run);
        this.patience = patience;
        this.out = out;
        this.nanos = nanos;
        this.pause = pause;
        this.goesOn = "; the run goes on in Airflow: look at " + page
                + ", or follow it again with the same command and --follow " + run;
        this.began = nanos.getAsLong();
    }

    /** Whether the run succeeded. */
    boolean succeeds() {
        long moved = nanos.getAsLong();
        long said = moved;
        long answered = moved;
        boolean isAnswering = true;
        while (true) {
            String cause = null;
            try {
                String state = airflow.get(path).path("state").asText();
                JsonNode tasks = tasks();
                if (printChanges(tasks)) {
                    moved = nanos.getAsLong();
                    said = moved;
                }
                if (OVER.contains(state)) {
                    return state.equals("success");
                }
                if (isWorking(tasks)) {
                    if (since(said).compareTo(STILL_AT_WORK) > 0) {
                        line("", "still at work");
                        said = nanos.getAsLong();
                    }
                } else if (since(said).compareTo(patience) > 0) {
                    cause = new StallDiagnosis(airflow, dag).cause(state, tasks);
                }
                answered = nanos.getAsLong();
                isAnswering = true;
            } catch (BackstoryException e) {
                requireAnswer(e, since(answered));
                if (isAnswering) {
                    line("", "no answer, trying again: " + e.getMessage());
                }
                isAnswering = false;
            }
            if (cause != null) {
                line("", "nothing has moved for " + since(moved).toSeconds() + " s: " + cause);
                said = nanos.getAsLong();
                requireMovement(since(moved), cause);
            }
            pause.run();
        }
    }

    private Duration since(long moment) {
        return Duration.ofNanos(nanos.getAsLong() - moment);
    }

    private static boolean isWorking(JsonNode tasks) {
        for (JsonNode task : tasks) {
            if (WORKING.contains(task.path("state").asText())) {
                return true;
            }
        }
        return false;
    }

    private void requireMovement(Duration silent, String cause) {
        if (silent.compareTo(patience.multipliedBy(ENOUGH)) > 0) {
            throw new BackstoryException("Gave up following the run after nothing moved for " + silent.toSeconds()
                    + " s: " + cause + goesOn);
        }
    }

    /** A server that restarts is no reason to stop following a run that takes hours. */
    private void requireAnswer(BackstoryException failure, Duration silent) {
        if (silent.compareTo(patience) > 0) {
            throw new BackstoryException(
                    "Gave up following the run after " + silent.toSeconds() + " s without an answer: "
                            + failure.getMessage() + goesOn,
                    failure);
        }
    }

    private JsonNode tasks() {
        return airflow.get(path + "/taskInstances").path("task_instances");
    }

    /**
     * Prints where the reports of the run's audits are, one line each. The outcome of the run is known without them.
     */
    void printReports() {
        printLinks(task -> {
            String id = task.path("task_id").asText();
            return id.endsWith("_dq") && OVER.contains(task.path("state").asText())
                    ? airflow.find(path + "/taskInstances/" + id + "/links")
                            .map(links ->
                                    links.path("extra_links").path("Report").asText(""))
                            .orElse("")
                    : "";
        });
    }

    /** Prints where the logs of the failed tasks are, one line each. */
    void printFailedTasks() {
        printLinks(task -> task.path("state").asText().equals("failed")
                ? page + "/tasks/" + task.path("task_id").asText()
                : "");
    }

    /** @param link returns the link of a task, or an empty text for none */
    private void printLinks(Function<JsonNode, String> link) {
        try {
            for (JsonNode task : tasks()) {
                String found = link.apply(task);
                if (!found.isEmpty()) {
                    out.line(String.format(
                            Locale.ROOT, "  %-16s %s", task.path("task_id").asText(), found));
                }
            }
        } catch (BackstoryException e) {
            out.line("  not known: " + e.getMessage());
        }
    }

    private boolean printChanges(JsonNode tasks) {
        boolean changes = false;
        for (JsonNode task : tasks) {
            String id = task.path("task_id").asText();
            String state = task.path("state").asText("");
            int attempt = task.path("try_number").asInt();
            if (task.path("state").isNull() || (state + attempt).equals(printed.get(id))) {
                continue;
            }
            changes = true;
            printed.put(id, state + attempt);
            if (!state.equals("scheduled") && !state.equals("queued")) {
                double took = task.path("duration").asDouble();
                line(
                        id,
                        state
                                + (OVER.contains(state) && took > 0 ? String.format(Locale.ROOT, ", %.0f s", took) : "")
                                + (attempt > 1 ? ", try " + attempt : ""));
            }
        }
        return changes;
    }

    private void line(String task, String text) {
        long seconds = since(began).toSeconds();
        out.line(String.format(Locale.ROOT, "  %3d:%02d  %-16s %s", seconds / 60, seconds % 60, task, text));
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackstoryException("Interrupted while following the run, which goes on in Airflow", e);
        }
    }
}
