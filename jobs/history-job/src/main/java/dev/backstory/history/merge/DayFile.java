package dev.backstory.history.merge;

import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.StagedFile;
import dev.backstory.lake.store.Lake;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** A published file, by its name in the publish record: nothing is listed. */
public record DayFile(LocalDate dt, String path) implements Serializable {

    /** The files of published days, without the empty ones. */
    public static List<DayFile> of(Lake lake, Table table, SortedMap<LocalDate, PublishRecord> days) {
        List<DayFile> files = new ArrayList<>();
        days.forEach((day, record) -> {
            for (StagedFile file : record.files()) {
                if (file.rows() > 0) {
                    files.add(new DayFile(day, lake.file(record, file).toString()));
                }
            }
        });
        return List.copyOf(files);
    }
}
