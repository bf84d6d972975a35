package dev.backstory.lake.files;

import dev.backstory.core.failure.UsageException;
import dev.backstory.lake.objects.ObjectStores;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Which storage a lake may lie on: where a day changes in one step, of which a reader sees nothing or all. */
public final class SafeStorage {
    private static final Set<String> RENAMES = Set.of("file", "hdfs", "viewfs", "webhdfs", "swebhdfs");

    private SafeStorage() {}

    /** @throws UsageException where days would be published in a way that a reader sees halves of */
    public static void require(Path lake, Configuration conf) {
        String written = lake.toUri().getScheme();
        String scheme = written == null ? FileSystem.getDefaultUri(conf).getScheme() : written;
        if (!RENAMES.contains(scheme) && !ObjectStores.hold(lake, conf)) {
            throw new UsageException("Cannot use the lake " + lake + " because it is not known how a day changes in one"
                    + " step on " + scheme + "://, so readers could see halves of days; keep the lake on a local"
                    + " disk, on hdfs:// or on s3a://");
        }
    }
}
