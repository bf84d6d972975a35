package dev.backstory.spark.session;

import dev.backstory.command.StatusLine;
import dev.backstory.command.Terminal;
import dev.backstory.command.Verbosity;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.SparkSettings;
import dev.backstory.core.failure.FinalException;
import dev.backstory.lake.files.StorageSettings;
import dev.backstory.lake.store.Lake;
import dev.backstory.spark.progress.StageProgress;
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
    static final String ZONE = "spark.sql.session.timeZone";

    private Sessions() {}

    public static SparkSession open(PipelineConfig config, String step) {
        return open(conf(config, step));
    }

    private static SparkSession open(SparkConf conf) {
        forgetOtherLocalFiles(conf.get(StorageSettings.LOCAL_FILES, ""));
        SparkSession session = start(conf);
        if (Terminal.isThere() && !Verbosity.isQuiet()) {
            StageProgress.show(session.sparkContext(), StatusLine.standard());
        }
        return session;
    }

    /** A session on this machine for a command that has no config yet. */
    public static SparkSession openLocal(String name, Map<String, String> settings) {
        SparkConf conf = new SparkConf();
        settings.forEach(conf::setIfMissing);
        conf.setIfMissing("spark.master", "local[*]");
        conf.setIfMissing("spark.app.name", "backstory " + name);
        defaults(conf.get("spark.master")).forEach(conf::setIfMissing);
        TableFormats.configureDelta(conf);
        TableFormats.configureIceberg(conf);
        return open(conf);
    }

    private static SparkSession start(SparkConf conf) {
        try {
            return SparkSession.builder().config(conf).getOrCreate();
        } catch (IllegalAccessError e) {
            throw new FinalException(
                    "Cannot start Spark because Java was started without the options that Spark needs on Java 17; give it"
                            + " those of setup/jvm/java-17.options (spark-submit --deploy-mode cluster to a standalone"
                            + " master: --driver-java-options @FILE)",
                    e);
        }
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
        conf.set(ZONE, config.timezone().getId());
        return conf;
    }

    public static Lake lake(PipelineConfig config, SparkSession spark) {
        return Lake.of(config, spark.sparkContext().hadoopConfiguration());
    }

    /** A command of several steps ({@code run}, {@code show}) has the settings that all steps share. */
    static Map<String, String> settings(PipelineConfig config, String step) {
        return SparkSettings.STEPS.contains(step)
                ? config.spark().confFor(step)
                : config.spark().conf();
    }

    static Map<String, String> defaults(String master) {
        Map<String, String> defaults = new LinkedHashMap<>(StorageSettings.defaults(master));
        defaults.put("spark.sql.sources.partitionColumnTypeInference.enabled", "false");
        // Listing some hundred folders on the driver is quicker than a Spark job that does it.
        defaults.put("spark.sql.sources.parallelPartitionDiscovery.threshold", "100000");
        defaults.put("spark.sql.adaptive.enabled", "false");
        defaults.put("spark.ui.enabled", "false");
        // StageProgress has more to say.
        defaults.put("spark.ui.showConsoleProgress", "false");
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
