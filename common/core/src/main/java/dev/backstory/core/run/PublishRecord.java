package dev.backstory.core.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.backstory.core.contract.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code _PUBLISHED.json} in a day's folder: this day passed its audit, and this is how it came to be.
 *
 * @param stagedAt when the run was staged
 * @param rows rows of the table's day
 * @param rejectedRows rows of {@code rejected/<table>} of the day
 * @param files the day's Parquet files; readers need not list the folder
 * @param rejectedFiles the files of its rejected rows
 * @param verdict PASS or WARN
 * @param metrics the audit's figures that later audits compare with
 * @param report path of the report, relative to the lake's root
 * @param raw what the sources that keep days in folders had for it when they were read
 * @param notArrived sources without rows that were waited for, and until when; the day was published without them
 * @param stepTook the step, for all days of its run; null in records of older versions
 * @param auditTook the audit, for all days that it looked at together; null in records of older versions
 * @param folder where its files lie, below the table's folder; null where they lie beside the record
 */
public record PublishRecord(
        Table table,
        LocalDate dt,
        RunId run,
        Instant stagedAt,
        Instant publishedAt,
        long rows,
        long rejectedRows,
        String schema,
        String settingsHash,
        String rulesHash,
        String codeVersion,
        List<InputRun> inputs,
        List<StagedFile> files,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<StagedFile> rejectedFiles,
        Verdict verdict,
        Map<String, Double> metrics,
        String report,
        List<RawFiles> raw,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> notArrived,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Took stepTook,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Took auditTook,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String folder) {

    /** Records of older versions do not say what the sources had, nor where rejected rows are. */
    public PublishRecord {
        raw = raw == null ? List.of() : List.copyOf(raw);
        notArrived = notArrived == null ? Map.of() : notArrived;
        rejectedFiles = rejectedFiles == null ? List.of() : List.copyOf(rejectedFiles);
    }

    /**
     * What the audit of a day adds to what is known of it.
     *
     * @param rulesHash of the rules it was judged by
     */
    public record Passed(
            Instant at,
            String rulesHash,
            Verdict verdict,
            Map<String, Double> metrics,
            String report,
            @Nullable Took took) {
        /** By an audit of which nobody knows how long it took. */
        public Passed(Instant at, String rulesHash, Verdict verdict, Map<String, Double> metrics, String report) {
            this(at, rulesHash, verdict, metrics, report, null);
        }
    }

    /** Of a staged day, as its manifest describes it, that has passed. */
    public static PublishRecord of(StagedRun run, StagedDay day, Passed audit) {
        return new PublishRecord(
                run.table(),
                day.dt(),
                run.run(),
                run.stagedAt(),
                audit.at(),
                day.rows(),
                day.rejectedRows(),
                run.schema(),
                run.settingsHash(),
                audit.rulesHash(),
                run.codeVersion(),
                day.inputs(),
                day.files(),
                day.rejectedFiles(),
                audit.verdict(),
                audit.metrics(),
                audit.report(),
                day.raw(),
                day.notArrived(),
                run.took(),
                audit.took(),
                null);
    }

    /** The same day, whose files lie elsewhere. */
    public PublishRecord lyingIn(String otherFolder) {
        return new PublishRecord(
                table,
                dt,
                run,
                stagedAt,
                publishedAt,
                rows,
                rejectedRows,
                schema,
                settingsHash,
                rulesHash,
                codeVersion,
                inputs,
                files,
                rejectedFiles,
                verdict,
                metrics,
                report,
                raw,
                notArrived,
                stepTook,
                auditTook,
                otherFolder);
    }

    /** Whether a run that still waits was staged before what is published here, so that publishing it would go back. */
    public boolean isLaterThan(StagedRun waiting) {
        return stagedAt.isAfter(waiting.stagedAt());
    }
}
