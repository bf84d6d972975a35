package dev.backstory.lake.files;

import dev.backstory.core.failure.UsageException;
import dev.backstory.lake.objects.ObjectStores;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Which storage a lake may lie on: where a day changes in one step, of which a reader sees nothing or all. */
public final class SafeStorage {
    private static final Set<String> RENAMES = Set.of("file", "hdfs", "viewfs", "webhdfs", "swebhdfs");
    private static final Set<String> AZURE = Set.of("abfs", "abfss", "wasb", "wasbs");
    private static final String KEEP = "; keep the lake on a local disk, on hdfs://, s3a:// or gs://";

    /** Where this is set, some local paths are none. */
    private static final String DATABRICKS = "DATABRICKS_RUNTIME_VERSION";

    private static final Pattern MOUNTED = Pattern.compile("/(Volumes|dbfs)/");

    private SafeStorage() {}

    /** @throws UsageException where days would be published in a way that a reader sees halves of */
    public static void require(Path lake, Configuration conf) {
        require(lake, conf, System.getenv());
    }

    static void require(Path lake, Configuration conf, Map<String, String> environment) {
        String written = lake.toUri().getScheme();
        String scheme = written == null ? FileSystem.getDefaultUri(conf).getScheme() : written;
        if (AZURE.contains(scheme)) {
            throw new UsageException(
                    "Cannot use the lake " + lake + " because Hadoop's file system for Azure replaces a"
                            + " file in several steps, of which the last asks no condition, so readers could see a day without"
                            + " its record, and two publishers each other's" + KEEP);
        }
        if (!RENAMES.contains(scheme) && !ObjectStores.hold(lake, conf)) {
            throw new UsageException("Cannot use the lake " + lake + " because it is not known how a day changes in one"
                    + " step on " + scheme + "://, so readers could see halves of days" + KEEP);
        }
        if (environment.containsKey(DATABRICKS)
                && "file".equals(scheme)
                && MOUNTED.matcher(lake.toUri().getPath()).lookingAt()) {
            throw new UsageException("Cannot use the lake " + lake + " because that path is an object store, where no"
                    + " folder is renamed in one step, so readers could see halves of days; keep the lake on s3a:// or"
                    + " gs://");
        }
    }
}
