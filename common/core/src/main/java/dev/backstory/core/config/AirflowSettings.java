package dev.backstory.core.config;

import dev.backstory.core.config.key.Key;
import dev.backstory.core.config.key.Maps;
import dev.backstory.core.config.key.Violations;
import dev.backstory.core.config.runner.PlatformSettings;
import dev.backstory.core.config.runner.Runner;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the generated DAGs behave.
 *
 * @param config where the config is on Airflow's machines, relative to BACKSTORY_HOME; null for pipelines/NAME.yaml
 */
public record AirflowSettings(
        @Key(
                doc =
                        "When the daily DAG runs, in the configured zone: a time of day; without it, only when triggered.",
                example = "\"0 3 * * *\"",
                pattern = "@daily|[0-5]?[0-9] +([01]?[0-9]|2[0-3]) +\\* +\\* +\\*",
                patternDoc =
                        "one time of day, every day, such as \"0 3 * * *\", or @daily (a run of the daily DAG is one dt)")
        @Nullable
        String schedule,

        @Key(
                doc = "The first dt that the daily DAG may be run for.",
                example = "\"2026-01-01\"",
                defaultValue = "\"2000-01-01\"")
        LocalDate startDate,

        @Key(
                doc = "Whether days that passed while the daily DAG was off are run when it is switched on.",
                example = "true",
                defaultValue = "false")
        boolean catchup,

        @Key(
                doc = "How many days are run at once; 2 or more, so that a waiting day does not block all others.",
                example = "4",
                defaultValue = "3",
                min = 2,
                max = 100)
        int maxActiveRuns,

        @Key(
                doc = "How often a crashed task is retried; a failed audit never is.",
                example = "3",
                defaultValue = "2",
                min = 0,
                max = 100)
        int retries,

        @Key(
                doc = "Minutes before the first retry; each further one waits twice as long.",
                example = "10",
                defaultValue = "5",
                min = 0,
                max = 1440)
        int retryDelayMinutes,

        @Key(
                doc = "The longest wait before a retry, in minutes.",
                example = "120",
                defaultValue = "60",
                min = 0,
                max = 1440)
        int maxRetryDelayMinutes,

        @Key(
                doc = "Minutes after which a task is stopped and retried.",
                example = "720",
                defaultValue = "360",
                min = 1,
                max = 10_080)
        int timeoutMinutes,

        @Key(
                doc = "Minutes until a source that is not there yet (arrival) is looked for again.",
                example = "30",
                defaultValue = "10",
                min = 1,
                max = 1440)
        int lookAgainMinutes,

        @Key(
                doc = "The Airflow pool of the Spark tasks.",
                example = "spark_large",
                defaultValue = "spark",
                pattern = ".*\\S.*",
                patternDoc = "a non-empty string")
        String pool,

        @Key(
                doc =
                        "The Airflow connection that names the Spark master; with another runner that of its platform, by default its provider's, such as livy_default.",
                example = "spark_yarn",
                defaultValue = "spark_default",
                pattern = "[A-Za-z0-9_.-]+",
                patternDoc = "letters, digits, ., - and _")
        String connection,

        @Key(
                doc = "An Airflow connection to a webhook that is told of each run that failed.",
                example = "data_alerts",
                pattern = "[A-Za-z0-9_.-]+",
                patternDoc = "letters, digits, ., - and _")
        @Nullable
        String alertConnection,

        @Key(
                doc = "What the webhook takes: text for {\"text\": …} (Slack, Mattermost), teams for an Adaptive Card.",
                example = "teams",
                defaultValue = "text",
                pattern = "text|teams",
                patternDoc = "text or teams")
        String alertFormat,

        @Key(
                doc = "Whether runs that published a day with a warning are told of, too.",
                example = "true",
                defaultValue = "false")
        boolean alertWarnings,

        @Key(
                doc = "A notifier of Airflow, or of one of its providers, that is told of each run that failed.",
                example = "airflow.providers.slack.notifications.slack_webhook.SlackWebhookNotifier",
                pattern = "[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)+",
                patternDoc = "a class by its full name, such as"
                        + " airflow.providers.slack.notifications.slack_webhook.SlackWebhookNotifier")
        @Nullable
        String alertNotifier,

        @Key(
                doc = "The notifier's arguments, each a text, in which {{ backstory.text }} is what there is to say.",
                example = "{slack_webhook_conn_id: slack_data, text: \"{{ backstory.text }}\"}",
                defaultValue = "{}",
                anyScalar = true)
        Map<String, String> alertArguments,

        @Key(
                doc = "Where this file is on Airflow's machines, below BACKSTORY_HOME; by default pipelines/NAME.yaml.",
                example = "examples/otto/pipeline.yaml",
                pattern = "[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*",
                patternDoc = "a relative path of letters, digits, ., - and _, such as pipelines/shop.yaml")
        @Nullable
        String config,

        @Key(
                doc = "Where the lake's _reports are served; Airflow itself serves those of a local lake.",
                example = "https://reports.example.com/shop",
                pattern = "https?://\\S+",
                patternDoc = "a URL that begins with http:// or https://")
        @Nullable
        String reportsUrl,

        @Key(doc = "The owner shown in Airflow.", example = "data-platform") @Nullable
        String owner,

        @Key(doc = "Tags of the DAGs.", example = "[shop, training]", defaultValue = "[]")
        List<String> tags,

        @Key(
                doc = "What starts the Spark jobs: spark-submit on Airflow's workers, or a platform's own service.",
                example = "emr-serverless",
                defaultValue = "spark-submit")
        Runner runner,

        @Key(
                doc = "Where the platform of another runner finds the code and the config, and how it runs them.",
                example = "{jars: \"s3://shop-lake/jars\", config: \"s3a://shop-lake/conf/pipeline.yaml\"}")
        @Nullable
        PlatformSettings platform,

        @Key(
                doc = "A function of yours that is called with each DAG that was made, and may change it.",
                example = "shop_dags.tweaks.apply",
                pattern = "[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)+",
                patternDoc = "a function of a module, such as package.function")
        @Nullable
        String customise) {

    private static final String TEAMS = "teams";
    private static final Pattern SECRET =
            Pattern.compile(".*(secret|password|passwd|token|api_?key|integration_key).*", Pattern.CASE_INSENSITIVE);

    public AirflowSettings {
        Violations violations = new Violations();
        if (maxRetryDelayMinutes < retryDelayMinutes) {
            violations.add(
                    maxRetryDelayMinutes + " is less than retry-delay-minutes, " + retryDelayMinutes
                            + "; raise it, or lower that",
                    "max-retry-delay-minutes",
                    "retry-delay-minutes");
        }
        if (alertWarnings && alertConnection == null && alertNotifier == null) {
            violations.add(
                    "there is nobody to tell; add alert-connection or alert-notifier",
                    "alert-warnings",
                    "alert-connection",
                    "alert-notifier");
        }
        if (alertFormat.equals(TEAMS) && alertConnection == null) {
            violations.add(
                    "says what a webhook takes, but there is none; add alert-connection",
                    "alert-format",
                    "alert-connection");
        }
        if (!alertArguments.isEmpty() && alertNotifier == null) {
            violations.add(
                    "are a notifier's, but there is none; add alert-notifier", "alert-arguments", "alert-notifier");
        }
        for (String argument : alertArguments.keySet()) {
            if (SECRET.matcher(argument).matches()) {
                violations.add(
                        "a secret must not be in the file; put it into an Airflow connection and name that",
                        "alert-arguments." + argument);
            }
        }
        PlatformSettings.check(runner, platform, violations);
        violations.throwIfAny();
        alertArguments = Maps.copy(alertArguments);
        tags = tags.stream().distinct().sorted().toList();
    }

    /** The connection that the tasks use. */
    public String connectionOfRunner() {
        return connection.equals(Runner.SPARK_SUBMIT.connection()) ? runner.connection() : connection;
    }
}
