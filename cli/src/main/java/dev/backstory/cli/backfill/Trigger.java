package dev.backstory.cli.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.failure.UsageException;
import java.util.Optional;

/** Starts a run of a DAG, after making sure that it can run. */
final class Trigger {
    private final AirflowApi airflow;
    private final BackfillRequest request;
    private final String path;

    Trigger(AirflowApi airflow, BackfillRequest request) {
        this.airflow = airflow;
        this.request = request;
        this.path = "/dags/" + request.dagId();
    }

    /**
     * Checks that the DAG exists and is not paused.
     *
     * @param unpause whether a paused one is unpaused; a scheduled DAG then also starts a run of its last interval
     */
    void requireReady(boolean unpause) {
        Optional<JsonNode> found = airflow.find(path);
        if (found.isEmpty()) {
            throw new UsageException("Cannot backfill because Airflow at " + airflow.address() + " has no DAG "
                    + request.dagId() + "; write it with bin/backstory dags, and put it into Airflow's DAGs folder");
        }
        if (!found.get().path("is_paused").asBoolean()) {
            return;
        }
        if (!unpause) {
            throw new BackstoryException(
                    "Cannot backfill because " + StallDiagnosis.paused(request.dagId()) + ", or give --unpause");
        }
        airflow.patch(path, JsonNodeFactory.instance.objectNode().put("is_paused", false));
    }

    /** Returns the id of the run. */
    String start() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putNull("logical_date");
        body.put("note", "backstory backfill of " + request.range());
        body.set("conf", request.dag().params(request.range(), request.rebuild()));
        return airflow.post(path + "/dagRuns", body).path("dag_run_id").asText();
    }
}
