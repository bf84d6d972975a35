package dev.backstory.core.config;

import dev.backstory.core.config.key.Key;
import dev.backstory.core.config.key.Maps;
import dev.backstory.core.config.key.Violations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How the steps run on Spark.
 *
 * @param conf settings of every step
 * @param steps per step, settings that add to those of all steps, or override them
 */
public record SparkSettings(
        @Key(
                doc = "The Spark master: local[*], local[n], spark://, yarn or k8s://.",
                example = "yarn",
                defaultValue = "\"local[*]\"",
                pattern = "\\S+",
                patternDoc = "a Spark master, such as local[*], yarn, spark://host:7077 or k8s://host")
        String master,

        @Key(
                doc = "Spark settings of all steps.",
                example = "{spark.executor.memory: 8g}",
                defaultValue = "{}",
                keyPrefix = "spark.",
                anyScalar = true)
        Map<String, String> conf,

        @Key(
                doc = "Spark settings of single steps; they override spark.conf.",
                example = "{history: {spark.executor.memory: 16g}}",
                defaultValue = "{}",
                keys = {"actions", "impressions", "history", "dq"},
                keyPrefix = "spark.",
                anyScalar = true)
        Map<String, Map<String, String>> steps) {

    /** The steps that may have their own settings. */
    public static final List<String> STEPS = List.of("actions", "impressions", "history", "dq");

    private static final Pattern SECRET =
            Pattern.compile(".*(secret[._-]?key|access[._-]?key|password|passwd|token)", Pattern.CASE_INSENSITIVE);

    public SparkSettings {
        Violations violations = new Violations();
        check("conf.", conf, violations);
        steps.forEach((step, stepConf) -> check("steps." + step + ".", stepConf, violations));
        violations.throwIfAny();
        conf = Maps.copy(conf);
        Map<String, Map<String, String>> copies = new LinkedHashMap<>();
        steps.forEach((step, stepConf) -> copies.put(known(step), Maps.copy(stepConf)));
        steps = Maps.copy(copies);
    }

    private static void check(String prefix, Map<String, String> conf, Violations violations) {
        for (String key : conf.keySet()) {
            if (key.equals("spark.master")) {
                violations.add("the master has its own key; write it as spark: {master: ...}", prefix + key);
            } else if (SECRET.matcher(key).matches()) {
                violations.add(
                        "a secret must not be in the file; give it to Spark in its spark-defaults.conf, or in the"
                                + " environment variable that its client reads",
                        prefix + key);
            }
        }
    }

    /** The settings of all steps, overridden by those of this one (actions, impressions, history or dq). */
    public Map<String, String> confFor(String step) {
        Map<String, String> merged = new LinkedHashMap<>(conf);
        merged.putAll(steps.getOrDefault(known(step), Map.of()));
        return Maps.copy(merged);
    }

    private static String known(String step) {
        if (!STEPS.contains(step)) {
            throw new IllegalArgumentException("Unknown step '" + step + "'; there are " + String.join(", ", STEPS));
        }
        return step;
    }
}
