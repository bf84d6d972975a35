package dev.backstory.spark.job;

import java.net.URI;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The local disk under another name, without a host: as {@code dbfs:/Volumes/…} is written. */
public final class Elsewhere extends RawLocalFileSystem {
    @Override
    public URI getUri() {
        return URI.create("elsewhere:///");
    }

    @Override
    protected void checkPath(Path path) {
        // All are here.
    }
}
