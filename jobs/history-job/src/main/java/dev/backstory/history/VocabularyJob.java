package dev.backstory.history;

import dev.backstory.command.ExitCode;
import dev.backstory.command.JobOptions;
import dev.backstory.core.contract.Step;
import dev.backstory.history.vocabulary.VocabularyPipeline;
import dev.backstory.spark.job.JobContext;
import dev.backstory.spark.job.JobMain;
import dev.backstory.spark.job.Watched;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Stages vocabularies: a program for spark-submit ({@code --class}), and a call within another process. The audit after it
 * publishes them ({@code dq --step vocabulary}).
 */
@Command(
        name = "vocabulary",
        mixinStandardHelpOptions = true,
        description = "Stage the vocabulary of the items seen before some days.")
public final class VocabularyJob implements Callable<Integer> {
    @Mixin
    private JobOptions options;

    @Option(names = "--rebuild", description = "Build those that are published too.")
    private boolean rebuild;

    /** Its help is read where there is no Spark: no class of Spark's is in the signature. */
    public static void main(String[] args) throws Exception {
        JobMain.exit(new VocabularyJob(), args);
    }

    @Override
    public Integer call() {
        return JobMain.run(Step.VOCABULARY.id(), options, rebuild, VocabularyJob::run);
    }

    /**
     * Stages the vocabularies of the context's range that are not published.
     *
     * @return 0, or 1 when days are blocked
     */
    public static int run(JobContext context) {
        return Watched.step(
                context,
                Step.VOCABULARY,
                of -> new VocabularyPipeline(of).run().isEmpty() ? ExitCode.OK : ExitCode.ERROR);
    }
}
