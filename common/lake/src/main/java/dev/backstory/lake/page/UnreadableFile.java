package dev.backstory.lake.page;

import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** A file of the lake that cannot be read; the message names it and what to do. */
public final class UnreadableFile extends IOException {
    /** What to do about a file of a day. */
    public static final String BUILD_DAY_AGAIN = "build its day again with --rebuild";

    private static final long serialVersionUID = 1;

    public UnreadableFile(Path path, String remedy, Exception cause) {
        super(
                "Cannot read " + path + " because it is missing, damaged or not Backstory's (" + cause.getMessage()
                        + "); " + remedy,
                cause);
    }
}
