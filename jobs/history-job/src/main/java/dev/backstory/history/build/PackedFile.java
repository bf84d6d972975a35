package dev.backstory.history.build;

import dev.backstory.lake.page.HashRange;
import java.io.Serializable;
import java.time.YearMonth;

/**
 * A file of a pack, and the hashes in it: a task opens only those that it shares some with.
 *
 * @param packAgain the command that builds the pack again
 */
record PackedFile(YearMonth month, String path, int firstHash, int lastHash, String packAgain) implements Serializable {
    boolean overlaps(HashRange range) {
        return firstHash <= range.last() && lastHash >= range.first();
    }
}
