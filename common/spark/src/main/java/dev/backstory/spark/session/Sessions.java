package dev.backstory.spark.session;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.SparkSettings;
import dev.backstory.lake.files.StorageSettings;
import dev.backstory.lake.store.Lake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * The Spark session of a job. Precedence of a setting, strongest first: what correctness needs (the session's zone), what
 * spark-submit was given, the config's {@code spark.steps}, the config's {@code spark.conf}, the defaults here.
 */
public final class Sessions {
    private Sessions() {}

    public static SparkSession open(PipelineConfig config, String step) {
        SparkConf conf = conf(config, step);
        forgetOtherLocalFiles(conf.get(StorageSettings.LOCAL_FILES, ""));
        return SparkSession.builder().config(conf).getOrCreate();
    }

    /** A session on this machine for a command that has no config yet. */
    public static SparkSession openLocal(String name) {
        SparkConf conf = new SparkConf();
        conf.setIfMissing("spark.master", "local[*]");
        conf.setIfMissing("spark.app.name", "backstory " + name);
        defaults(conf.get("spark.master")).forEach(conf::setIfMissing);
        TableFormats.configureDelta(conf);
        forgetOtherLocalFiles(conf.get(StorageSettings.LOCAL_FILES, ""));
        return SparkSession.builder().config(conf).getOrCreate();
    }

    /**
     * Hadoop keeps the first file system that it opened for a scheme, whatever is set later, and spark-submit opens the local
     * one before a job's settings are known.
     */
    private static void forgetOtherLocalFiles(String wanted) {
        if (wanted.isEmpty()) {
            return;
        }
        try {
            FileSystem kept = FileSystem.get(URI.create("file:///"), new Configuration(false));
            if (!kept.getClass().getName().equals(wanted)) {
                kept.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SparkConf conf(PipelineConfig config, String step) {
        SparkConf conf = new SparkConf();
        conf.setIfMissing("spark.master", config.spark().master());
        conf.setIfMissing("spark.app.name", "backstory " + config.name() + " " + step);
        settings(config, step).forEach(conf::setIfMissing);
        defaults(conf.get("spark.master")).forEach(conf::setIfMissing);
        TableFormats.configure(config, conf);
        conf.set("spark.sql.session.timeZone", config.timezone().getId());
        return conf;
    }

    public static Lake lake(PipelineConfig config, SparkSession spark) {
        return Lake.of(config, spark.sparkContext().hadoopConfiguration());
    }

    /** A command of several steps ({@code run}, {@code show}) has the settings that all steps share. */
    private static Map<String, String> settings(PipelineConfig config, String step) {
        return SparkSettings.STEPS.contains(step)
                ? config.spark().confFor(step)
                : config.spark().conf();
    }

    private static Map<String, String> defaults(String master) {
        Map<String, String> defaults = new LinkedHashMap<>(StorageSettings.defaults(master));
        defaults.put("spark.sql.sources.partitionColumnTypeInference.enabled", "false");
        // Listing some hundred folders on the driver is quicker than a Spark job that does it.
        defaults.put("spark.sql.sources.parallelPartitionDiscovery.threshold", "100000");
        defaults.put("spark.sql.adaptive.enabled", "false");
        defaults.put("spark.ui.enabled", "false");
        defaults.put("spark.ui.showConsoleProgress", Boolean.toString(Boolean.getBoolean("backstory.terminal")));
        if (master.startsWith("local")) {
            defaults.put("spark.driver.host", "localhost");
            defaults.put("spark.driver.bindAddress", "127.0.0.1");
            defaults.put("spark.sql.shuffle.partitions", "4");
        } else {
            // Java spells the names of files as its locale does: an executor's is often plain, without any letter
            // beyond ASCII.
            defaults.put("spark.executorEnv.LC_ALL", "C.UTF-8");
        }
        return defaults;
    }
}
