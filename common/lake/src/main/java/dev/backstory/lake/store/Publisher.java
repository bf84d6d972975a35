package dev.backstory.lake.store;

import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedRun;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** Makes a staged day the published one, in the way of its table's storage ({@link TableStore}). */
public final class Publisher {
    private final Lake lake;

    public Publisher(Lake lake) {
        this.lake = lake;
    }

    /**
     * Publishes one audited day, unless one that was staged later is published ({@link SupersededException}). A crash
     * at any point leaves the old day or the new one. If days are folders, a reader may for a moment find no day,
     * between the two renames of a replacement; a replacement that crashes there is completed by {@link Recovery}.
     */
    public void publish(StagedRun run, StagedDay day, PublishRecord record) {
        lake.store(run.table()).publish(run, day, record);
    }

    static void requireNothingLater(StagedRun run, StagedDay day, PublishRecord published) {
        if (published.isLaterThan(run)) {
            throw new SupersededException("Cannot publish " + run.table().folder() + " of " + day.dt() + " by run "
                    + run.run() + " because run " + published.run()
                    + ", which was staged later, is published; there is nothing to do");
        }
    }

    static BackstoryException notTheAuditedFiles(Path staged, Map<String, Long> expected, Map<String, Long> found) {
        return new BackstoryException("Cannot publish " + staged + " because its files are not those of its run: "
                + "expected " + expected + ", found " + found + "; run the step again");
    }
}
