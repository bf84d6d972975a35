package dev.backstory.lake.state;

import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.StagedRun;
import dev.backstory.lake.run.UnfinishedRun;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Says what became of a day of one table. */
final class DayJudge {
    private final KnownDays known;
    private final AuditTrail audits;

    DayJudge(KnownDays known, AuditTrail audits) {
        this.known = known;
        this.audits = audits;
    }

    /** @param stale the reasons why a record is not what a build would give now */
    DayState state(LocalDate dt, @Nullable PublishRecord record, Function<PublishRecord, List<StaleReason>> stale) {
        List<AuditTrail.Audit> since = known.all().contains(dt) ? audits.since(record, dt) : List.of();
        DayState.Failure failure =
                since.isEmpty() || !since.get(0).isFailure() ? null : audits.failure(since.get(0), dt);
        StagedRun waiting = waiting(dt, record, since);
        UnfinishedRun unfinished = known.unfinished(dt);
        List<StaleReason> reasons = record == null ? List.of() : stale.apply(record);
        return new DayState(
                dt,
                state(unfinished, waiting, failure, record, reasons),
                record == null ? null : DayState.Publication.of(record),
                reasons,
                failure,
                waiting == null ? null : new DayState.Waiting(waiting.run(), waiting.stagedAt()),
                unfinished == null
                        ? null
                        : new DayState.Unfinished(
                                unfinished.run(), unfinished.isAlive(), unfinished.owner(), unfinished.lastSign()));
    }

    /** A table's next run clears away what died, so what is unfinished is the newest; and what waits is not judged yet. */
    private static State state(
            @Nullable UnfinishedRun unfinished,
            @Nullable StagedRun waiting,
            DayState.@Nullable Failure failure,
            @Nullable PublishRecord record,
            List<StaleReason> reasons) {
        if (unfinished != null) {
            return unfinished.isAlive() ? State.RUNNING : State.INTERRUPTED;
        }
        if (waiting != null) {
            return State.STAGED;
        }
        if (failure != null) {
            return State.FAILED;
        }
        if (record == null) {
            return State.MISSING;
        }
        return reasons.isEmpty() ? State.PUBLISHED : State.STALE;
    }

    /** The newest run that holds the day, unless something newer is published or it failed its audit. */
    private @Nullable StagedRun waiting(LocalDate dt, @Nullable PublishRecord record, List<AuditTrail.Audit> since) {
        List<StagedRun> runs = known.staged().getOrDefault(dt, List.of());
        if (runs.isEmpty()) {
            return null;
        }
        StagedRun newest = runs.get(0);
        boolean isOver = record != null && record.isLaterThan(newest);
        return isOver || since.stream().anyMatch(audit -> isFailureOf(newest, audit)) ? null : newest;
    }

    /** A run that is staged afresh under its old id has not been audited yet. */
    private static boolean isFailureOf(StagedRun run, AuditTrail.Audit audit) {
        return audit.isFailure()
                && audit.run().equals(run.run())
                && audit.stagedAt().equals(run.stagedAt());
    }
}
