package dev.backstory.core.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the generated DAGs behave. */
public record AirflowSettings(
        @Key(
                doc = "When the daily DAG runs: a cron expression or a preset; without it, only when triggered.",
                example = "\"0 3 * * *\"",
                pattern = "@(hourly|daily|weekly|monthly|yearly)|\\S+( +\\S+){4}",
                patternDoc = "five cron fields, such as \"0 3 * * *\", or @daily")
        @Nullable
        String schedule,

        @Key(
                doc = "How often a crashed task is tried again; a failed audit never is.",
                example = "3",
                defaultValue = "2",
                min = 0,
                max = 100)
        int retries,

        @Key(
                doc = "The Airflow pool of the Spark tasks.",
                example = "spark_large",
                defaultValue = "spark",
                pattern = ".*\\S.*",
                patternDoc = "a text that is not empty")
        String pool,

        @Key(doc = "The owner shown in Airflow.", example = "data-platform") @Nullable
        String owner,

        @Key(doc = "Tags of the DAGs.", example = "[shop, training]", defaultValue = "[]")
        List<String> tags) {

    public AirflowSettings {
        tags = List.copyOf(tags);
    }
}
