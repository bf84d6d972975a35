package dev.backstory.lake.days;

import dev.backstory.core.run.PublishRecord;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The publish records of a table whose files stay where they are written. What a record names is the day: to replace the
 * record is to replace the day, in one step, and a tag says of a record that it still is the same.
 */
public interface DayRecords {
    /** The days that have a record, with its tag. */
    SortedMap<LocalDate, String> tags();

    /** The record of a day as it is now. */
    Optional<Found> read(LocalDate dt);

    /**
     * Replaces the record of a day that still is what it was.
     *
     * @param tag of the record that was there; null when none was
     * @return the new tag; empty, and nothing is changed, when the day has another record by now
     */
    Optional<String> swap(LocalDate dt, @Nullable String tag, PublishRecord record);

    /** The object of a record that lies among the files of its run, by its tag; none where records have a place of their own. */
    List<String> amongFiles(String tag);

    /**
     * Ends the history from before a moment, of which the files may go then.
     *
     * @param now whether there are such files; else it may wait
     * @return the tags of records that history still names, and that are not those of {@link #tags}
     */
    Set<String> endHistory(Instant before, boolean now);

    /**
     * A record as it was read.
     *
     * @param file for messages
     */
    record Found(Path file, String text, String tag) {}
}
