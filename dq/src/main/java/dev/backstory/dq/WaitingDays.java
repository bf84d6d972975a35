package dev.backstory.dq;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedRun;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.store.SkippedDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * Which days of a range are waiting for an audit.
 *
 * @param waiting staged days, in order
 * @param published days that are published, with nothing staged that is not older
 * @param skipped days with neither that were left out ({@code arrival.then: skip})
 * @param missing other days with neither
 */
record WaitingDays(
        List<AuditDay> waiting, List<PublishRecord> published, List<LocalDate> skipped, List<LocalDate> missing) {

    /** @param run the run whose days are wanted; without one, of each day the newest that is not published yet */
    static WaitingDays find(PipelineConfig config, Lake lake, Table table, DayRange range, Optional<RunId> run) {
        List<StagedRun> runs =
                run.isPresent() ? lake.stagedRun(table, run.get()).stream().toList() : lake.stagedRuns(table);
        SortedMap<LocalDate, PublishRecord> records = lake.published(table, range);
        Map<LocalDate, List<AuditDay>> staged = new HashMap<>();
        for (StagedRun each : runs) {
            SortedSet<LocalDate> still = lake.waiting(each);
            for (StagedDay day : each.days()) {
                if (!still.contains(day.dt())) {
                    continue;
                }
                staged.computeIfAbsent(day.dt(), dt -> new ArrayList<>()).add(new AuditDay(each, day));
            }
        }
        List<AuditDay> waiting = new ArrayList<>();
        List<PublishRecord> published = new ArrayList<>();
        List<LocalDate> skipped = new ArrayList<>();
        List<LocalDate> missing = new ArrayList<>();
        NavigableSet<LocalDate> skips =
                SkippedDays.of(lake, config, SkippedDays.decisive(table)).days();
        for (LocalDate dt : range.days()) {
            PublishRecord record = records.get(dt);
            Optional<AuditDay> newest = staged.getOrDefault(dt, List.of()).stream()
                    .filter(each -> record == null || !record.isLaterThan(each.run()))
                    .findFirst();
            if (newest.isPresent()) {
                waiting.add(newest.get());
            } else if (record != null) {
                published.add(record);
            } else if (skips.contains(dt)) {
                skipped.add(dt);
            } else {
                missing.add(dt);
            }
        }
        return new WaitingDays(waiting, published, skipped, missing);
    }
}
