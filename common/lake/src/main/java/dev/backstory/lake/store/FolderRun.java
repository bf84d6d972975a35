package dev.backstory.lake.store;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.RunJson;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedRun;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.run.Heartbeat;
import java.time.LocalDate;
import java.util.Collection;
import java.util.SortedSet;
import org.apache.hadoop.fs.Path;

/** A run that is a folder, which exists and belongs to this process. */
final class FolderRun implements WrittenRun {
    private final Lake lake;
    private final LakeFiles files;
    private final Table table;
    private final RunId run;
    private final Path folder;
    private final Heartbeat heartbeat;

    FolderRun(Lake lake, Table table, RunId run, Path folder) {
        this.lake = lake;
        this.files = lake.files();
        this.table = table;
        this.run = run;
        this.folder = folder;
        this.heartbeat = Heartbeat.touch(files, new Path(folder, RunFolders.OWNER));
    }

    @Override
    public void announce(SortedSet<LocalDate> days) {
        files.writeWhole(new Path(folder, RunFolders.BUILDING), RunJson.write(DayRange.fold(days)));
    }

    @Override
    public void accept(Collection<AttemptFile> attempts) {
        AttemptFolder.accept(files, folder, attempts);
    }

    /** Gives every day its folder, and writes the manifest last. */
    @Override
    public void finish(StagedRun complete) {
        files.delete(new Path(folder, AttemptFolder.ATTEMPTS));
        for (StagedDay day : complete.days()) {
            files.makeFolder(lake.stagedDay(table, run, day.dt()));
        }
        files.writeWhole(new Path(folder, RunFolders.STAGED), RunJson.write(complete));
    }

    @Override
    public void end(boolean isFinished) {
        heartbeat.close();
        if (!isFinished) {
            files.delete(folder);
        }
    }
}
