package dev.backstory.spark.source.format;

import dev.backstory.spark.source.row.SourceFile;
import java.io.Serializable;

/**
 * A file or a part of it, which a task reads.
 *
 * @param start the first byte
 * @param end the byte after the last; what begins before it is read to its end
 */
record FilePart(SourceFile file, long start, long end) implements Serializable {
    static FilePart whole(SourceFile file) {
        return new FilePart(file, 0, file.bytes());
    }

    long bytes() {
        return end - start;
    }
}
