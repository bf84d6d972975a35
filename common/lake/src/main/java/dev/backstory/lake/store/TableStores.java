package dev.backstory.lake.store;

import dev.backstory.core.contract.Table;
import dev.backstory.lake.days.DayLogs;
import dev.backstory.lake.days.DayRecords;
import dev.backstory.lake.days.DiskObjects;
import dev.backstory.lake.days.LoggedDays;
import dev.backstory.lake.days.RecordObjects;
import dev.backstory.lake.days.Turns;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.objects.SmallObjects;
import dev.backstory.lake.run.TableLock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** How the tables of a lake change: decided once, by where the lake is and what records its days. */
final class TableStores {
    private final Lake lake;
    private final LakeFiles files;
    private final boolean isOnObjectStore;
    private final @Nullable PointedDays pointed;
    private final Map<Table, TableStore> stores = new ConcurrentHashMap<>();

    /** @param lake that is being made: its root and files are there */
    TableStores(Lake lake, DayLogs logs) {
        this.lake = lake;
        this.files = lake.files();
        this.isOnObjectStore = lake.isOnObjectStore();
        this.pointed = pointed(logs);
    }

    private @Nullable PointedDays pointed(DayLogs logs) {
        if (logs != DayLogs.NONE) {
            return new PointedDays(lake, table -> loggedDays(table, logs));
        }
        return isOnObjectStore
                ? new PointedDays(lake, table -> new RecordObjects(files, lake.table(table), Lake.PUBLISHED))
                : null;
    }

    private DayRecords loggedDays(Table table, DayLogs logs) {
        SmallObjects objects = objects(table);
        Path folder = lake.table(table);
        return new LoggedDays(objects, logs.of(table, folder, files, objects), folder, turns(table));
    }

    TableStore of(Table table) {
        return stores.computeIfAbsent(
                table, each -> pointed != null ? new PointedTable(lake, each, pointed) : new RenamedTable(lake, each));
    }

    /** Whether the days are records, and no folders. */
    boolean haveRecords() {
        return pointed != null;
    }

    /** The small objects of a table that change in one step. */
    SmallObjects objects(Table table) {
        return isOnObjectStore ? files : new DiskObjects(files, turns(table));
    }

    private Turns turns(Table table) {
        if (isOnObjectStore) {
            return Turns.NONE;
        }
        return () -> {
            TableLock lock = TableLock.acquire(files, Recovery.lockOf(lake, table));
            return lock::close;
        };
    }
}
