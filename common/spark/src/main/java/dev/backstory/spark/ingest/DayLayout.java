package dev.backstory.spark.ingest;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * How the rows of some days are cut into files and tasks.
 *
 * @param days the days, in order
 * @param slices files of a day, each a range of hashes
 * @param tasks tasks that write them; a task writes many small files, or few large ones
 */
record DayLayout(List<LocalDate> days, int slices, int tasks) implements Serializable {
    /** Raw bytes of a day that go into one file. */
    private static final long FILE_BYTES = 192L << 20;

    /**
     * Raw bytes for one task: what it sorts should fit its share of memory, many times over, as raw files may be
     * compressed well; and there should be enough tasks for all to end at about the same time.
     */
    private static final long TASK_BYTES = 8L << 20;

    private static final int MOST_TASKS = 10_000;

    DayLayout {
        days = new ArrayList<>(days); // Serializable, and quick to serialize.
    }

    /**
     * @param bytes size of all sources; 0 where it is not known
     * @param parallelism tasks that can run at once
     */
    static DayLayout of(SortedSet<LocalDate> days, long bytes, int parallelism) {
        int slices = (int) Math.max(1, Math.min(1_000, bytes / days.size() / FILE_BYTES));
        long files = (long) slices * days.size();
        long tasks = Math.max(parallelism, bytes / TASK_BYTES);
        return new DayLayout(new ArrayList<>(days), slices, (int)
                Math.max(1, Math.min(Math.min(files, tasks), MOST_TASKS)));
    }

    LocalDate first() {
        return days.get(0);
    }
}
