package dev.backstory.core.config.runner;

import dev.backstory.core.config.key.NearMiss;
import dev.backstory.core.config.key.Violations;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What starts the Spark jobs of the generated DAGs. Its settings have the names that the operator of its Airflow provider
 * gives them.
 */
public enum Runner {
    SPARK_SUBMIT("spark_default", List.of(), List.of()),

    DATABRICKS(
            "databricks_default",
            List.of("new_cluster|existing_cluster_id"),
            List.of(
                    "new_cluster",
                    "existing_cluster_id",
                    "access_control_list",
                    "timeout_seconds",
                    "polling_period_seconds",
                    "databricks_retry_limit",
                    "databricks_retry_delay")),

    EMR_SERVERLESS(
            "aws_default",
            List.of("application_id", "execution_role_arn"),
            List.of(
                    "application_id",
                    "execution_role_arn",
                    "configuration_overrides",
                    "config",
                    "region_name",
                    "waiter_delay",
                    "waiter_max_attempts",
                    "enable_application_ui_links")),

    DATAPROC(
            "google_cloud_default",
            List.of("region"),
            List.of(
                    "region",
                    "project_id",
                    "runtime_config",
                    "environment_config",
                    "labels",
                    "impersonation_chain",
                    "num_retries_if_resource_is_not_ready",
                    "polling_interval_seconds")),

    SPARK_KUBERNETES(
            "kubernetes_default",
            List.of("spec"),
            List.of(
                    "spec",
                    "namespace",
                    "kubernetes",
                    "startup_timeout_seconds",
                    "delete_on_termination",
                    "in_cluster",
                    "cluster_context",
                    "poll_interval")),

    LIVY(
            "livy_default",
            List.of(),
            List.of(
                    "proxy_user",
                    "queue",
                    "driver_memory",
                    "driver_cores",
                    "executor_memory",
                    "executor_cores",
                    "num_executors",
                    "jars",
                    "files",
                    "archives",
                    "livy_endpoint_prefix",
                    "extra_headers",
                    "polling_interval"));

    private static final Pattern SECRET = Pattern.compile(
            ".*(secret[._-]?key|access[._-]?key|password|passwd|token|authorization)", Pattern.CASE_INSENSITIVE);

    private final String connection;
    /** Each one name, or several with | between, of which one is needed. */
    @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
    private final List<String> needed;

    @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
    private final List<String> known;

    Runner(String connection, List<String> needed, List<String> known) {
        this.connection = connection;
        this.needed = needed;
        this.known = known;
    }

    /** The connection that its provider uses where none is named. */
    public String connection() {
        return connection;
    }

    /** Adds what is wrong with its settings, whose keys in the file begin with the prefix. */
    void check(String prefix, PlatformSettings platform, Violations violations) {
        Set<String> given = platform.settings().entries().keySet();
        for (String name : given) {
            if (!known.contains(name)) {
                violations.add(
                        "unknown setting '" + name + "' of this runner; allowed: " + String.join(", ", known)
                                + NearMiss.of(name, known),
                        prefix + "settings");
            }
        }
        for (String names : needed) {
            List<String> alternatives = List.of(names.split("\\|"));
            if (alternatives.stream().noneMatch(given::contains)) {
                violations.add(
                        "this runner needs the setting " + String.join(" or ", alternatives) + "; add it",
                        prefix + "settings");
            }
        }
        for (String path : platform.settings().paths()) {
            if (SECRET.matcher(path).matches()) {
                violations.add(
                        "'" + path + "': a secret must not be in the file; it belongs into the Airflow connection, or"
                                + " where the platform keeps its secrets",
                        prefix + "settings");
            }
        }
    }
}
