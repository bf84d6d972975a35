package dev.backstory.airflow;

import dev.backstory.core.config.AirflowSettings;
import dev.backstory.core.config.PipelineConfig;
import java.util.Optional;

/**
 * What all tasks of a pipeline share.
 *
 * @param config where the config lies below BACKSTORY_HOME
 * @param reportsUrl where the reports are served; empty when Airflow serves them itself
 */
record TaskDefaults(
        String pipeline,
        String config,
        String pool,
        String connection,
        Optional<String> owner,
        int retries,
        int retryDelayMinutes,
        int maxRetryDelayMinutes,
        int timeoutMinutes,
        Optional<String> alertConnection,
        Optional<String> reportsUrl) {

    static TaskDefaults of(PipelineConfig config) {
        AirflowSettings airflow = config.airflow();
        return new TaskDefaults(
                config.name(),
                Optional.ofNullable(airflow.config()).orElse("pipelines/" + config.name() + ".yaml"),
                airflow.pool(),
                airflow.connection(),
                Optional.ofNullable(airflow.owner()),
                airflow.retries(),
                airflow.retryDelayMinutes(),
                airflow.maxRetryDelayMinutes(),
                airflow.timeoutMinutes(),
                Optional.ofNullable(airflow.alertConnection()),
                Optional.ofNullable(airflow.reportsUrl()).map(url -> url.replaceAll("/+$", "")));
    }
}
