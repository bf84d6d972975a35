package dev.backstory.dq;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.StagedRun;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.lake.store.Lake;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Which days of a range are waiting for an audit.
 *
 * @param waiting staged days, in order
 * @param published days that are published, with nothing staged that is not older
 * @param missing days with neither
 */
record WaitingDays(List<AuditDay> waiting, List<PublishRecord> published, List<LocalDate> missing) {

    /** @param run the run whose days are wanted; without one, of each day the newest that is not published yet */
    static WaitingDays find(Lake lake, Table table, DayRange range, Optional<RunId> run) {
        List<StagedRun> runs =
                run.isPresent() ? lake.stagedRun(table, run.get()).stream().toList() : lake.stagedRuns(table);
        SortedMap<LocalDate, PublishRecord> records = lake.published(table, range);
        List<AuditDay> waiting = new ArrayList<>();
        List<PublishRecord> published = new ArrayList<>();
        List<LocalDate> missing = new ArrayList<>();
        for (LocalDate dt : range.days()) {
            PublishRecord record = records.get(dt);
            Optional<AuditDay> staged = runs.stream()
                    .filter(each -> each.day(dt).isPresent() && lake.isStaged(each, dt))
                    .filter(each -> record == null || !record.isLaterThan(each))
                    .findFirst()
                    .map(each -> new AuditDay(each, each.day(dt).orElseThrow()));
            if (staged.isPresent()) {
                waiting.add(staged.get());
            } else if (record != null) {
                published.add(record);
            } else {
                missing.add(dt);
            }
        }
        return new WaitingDays(waiting, published, missing);
    }
}
