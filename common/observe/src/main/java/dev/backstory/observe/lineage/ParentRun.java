package dev.backstory.observe.lineage;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The run that started this one, such as a task of Airflow, and the run at the root of that one, such as its DAG's. */
record ParentRun(Ran parent, @Nullable Ran root) {
    /** A run of a job. */
    record Ran(String namespace, String job, UUID run) {}

    /** From the settings that Airflow gives to Spark, else from {@code OPENLINEAGE_PARENT_ID}: namespace/job/run. */
    static Optional<ParentRun> find(Map<String, String> spark, Map<String, String> environment) {
        Optional<Ran> parent = ofSettings(spark, "parent").or(() -> ofText(environment.get("OPENLINEAGE_PARENT_ID")));
        Optional<Ran> root =
                ofSettings(spark, "rootParent").or(() -> ofText(environment.get("OPENLINEAGE_ROOT_PARENT_ID")));
        return parent.map(found -> new ParentRun(found, root.orElse(null)));
    }

    private static Optional<Ran> ofSettings(Map<String, String> spark, String which) {
        String prefix = LineageSwitch.SPARK + which;
        return ran(spark.get(prefix + "JobNamespace"), spark.get(prefix + "JobName"), spark.get(prefix + "RunId"));
    }

    private static Optional<Ran> ofText(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        int first = text.indexOf('/');
        int last = text.lastIndexOf('/');
        return first <= 0 || first == last
                ? Optional.empty()
                : ran(text.substring(0, first), text.substring(first + 1, last), text.substring(last + 1));
    }

    /** An incomplete parent is ignored. */
    private static Optional<Ran> ran(@Nullable String namespace, @Nullable String job, @Nullable String run) {
        if (namespace == null || job == null || run == null || namespace.isBlank() || job.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Ran(namespace, job, UUID.fromString(run)));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }
}
