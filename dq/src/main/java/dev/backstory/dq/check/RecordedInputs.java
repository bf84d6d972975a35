package dev.backstory.dq.check;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.InputRun;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.lake.store.Lake;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The published days that staged rows were made from, as long as those are still published. */
final class RecordedInputs {
    private final Map<Table, SortedMap<LocalDate, PublishRecord>> published = new HashMap<>();

    RecordedInputs(Lake lake, List<AuditDay> days) {
        for (Table table : List.of(Table.ACTIONS, Table.IMPRESSIONS)) {
            List<InputRun> runs = days.stream()
                    .flatMap(day -> day.day().inputs().stream())
                    .filter(input -> input.table() == table)
                    .toList();
            Optional<LocalDate> first = runs.stream().map(InputRun::from).min(LocalDate::compareTo);
            Optional<LocalDate> last = runs.stream().map(InputRun::to).max(LocalDate::compareTo);
            published.put(
                    table,
                    first.isEmpty()
                            ? new TreeMap<>()
                            : lake.published(table, new DayRange(first.get(), last.orElseThrow())));
        }
    }

    /** Why the rows of a day can no longer be compared with their inputs. */
    Optional<String> problem(AuditDay day, Table table) {
        for (InputRun input : day.day().inputs()) {
            if (input.table() != table) {
                continue;
            }
            for (LocalDate dt : new DayRange(input.from(), input.to()).days()) {
                PublishRecord record = published.get(table).get(dt);
                if (record == null || !record.run().equals(input.run())) {
                    return Optional.of("these rows were made from run " + input.run() + " of " + table.folder() + " "
                            + dt + ", but "
                            + (record == null
                                    ? "that day is no longer published"
                                    : "run " + record.run() + " is published now")
                            + "; build the day again");
                }
            }
        }
        if (table == Table.IMPRESSIONS && of(day, table).get(day.dt()) == null) {
            return Optional.of("the manifest of run " + day.run().run() + " does not say which impressions of "
                    + day.dt() + " it was made from; build the day again");
        }
        return Optional.empty();
    }

    /** The publish records of a day's inputs; only for days without such a problem. */
    SortedMap<LocalDate, PublishRecord> of(AuditDay day, Table table) {
        SortedMap<LocalDate, PublishRecord> records = new TreeMap<>();
        for (InputRun input : day.day().inputs()) {
            if (input.table() == table) {
                records.putAll(
                        published.get(table).subMap(input.from(), input.to().plusDays(1)));
            }
        }
        return records;
    }
}
