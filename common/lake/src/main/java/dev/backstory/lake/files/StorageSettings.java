package dev.backstory.lake.files;

import java.util.LinkedHashMap;
import java.util.List;
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

    /**
     * Markers of folders, which nobody needs, are not looked for and removed with each file; a history holds a connection
     * for each long file of its window and task; and a Parquet file is not read from its beginning to its end.
     */
    private static final Map<String, String> S3A = Map.of(
            "fs.s3a.directory.marker.retention", "keep",
            "fs.s3a.connection.maximum", "5000",
            "fs.s3a.experimental.input.fadvise", "random");

    /** Of each file that is open for writing the connector keeps a part of that size in memory, 64 MiB by default. */
    private static final Map<String, String> GS =
            Map.of("fs.gs.outputstream.upload.chunk.size", "8388608", "fs.gs.outputstream.buffer.size", "1048576");

    private StorageSettings() {}

    /** What holds where neither the user nor the site says anything. On one machine, local files have no checksum files. */
    public static Map<String, String> defaults(String master) {
        Map<String, String> defaults = new LinkedHashMap<>();
        if (master.startsWith("local") && !siteHasItsOwnLocalFiles()) {
            defaults.put(LOCAL_FILES, BareLocalFileSystem.class.getName());
        }
        if (has("org/apache/hadoop/fs/s3a/S3AFileSystem.class")) {
            putWhatIsNotSet(S3A, defaults);
        }
        if (has("com/google/cloud/hadoop/fs/gcs/GoogleHadoopFileSystem.class")) {
            putWhatIsNotSet(GS, defaults);
        }
        return defaults;
    }

    private static void putWhatIsNotSet(Map<String, String> settings, Map<String, String> defaults) {
        Configuration installed = new Configuration();
        settings.forEach((name, value) -> {
            if (!isSet(installed, name)) {
                defaults.put(HADOOP + name, value);
            }
        });
    }

    /** Where there are settings of a site at all, which take a moment to read. */
    private static boolean siteHasItsOwnLocalFiles() {
        return Thread.currentThread().getContextClassLoader().getResource("core-site.xml") != null
                && isSet(new Configuration(), LOCAL_FILES.substring(HADOOP.length()));
    }

    /** Hadoop's own settings take a moment to read. */
    private static boolean has(String className) {
        return StorageSettings.class.getClassLoader().getResource(className) != null;
    }

    /** Whether the site's own files say it ({@code core-site.xml}), and not only Hadoop's. */
    private static boolean isSet(Configuration installed, String name) {
        String[] sources = installed.getPropertySources(name);
        return sources != null && !List.of(sources).contains("core-default.xml");
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
