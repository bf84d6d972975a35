package dev.backstory.lake.delta;

import dev.backstory.core.contract.Table;
import dev.backstory.lake.days.DayLog;
import dev.backstory.lake.days.DayLogs;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.objects.SmallObjects;
import org.apache.hadoop.fs.Path;

/** The tables of a lake as Delta's, whose logs lie in their folders. Nothing of Delta's own is needed to write them. */
public final class DeltaTables implements DayLogs {
    @Override
    public DayLog of(Table table, Path folder, LakeFiles files, SmallObjects objects) {
        return new DeltaLog(folder, new LogFolder(folder, objects, files), new LostVersion(folder, objects));
    }
}
