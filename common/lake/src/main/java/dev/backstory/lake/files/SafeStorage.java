package dev.backstory.lake.files;

import dev.backstory.core.failure.UsageException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Which storage a lake may lie on: where a rename is one step, of which a reader sees nothing or all. */
public final class SafeStorage {
    private static final Set<String> RENAMES = Set.of("file", "hdfs", "viewfs", "webhdfs", "swebhdfs");

    private SafeStorage() {}

    /** @throws UsageException where days would be published in a way that a reader sees halves of */
    public static void require(Path lake, Configuration conf) {
        String scheme = scheme(lake, conf);
        if (!RENAMES.contains(scheme)) {
            throw new UsageException("Cannot use the lake " + lake + " because a day is published by renames, and on "
                    + scheme
                    + ":// a rename is a series of copies: readers would see halves of days, and two runs could"
                    + " publish at once; keep the lake on a local disk or on hdfs://");
        }
    }

    private static String scheme(Path lake, Configuration conf) {
        @Nullable String written = lake.toUri().getScheme();
        return written == null ? FileSystem.getDefaultUri(conf).getScheme() : written;
    }
}
