package dev.backstory.dq;

import dev.backstory.command.Count;
import dev.backstory.command.ExitCode;
import dev.backstory.command.JobOptions;
import dev.backstory.command.Suggestion;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.dq.audit.AuditedDay;
import dev.backstory.dq.audit.RangeAudit;
import dev.backstory.dq.page.LakeIndex;
import dev.backstory.dq.report.AuditReport;
import dev.backstory.lake.store.Recovery;
import dev.backstory.observe.event.DayVerdict;
import dev.backstory.spark.job.JobContext;
import dev.backstory.spark.job.JobMain;
import dev.backstory.spark.job.Watched;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Audits the staged days of a step and publishes those that pass.
 *
 * <p>Exit codes: 0 when every day passed or was published already; 1 when anything could not be judged or published,
 * or a day is neither staged nor published, whatever else failed (a retry may help); 3 when all was judged and a day
 * failed (a retry will not help). Days that pass are published in every case.
 */
@Command(
        name = "dq",
        mixinStandardHelpOptions = true,
        description = "Audit what a step staged, and publish the days that pass.",
        footer = {
            "",
            "Examples:",
            "  bin/backstory dq --config pipeline.yaml --step actions --dt 2025-08-14",
            "  bin/backstory dq --config pipeline.yaml --step history --from 2025-08-01 --to 2025-08-14"
        })
public final class DqJob implements Callable<Integer> {
    private static final String NAME = "dq";

    @Mixin
    private JobOptions options;

    @Option(
            names = "--step",
            required = true,
            paramLabel = "STEP",
            converter = StepOption.class,
            description = "The step whose result is audited: actions, impressions, history or vocabulary.")
    private Step step;

    @Option(
            names = "--each-day",
            description = "Print a line for each day, however many there are; else days that pass are not listed where"
                    + " there are more than seven.")
    private boolean eachDay;

    /** Its help is read where there is no Spark: no class of Spark's is in the signature. */
    public static void main(String[] args) throws Exception {
        JobMain.exit(new DqJob(), args);
    }

    @Override
    public Integer call() {
        return JobMain.run(
                NAME,
                NAME + " --step " + step.id(),
                options,
                false,
                context -> audit(
                        context,
                        context.config().tables(step),
                        options.hasRunId() ? Optional.of(context.run()) : Optional.empty(),
                        eachDay));
    }

    /**
     * Audits within a process that has a session already: all that the pipeline's config lets the step write.
     *
     * @param run the run whose staged days are audited; without one, of each day the newest that is not published yet
     * @return the exit code
     */
    public static int audit(JobContext context, Step step, Optional<RunId> run) {
        return audit(context, context.config().tables(step), run);
    }

    /** Each table stands for itself: what becomes of one keeps no day of another from being audited and published. */
    public static int audit(JobContext context, List<Table> tables, Optional<RunId> run) {
        return audit(context, tables, run, false);
    }

    private static int audit(JobContext context, List<Table> tables, Optional<RunId> run, boolean eachDay) {
        return Watched.audit(context, tables, told -> audit(context, tables, run, eachDay, told));
    }

    private static int audit(
            JobContext context, List<Table> tables, Optional<RunId> run, boolean eachDay, Consumer<DayVerdict> told) {
        int code = ExitCode.OK;
        RuntimeException failure = null;
        for (Table table : tables) {
            try {
                code = DayResult.worse(audit(context, table, run, eachDay, told), code);
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        return code;
    }

    private static int audit(
            JobContext context, Table table, Optional<RunId> run, boolean eachDay, Consumer<DayVerdict> told) {
        Instant start = Instant.now();
        new Recovery(context.lake()).recover(table);
        WaitingDays days = WaitingDays.find(context.config(), context.lake(), table, context.range(), run);
        DayPublishing publishing = new DayPublishing(context.lake(), context.console(), context.configArgument());
        List<AuditedDay> audited =
                new RangeAudit(context.config(), table, context.spark(), context.lake()).audit(days.waiting());
        List<DayResult> results = audited.stream().map(publishing::finish).toList();
        ToldDays.tell(context, audited, told);
        List<DayResult> written =
                results.stream().filter(day -> day.page().isPresent()).toList();
        List<AuditReport> reports = written.stream().map(DayResult::report).toList();
        if (!reports.isEmpty()) {
            writeIndex(context, reports);
        }
        new AuditLines(context.console(), context.lake().root(), eachDay).print(written);
        printTheRest(context, table, days, run);
        if (!reports.isEmpty()) {
            context.console().stage(NAME, summary(table, reports), Duration.between(start, Instant.now()));
        }
        return results.stream()
                .map(DayResult::code)
                .reduce(days.missing().isEmpty() ? ExitCode.OK : ExitCode.ERROR, DayResult::worse);
    }

    /** The verdicts stand without it, and the next audit writes it again. */
    private static void writeIndex(JobContext context, List<AuditReport> reports) {
        LakeIndex index = new LakeIndex(context.lake(), context.config(), context.configArgument());
        try {
            reports.forEach(index::note);
            index.rebuild();
        } catch (BackstoryException | UncheckedIOException | IllegalArgumentException e) {
            context.console()
                    .problem("dq: the audits are done, but the index of the lake is not up to date: " + e.getMessage());
        }
    }

    private static void printTheRest(JobContext context, Table table, WaitingDays days, Optional<RunId> run) {
        if (!days.published().isEmpty()) {
            context.console()
                    .say(
                            NAME,
                            table.folder() + ": nothing staged for "
                                    + text(days.published().stream()
                                            .map(PublishRecord::dt)
                                            .toList())
                                    + " that is not older than what is published");
        }
        if (!days.skipped().isEmpty()) {
            context.console()
                    .say(
                            NAME,
                            table.folder() + ": nothing staged for " + text(days.skipped())
                                    + ", as a source had not arrived (arrival.then: skip)");
        }
        if (!days.missing().isEmpty()) {
            DayRange range = new DayRange(
                    days.missing().get(0), days.missing().get(days.missing().size() - 1));
            context.console()
                    .problem("dq: Cannot audit " + table.folder() + " of " + text(days.missing()) + " because "
                            + run.map(id -> "run " + id + " staged nothing there")
                                    .orElse("nothing is staged there")
                            + " and nothing is published; run the step first: "
                            + Suggestion.of(table.step().id())
                                    .config(context.configArgument())
                                    .days(range));
        }
    }

    private static String text(List<LocalDate> days) {
        return days.size() <= 5
                ? days.stream().map(LocalDate::toString).collect(Collectors.joining(", "))
                : days.size() + " days from " + days.get(0) + " to " + days.get(days.size() - 1);
    }

    private static String summary(Table table, List<AuditReport> reports) {
        return table.folder() + ": "
                + reports.stream()
                        .collect(Collectors.groupingBy(AuditReport::verdict, TreeMap::new, Collectors.counting()))
                        .entrySet()
                        .stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey())
                        .collect(Collectors.joining(", "))
                + " of " + Count.of(reports.size(), "day");
    }
}
