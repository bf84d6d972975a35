package dev.backstory.airflow;

import dev.backstory.core.config.AirflowSettings;
import dev.backstory.core.config.PipelineConfig;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What all tasks of a pipeline share. Its components are its keys in the DAG's file, in that order.
 *
 * @param config where the config lies below BACKSTORY_HOME
 * @param lookAgainMinutes null where no source is waited for
 * @param alertConnection null when nobody is told of failures
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
                airflow.reportsUrl() == null ? null : airflow.reportsUrl().replaceAll("/+$", ""));
    }
}
