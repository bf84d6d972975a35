package dev.backstory.core.config.runner;

import dev.backstory.core.config.key.FreeSettings;
import dev.backstory.core.config.key.Key;
import dev.backstory.core.config.key.Violations;
import org.jspecify.annotations.Nullable;

/** Where a platform finds the code and the config, and how it runs them. */
public record PlatformSettings(
        @Key(
                doc = "The folder of the job JARs, as the platform finds it: a URI, or a path on its machines.",
                example = "s3://shop-lake/jars",
                pattern = "([A-Za-z][A-Za-z0-9+.-]*:)?/\\S*",
                patternDoc = "a URI such as s3://bucket/folder, or a path that begins with /")
        String jars,

        @Key(
                doc = "Where this file is, as the jobs find it there.",
                example = "s3a://shop-lake/conf/pipeline.yaml",
                pattern = "([A-Za-z][A-Za-z0-9+.-]*:)?/\\S*",
                patternDoc = "a URI such as s3://bucket/folder, or a path that begins with /")
        String config,

        @Key(
                doc = "Whether a task gives its worker back while the platform works; needs Airflow's triggerer.",
                example = "false",
                defaultValue = "true")
        boolean deferrable,

        @Key(
                doc = "Settings of the runner, named as the operator of its Airflow provider names them.",
                example =
                        "{application_id: 00example0000000, execution_role_arn: \"arn:aws:iam::111122223333:role/shop\"}",
                defaultValue = "{}")
        FreeSettings settings) {

    /** Adds what is wrong with a runner and what is said of its platform. */
    public static void check(Runner runner, @Nullable PlatformSettings platform, Violations violations) {
        if (runner == Runner.SPARK_SUBMIT) {
            if (platform != null) {
                violations.add(
                        "is for a runner other than spark-submit; name that one as airflow.runner, or remove it",
                        "platform",
                        "runner");
            }
        } else if (platform == null) {
            violations.add(
                    "needs airflow.platform: where the JARs and this file are, for example platform: {jars:"
                            + " \"s3://shop-lake/jars\", config: \"s3a://shop-lake/conf/pipeline.yaml\"}",
                    "runner",
                    "platform");
        } else {
            runner.check("platform.", platform, violations);
        }
    }
}
