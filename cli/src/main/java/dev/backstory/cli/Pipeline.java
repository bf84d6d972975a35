package dev.backstory.cli;

import dev.backstory.actions.ActionsJob;
import dev.backstory.command.ExitCode;
import dev.backstory.command.Failures;
import dev.backstory.command.Verbosity;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.UsageException;
import dev.backstory.dq.DqJob;
import dev.backstory.history.HistoryJob;
import dev.backstory.impressions.ImpressionsJob;
import dev.backstory.inspect.status.PublishedSummary;
import dev.backstory.lake.run.BusyException;
import dev.backstory.spark.job.JobContext;
import dev.backstory.spark.progress.StageProgress;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * All steps and audits of a range in one process. A day that fails stops only what depends on it: the other days go on,
 * and the exit code tells of the failure.
 */
final class Pipeline {
    private final JobContext context;
    private int exitCode = ExitCode.OK;

    /** Whether no step can do its work, because the settings are wrong or another process is doing it. */
    private boolean stopped;

    Pipeline(JobContext context) {
        this.context = context;
    }

    int run() {
        step(Step.ACTIONS, ActionsJob::run);
        if (!stopped) {
            step(Step.IMPRESSIONS, ImpressionsJob::run);
        }
        if (stopped) {
            return exitCode;
        }
        boolean explained = exitCode != ExitCode.OK;
        step(Step.HISTORY, of -> HistoryJob.run(of, explained));
        if (Verbosity.isQuiet()) {
            return exitCode;
        }
        context.console().line("");
        new PublishedSummary(context.config(), context.lake(), context.range())
                .lines()
                .forEach(context.console()::line);
        return exitCode;
    }

    private void step(Step step, ToIntFunction<JobContext> job) {
        StageProgress.step(context.spark().sparkContext(), step.id());
        remember(Failures.report(step.id(), () -> noting(job)));
        List<Table> staged = context.config().tables(step).stream()
                .filter(table -> context.lake().stagedRun(table, context.run()).isPresent())
                .toList();
        if (!staged.isEmpty()) {
            StageProgress.step(context.spark().sparkContext(), "dq");
            remember(Failures.report("dq", () -> DqJob.audit(context, staged, Optional.of(context.run()))));
        }
    }

    private int noting(ToIntFunction<JobContext> job) {
        try {
            return job.applyAsInt(context);
        } catch (UsageException | BusyException e) {
            stopped = true;
            throw e;
        }
    }

    /** A failed day outweighs an error: it is final, and the error is often only its consequence. */
    private void remember(int code) {
        if (exitCode == ExitCode.OK || code == ExitCode.CHECK_FAILED) {
            exitCode = code;
        }
    }
}
