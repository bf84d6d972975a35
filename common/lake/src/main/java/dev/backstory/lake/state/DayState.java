package dev.backstory.lake.state;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RawFiles;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.StagedFile;
import dev.backstory.core.run.Took;
import dev.backstory.core.run.Verdict;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One day of one table.
 *
 * @param state by the newest thing that happened to the day
 * @param published what readers see; null when nothing is published
 * @param stale why what is published is not what a build would give now; empty when it is, or nothing is published
 * @param failure the last audit, when the day failed it and nothing newer is published; else null
 * @param waiting the newest complete run that waits for its audit; null when there is none
 * @param unfinished the run that is writing the day, or died while it did; null when there is none
 * @param notArrived of a day that was left out, the sources that it waited for, and until when; else empty
 */
public record DayState(
        LocalDate dt,
        State state,
        @Nullable Publication published,
        List<StaleReason> stale,
        @Nullable Failure failure,
        @Nullable Waiting waiting,
        @Nullable Unfinished unfinished,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> notArrived) {

    /** A day that was not left out. */
    public DayState(
            LocalDate dt,
            State state,
            @Nullable Publication published,
            List<StaleReason> stale,
            @Nullable Failure failure,
            @Nullable Waiting waiting,
            @Nullable Unfinished unfinished) {
        this(dt, state, published, stale, failure, waiting, unfinished, Map.of());
    }

    /** The same day, left out because these sources did not arrive; what is there of it in any way comes first. */
    DayState skipped(Map<String, String> late) {
        return state == State.MISSING || (state == State.FAILED && published == null)
                ? new DayState(dt, State.SKIPPED, null, List.of(), failure, null, null, late)
                : this;
    }

    /** Whether the published day is what a build would give now, whatever else lies in staging. */
    public boolean isCurrent() {
        return published != null && stale.isEmpty();
    }

    /**
     * A day as its readers see it.
     *
     * @param verdict PASS or WARN
     * @param report path of the report, relative to the lake's root
     * @param bytes of its files
     * @param raw what the sources that keep days in folders had for it when they were read
     * @param stepTook null where it is not known
     * @param auditTook null where it is not known
     */
    public record Publication(
            RunId run,
            Instant publishedAt,
            long rows,
            long rejectedRows,
            Verdict verdict,
            String report,
            @JsonIgnore long bytes,
            @JsonIgnore List<RawFiles> raw,
            @JsonIgnore @Nullable Took stepTook,
            @JsonIgnore @Nullable Took auditTook) {
        static Publication of(PublishRecord record) {
            return new Publication(
                    record.run(),
                    record.publishedAt(),
                    record.rows(),
                    record.rejectedRows(),
                    record.verdict(),
                    record.report(),
                    record.files().stream().mapToLong(StagedFile::bytes).sum(),
                    record.raw(),
                    record.stepTook(),
                    record.auditTook());
        }
    }

    /**
     * An audit that a day failed.
     *
     * @param verdict FAIL, or ERROR when something could not be judged
     * @param checks the checks that failed or could not be judged
     * @param report path of the page, relative to the lake's root
     */
    public record Failure(RunId run, Instant auditedAt, Verdict verdict, List<String> checks, String report) {}

    /** A complete staged run. */
    public record Waiting(RunId run, Instant stagedAt) {}

    /**
     * An incomplete staged run.
     *
     * @param owner the process, in words
     * @param lastSign its last heartbeat
     */
    public record Unfinished(RunId run, boolean isAlive, String owner, Instant lastSign) {}
}
