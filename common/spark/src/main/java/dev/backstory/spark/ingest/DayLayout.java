package dev.backstory.spark.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.lit;

import dev.backstory.lake.store.Lake;
import dev.backstory.spark.source.row.RequestedDays;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.apache.spark.sql.Column;

/**
 * How the rows of some days are cut into files and tasks, and how a day is written as a number: 1 for the first of the
 * days, one more for every calendar day after it.
 *
 * @param slices files of a day, each a range of hashes
 * @param tasks tasks that write them; a task writes many small files, or few large ones
 */
record DayLayout(RequestedDays days, int slices, int tasks) implements Serializable {
    /** The number of a day that cannot be read. */
    static final int UNKNOWN = 0;

    /** Raw bytes of a day that go into one file. */
    private static final long FILE_BYTES = 192L << 20;

    /**
     * Raw bytes for one task: what it sorts should fit its share of memory, many times over, as raw files may be
     * compressed well; and there should be enough tasks for all to end at about the same time.
     */
    private static final long TASK_BYTES = 8L << 20;

    private static final int MOST_TASKS = 10_000;

    /**
     * @param bytes size of all sources; 0 where it is not known
     * @param parallelism tasks that can run at once
     */
    static DayLayout of(RequestedDays days, long bytes, int parallelism) {
        int slices = (int) Math.max(1, Math.min(1_000, bytes / days.count() / FILE_BYTES));
        long files = (long) slices * days.count();
        long tasks = Math.max(parallelism, bytes / TASK_BYTES);
        return new DayLayout(days, slices, (int) Math.max(1, Math.min(Math.min(files, tasks), MOST_TASKS)));
    }

    /** @param day one of the days */
    int numberOf(LocalDate day) {
        return (int) ChronoUnit.DAYS.between(days.first(), day) + 1;
    }

    /** @param day a date, null where it cannot be read */
    Column numberOf(Column day) {
        return coalesce(datediff(day, lit(days.first())).plus(1), lit(UNKNOWN));
    }

    /** The folder of a day, under that of its table or of its rejected rows. */
    String folderOf(int number) {
        return Lake.DAY_PREFIX
                + (number == UNKNOWN
                        ? Lake.UNKNOWN
                        : days.first().plusDays(number - 1L).toString());
    }
}
