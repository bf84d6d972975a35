package dev.backstory.cli;

import dev.backstory.command.ExitCode;
import dev.backstory.command.Failures;
import dev.backstory.command.JobOptions;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.dq.DqJob;
import dev.backstory.history.VocabularyJob;
import dev.backstory.spark.job.JobContext;
import dev.backstory.spark.job.JobMain;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "vocabulary",
        header = "Number the items for a model: build, audit and publish a vocabulary.",
        description =
                "The vocabulary of a day has the items of the actions in the lookback before it, the most frequent first,"
                        + " from 2 on; 0 is padding and 1 is every other item. One that is published stays as it is.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  bin/backstory vocabulary --config pipeline.yaml --dt 2025-08-01"})
final class VocabularyCommand implements Callable<Integer> {
    @Mixin
    private JobOptions options;

    @Option(
            names = "--rebuild",
            description = "Replace those that are published; their models do not know the new ones.")
    private boolean rebuild;

    @Override
    public Integer call() {
        return JobMain.run(Step.VOCABULARY.id(), options, rebuild, VocabularyCommand::run);
    }

    private static int run(JobContext context) {
        int code = Failures.report(Step.VOCABULARY.id(), () -> VocabularyJob.run(context));
        if (context.lake().stagedRun(Table.VOCABULARY, context.run()).isEmpty()) {
            return code;
        }
        int audited = Failures.report(
                "dq", () -> DqJob.audit(context, List.of(Table.VOCABULARY), Optional.of(context.run())));
        return code == ExitCode.OK || audited == ExitCode.CHECK_FAILED ? audited : code;
    }
}
