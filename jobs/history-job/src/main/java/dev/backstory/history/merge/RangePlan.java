package dev.backstory.history.merge;

import dev.backstory.lake.page.HashRange;
import dev.backstory.spark.job.JobContext;
import java.util.List;

/**
 * Into how many hash ranges a build is cut. Each is a task that opens every file of the window, and a file per day that
 * is built: small builds get one, large ones as many as keep a task short, a multiple of the cores.
 */
public class RangePlan {
    private static final long ACTIONS_PER_RANGE = 3_000_000;
    private static final long SLOTS_PER_RANGE = 200_000_000;
    /** Of a range's worth of work; below it, one core is done before a second one would be of help. */
    private static final double SMALL = 0.05;

    /** The least of a file of a pack, about 5 MB. */
    private static final long ACTIONS_PER_PACK_FILE = 500_000;

    private final int cores;

    public RangePlan(JobContext context) {
        this(context.spark().sparkContext().defaultParallelism());
    }

    public RangePlan(int cores) {
        this.cores = cores;
    }

    /**
     * @param actions rows of the window
     * @param slots rows to write, times the length of a history
     */
    public List<HashRange> ranges(long actions, long slots) {
        double work = (double) actions / ACTIONS_PER_RANGE + (double) slots / SLOTS_PER_RANGE;
        if (work < SMALL) {
            return HashRange.split(1);
        }
        int rounds = (int) Math.min(10_000, Math.max(1, Math.ceil(work / cores)));
        return HashRange.split(rounds * cores);
    }

    /**
     * The ranges of a pack, each of which becomes a file. Every history opens them, so a small pack has few, however many
     * cores there are.
     */
    public List<HashRange> packRanges(long actions) {
        int most = (int) Math.max(1, Math.min(Integer.MAX_VALUE, actions / ACTIONS_PER_PACK_FILE));
        List<HashRange> ranges = ranges(actions, 0);
        return ranges.size() <= most ? ranges : HashRange.split(most);
    }
}
