package dev.backstory.lake.store;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.run.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * A run in staging without a manifest.
 *
 * @param days what it is for; empty when it died before it said so
 * @param isAlive whether its process still lives, or may live on another machine
 * @param isOfAnother whether it surely is another process that works on it: its sign of life counts only while it writes
 * @param owner the process, in words
 * @param lastSign its last heartbeat
 */
public record UnfinishedRun(
        RunId run, List<DayRange> days, boolean isAlive, boolean isOfAnother, String owner, Instant lastSign) {

    static UnfinishedRun read(Lake lake, FileStatus folder) {
        String remedy = "delete the folder of the run, and build its days again";
        Optional<DayRange[]> days = lake.json(new Path(folder.getPath(), Lake.BUILDING), DayRange[].class, remedy);
        Optional<Owner> owner = lake.json(new Path(folder.getPath(), Lake.OWNER), Owner.class, remedy);
        Instant lastSign = Instant.ofEpochMilli(lake.files().list(folder.getPath()).stream()
                .filter(file -> file.getPath().getName().equals(Lake.OWNER))
                .findFirst()
                .orElse(folder)
                .getModificationTime());
        return new UnfinishedRun(
                new RunId(folder.getPath().getName().substring(Lake.RUN_PREFIX.length())),
                days.map(List::of).orElse(List.of()),
                !new Recovery(lake).isAbandoned(folder.getPath()),
                owner.filter(found -> !found.id().equals(Owner.current().id()))
                        .filter(found ->
                                found.isHere() || !lake.files().exists(new Path(folder.getPath(), Lake.STAGED)))
                        .isPresent(),
                owner.map(Owner::describe).orElse("an unknown process"),
                lastSign);
    }
}
