package dev.backstory.lake.state;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.StagedRun;
import dev.backstory.lake.run.UnfinishedRun;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.store.SkippedDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the folders of a table say without a look into the days: which there are, and what lies in staging.
 *
 * @param published days with a folder; those without a record in it are not published
 * @param staged the complete runs that hold a day, newest first
 * @param skipped days that were left out, and what they waited for
 * @param all every day that is published, staged, being built, left out or was audited
 */
record KnownDays(
        TreeSet<LocalDate> published,
        Map<LocalDate, List<StagedRun>> staged,
        List<UnfinishedRun> unfinished,
        SortedMap<LocalDate, SkippedDays.Skip> skipped,
        TreeSet<LocalDate> all) {

    static KnownDays of(Lake lake, PipelineConfig config, Table table, AuditTrail audits) {
        TreeSet<LocalDate> published = new TreeSet<>(lake.days(table));
        Map<LocalDate, List<StagedRun>> staged = new HashMap<>();
        for (StagedRun run : lake.stagedRuns(table)) {
            lake.waiting(run)
                    .forEach(day -> staged.computeIfAbsent(day, none -> new ArrayList<>())
                            .add(run));
        }
        List<UnfinishedRun> unfinished = lake.unfinishedRuns(table);
        TreeSet<LocalDate> all = new TreeSet<>(published);
        all.addAll(staged.keySet());
        unfinished.forEach(run -> run.days().stream().map(DayRange::days).forEach(all::addAll));
        all.addAll(audits.days());
        SortedMap<LocalDate, SkippedDays.Skip> skipped =
                SkippedDays.of(lake, config, table).read();
        all.addAll(skipped.keySet());
        return new KnownDays(published, staged, unfinished, skipped, all);
    }

    /** The run that is writing a day, or died while it did: of several the last to give a sign. */
    @Nullable
    UnfinishedRun unfinished(LocalDate day) {
        UnfinishedRun last = null;
        for (UnfinishedRun run : unfinished) {
            if (run.days().stream().anyMatch(range -> range.contains(day))
                    && (last == null || run.lastSign().isAfter(last.lastSign()))) {
                last = run;
            }
        }
        return last;
    }
}
