package dev.backstory.cli.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Explains why a run has stalled. */
final class StallDiagnosis {
    private final AirflowApi airflow;
    private final String dag;

    StallDiagnosis(AirflowApi airflow, String dag) {
        this.airflow = airflow;
        this.dag = dag;
    }

    String cause(String runState, JsonNode tasks) {
        if (airflow.get("/dags/" + dag).path("is_paused").asBoolean()) {
            return paused(dag);
        }
        JsonNode scheduler = airflow.get("/monitor/health").path("scheduler");
        if (!scheduler.path("status").asText().equals("healthy")) {
            return "the scheduler is not alive (its last heartbeat: "
                    + scheduler.path("latest_scheduler_heartbeat").asText("none") + "); start it, or look at its log";
        }
        for (JsonNode task : tasks) {
            String state = task.path("state").asText("");
            if (state.equals("scheduled") || state.equals("queued")) {
                Optional<String> pool =
                        pool(task.path("task_id").asText(), task.path("pool").asText());
                if (pool.isPresent()) {
                    return pool.get();
                }
            }
        }
        if (runState.equals("queued")) {
            return "as many runs of " + dag + " are active as may be at once; wait for them, or end them in the UI";
        }
        return "the scheduler is alive, but starts nothing; look at its log, and at the run in the UI";
    }

    /** What to do about a paused DAG. */
    static String paused(String dag) {
        return "the DAG " + dag + " is paused; unpause it in the UI, or with: airflow dags unpause " + dag;
    }

    private Optional<String> pool(String task, String name) {
        Optional<JsonNode> pool = airflow.find("/pools/" + AirflowApi.part(name));
        if (pool.isEmpty()) {
            return Optional.of("there is no pool '" + name + "', for which " + task
                    + " waits; create it, for example with: airflow pools set " + name + " 1 Spark");
        }
        return pool.get().path("open_slots").asInt() > 0
                ? Optional.empty()
                : Optional.of("the pool '" + name + "' is full, for which " + task + " waits; wait, or enlarge it");
    }
}
