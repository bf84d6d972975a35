package dev.backstory.lake.days;

import dev.backstory.core.contract.Table;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.objects.SmallObjects;
import org.apache.hadoop.fs.Path;

/** The table format of a lake. */
public interface DayLogs {
    /** Its tables are folders of files, or records where nothing can be renamed. */
    DayLogs NONE = (table, folder, files, objects) -> {
        throw new IllegalStateException("There is no log of " + folder);
    };

    /** What keeps the days of a table. */
    DayLog of(Table table, Path folder, LakeFiles files, SmallObjects objects);
}
