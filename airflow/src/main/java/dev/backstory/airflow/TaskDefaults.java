package dev.backstory.airflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.backstory.core.config.AirflowSettings;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.key.Names;
import dev.backstory.core.config.key.Places;
import dev.backstory.core.config.runner.PlatformSettings;
import dev.backstory.core.config.runner.Runner;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings that all tasks of a pipeline share. Its components are its keys in the DAG's file, in that order.
 *
 * @param config where the config is, below BACKSTORY_HOME
 * @param lookAgainMinutes null if no source is waited for
 * @param alertConnection the webhook that is notified of failed runs; null for none
 * @param alertFormat null for text
 * @param alertWarnings null if nobody is notified of warnings
 * @param alertNotifier the notifier that is told of failed runs; null for none
 * @param reportsUrl where the reports are served; null if Airflow serves them itself
 * @param runner null for spark-submit
 * @param platform of another runner
 */
record TaskDefaults(
        String pipeline,
        String config,
        String pool,
        String connection,
        @Nullable String owner,
        int retries,
        int retryDelayMinutes,
        int maxRetryDelayMinutes,
        int timeoutMinutes,
        @Nullable Integer lookAgainMinutes,
        @Nullable String alertConnection,
        @Nullable String alertFormat,
        @Nullable Boolean alertWarnings,
        @Nullable String alertNotifier,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> alertArguments,
        @Nullable String reportsUrl,
        @Nullable String runner,
        @Nullable PlatformPlan platform) {

    /** Where a platform finds the code and the config; its settings are passed on as they are. */
    record PlatformPlan(String jars, String config, boolean deferrable, Map<String, @Nullable Object> settings) {
        static @Nullable PlatformPlan of(@Nullable PlatformSettings platform) {
            return platform == null
                    ? null
                    : new PlatformPlan(
                            Places.withoutEnd(platform.jars()),
                            platform.config(),
                            platform.deferrable(),
                            platform.settings().entries());
        }
    }

    static TaskDefaults of(PipelineConfig config) {
        AirflowSettings airflow = config.airflow();
        return new TaskDefaults(
                config.name(),
                Optional.ofNullable(airflow.config()).orElse("pipelines/" + config.name() + ".yaml"),
                airflow.pool(),
                airflow.connectionOfRunner(),
                airflow.owner(),
                airflow.retries(),
                airflow.retryDelayMinutes(),
                airflow.maxRetryDelayMinutes(),
                airflow.timeoutMinutes(),
                config.sources().hasArrivals() ? airflow.lookAgainMinutes() : null,
                airflow.alertConnection(),
                airflow.alertFormat().equals("text") ? null : airflow.alertFormat(),
                airflow.alertWarnings() ? true : null,
                airflow.alertNotifier(),
                airflow.alertArguments(),
                airflow.reportsUrl() == null ? null : airflow.reportsUrl().replaceAll("/+$", ""),
                airflow.runner() == Runner.SPARK_SUBMIT
                        ? null
                        : Names.kebab(airflow.runner().name()),
                PlatformPlan.of(airflow.platform()));
    }

    /** Whether the first version of the file's format can express them. */
    boolean areOfFormat1() {
        return runner == null && alertFormat == null && alertWarnings == null && alertNotifier == null;
    }
}
