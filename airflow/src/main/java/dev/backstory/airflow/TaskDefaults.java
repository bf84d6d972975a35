package dev.backstory.airflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.backstory.core.config.AirflowSettings;
import dev.backstory.core.config.PipelineConfig;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What all tasks of a pipeline share. Its components are its keys in the DAG's file, in that order.
 *
 * @param config where the config lies below BACKSTORY_HOME
 * @param lookAgainMinutes null where no source is waited for
 * @param alertConnection the webhook that is told of runs that failed; null for none
 * @param alertFormat null for text
 * @param alertWarnings null where warnings are no reason to tell anybody
 * @param alertNotifier the notifier that is told of them; null for none
 * @param reportsUrl where the reports are served; null when Airflow serves them itself
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
        @Nullable String reportsUrl) {

    static TaskDefaults of(PipelineConfig config) {
        AirflowSettings airflow = config.airflow();
        return new TaskDefaults(
                config.name(),
                Optional.ofNullable(airflow.config()).orElse("pipelines/" + config.name() + ".yaml"),
                airflow.pool(),
                airflow.connection(),
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
                airflow.reportsUrl() == null ? null : airflow.reportsUrl().replaceAll("/+$", ""));
    }
}
