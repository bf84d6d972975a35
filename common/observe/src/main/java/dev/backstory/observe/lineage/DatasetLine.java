package dev.backstory.observe.lineage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openlineage.client.OpenLineage.Dataset;
import io.openlineage.client.OpenLineage.RunEvent;
import java.util.List;

/**
 * The datasets that a job read and wrote, as a line of its log that Airflow's operator looks for (lineage.py), so that
 * the events of the task that started the job name the same datasets.
 */
final class DatasetLine {
    private DatasetLine() {}

    static String of(RunEvent event) {
        ObjectNode datasets = JsonNodeFactory.instance.objectNode();
        datasets.set("inputs", names(event.getInputs()));
        datasets.set("outputs", names(event.getOutputs()));
        return "read and wrote " + datasets;
    }

    private static ArrayNode names(List<? extends Dataset> datasets) {
        ArrayNode names = JsonNodeFactory.instance.arrayNode();
        datasets.forEach(dataset -> names.addArray().add(dataset.getNamespace()).add(dataset.getName()));
        return names;
    }
}
