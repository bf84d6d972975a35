package dev.backstory.lake.objects;

import java.time.Instant;
import org.apache.hadoop.fs.Path;

/**
 * An object as a listing shows it.
 *
 * @param tag as {@link Tagged#tag}
 * @param changed by the clock of the store
 */
public record Listed(Path path, String tag, long bytes, Instant changed) {
    public String name() {
        return path.getName();
    }
}
