package dev.backstory.lake.files;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * How the lake's storage is reached: Hadoop's settings, written as Spark writes them ({@code spark.hadoop.…}), so that a
 * process with a session and one without reach the same files in the same way.
 */
public final class StorageSettings {
    /** The local file system. */
    public static final String LOCAL_FILES = "spark.hadoop.fs.file.impl";

    private static final String HADOOP = "spark.hadoop.";

    private StorageSettings() {}

    /** What holds where the user says nothing. On one machine, local files are reached without checksum files. */
    public static Map<String, String> defaults(String master) {
        return master.startsWith("local") ? Map.of(LOCAL_FILES, BareLocalFileSystem.class.getName()) : Map.of();
    }

    /**
     * The configuration that a session of these settings would have. Strongest first: system properties, what the user set,
     * the defaults.
     */
    public static Configuration configuration(Map<String, String> userSettings, String configuredMaster) {
        Map<String, String> settings =
                new LinkedHashMap<>(defaults(System.getProperty("spark.master", configuredMaster)));
        settings.putAll(userSettings);
        for (String name : System.getProperties().stringPropertyNames()) {
            settings.put(name, System.getProperty(name));
        }
        Configuration hadoop = new Configuration();
        settings.forEach((name, value) -> {
            if (name.startsWith(HADOOP)) {
                hadoop.set(name.substring(HADOOP.length()), value);
            }
        });
        return hadoop;
    }
}
