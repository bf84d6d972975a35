package dev.backstory.observe.lineage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Whether lineage is switched on, in any of OpenLineage's own ways: settings of Spark
 * ({@code spark.openlineage.transport.*}), environment variables, or a file {@code openlineage.yml}. Needs no class of
 * its client.
 */
public final class LineageSwitch {
    static final String SPARK = "spark.openlineage.";
    static final String TRANSPORT = SPARK + "transport.";
    static final String FILE = "openlineage.yml";

    private LineageSwitch() {}

    public static boolean isOn(Map<String, String> spark, Map<String, String> environment) {
        if (Boolean.parseBoolean(
                environment.getOrDefault("OPENLINEAGE_DISABLED", "false").trim())) {
            return false;
        }
        return spark.keySet().stream().anyMatch(key -> key.startsWith(TRANSPORT))
                || environment.containsKey("OPENLINEAGE_CONFIG")
                || environment.containsKey("OPENLINEAGE_URL")
                || environment.keySet().stream().anyMatch(key -> key.startsWith("OPENLINEAGE__TRANSPORT"))
                || Files.exists(Path.of(System.getProperty("user.dir"), FILE))
                || Files.exists(Path.of(System.getProperty("user.home"), ".openlineage", FILE));
    }
}
