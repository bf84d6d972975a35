package dev.backstory.spark.ingest;

import dev.backstory.lake.store.AttemptFile;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What one task wrote. It travels to the driver as the task's result, so that each task counts exactly once, however
 * often it was tried.
 */
record TaskResult(List<Written> files, List<Count> counts, List<RejectionTally.Reason> reasons)
        implements Serializable {
    TaskResult {
        files = new ArrayList<>(files);
        counts = new ArrayList<>(counts);
        reasons = new ArrayList<>(reasons);
    }

    /** @param day its number, see {@link DayLayout} */
    record Written(int day, boolean rejected, AttemptFile file) implements Serializable {}

    /**
     * @param source index of the source
     * @param withoutItems impressions that were read and have no item
     */
    record Count(int day, int source, long kept, long rejected, long withoutItems) implements Serializable {}
}
