package dev.backstory.spark.job;

import dev.backstory.command.BuildOptions;
import dev.backstory.command.CommandLines;
import dev.backstory.command.Console;
import dev.backstory.command.ExitCode;
import dev.backstory.command.Failures;
import dev.backstory.command.JobOptions;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.lake.store.Lake;
import dev.backstory.spark.progress.StageProgress;
import dev.backstory.spark.session.Sessions;
import java.time.ZoneId;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;
import org.apache.spark.SparkUserAppException;
import org.apache.spark.sql.SparkSession;

/** From a job's arguments to its exit code: options, config, session, body, and a message for whatever goes wrong. */
public final class JobMain {
    private JobMain() {}

    /**
     * Runs the body of a job that builds.
     *
     * @param step the step's id, for the session's settings and the messages
     * @param body the job, given its context; its result is the exit code
     */
    public static int build(String step, BuildOptions options, ToIntFunction<JobContext> body) {
        return run(step, options, options.rebuild(), options::requireOver, body);
    }

    public static int run(String step, JobOptions options, boolean rebuild, ToIntFunction<JobContext> body) {
        return run(step, options, rebuild, (range, zone) -> {}, body);
    }

    private static int run(
            String step,
            JobOptions options,
            boolean rebuild,
            BiConsumer<DayRange, ZoneId> check,
            ToIntFunction<JobContext> body) {
        return Failures.report(step, () -> {
            var range = options.range();
            var run = options.run();
            PipelineConfig config = options.load();
            check.accept(range, config.timezone());
            try (SparkSession spark = Sessions.open(config, step)) {
                Lake lake = Sessions.lake(config, spark);
                JobContext context =
                        new JobContext(config, options.config(), spark, lake, range, run, rebuild, Console.standard());
                new Interruption(step, context).watch();
                StageProgress.step(spark.sparkContext(), step);
                return body.applyAsInt(context);
            }
        });
    }

    /**
     * Parses arguments into a command object (a picocli {@code Callable<Integer>}) and ends with its code as Spark wants a
     * main method to end: it returns after 0 and throws every other code. spark-submit and a driver on Kubernetes exit with
     * the code, and YARN reports it. System.exit would do the same but for YARN in cluster mode, where an application that
     * exits by itself has failed, whatever its code.
     *
     * @throws SparkUserAppException the exit code, when it is not 0
     */
    public static void exit(Object command, String... args) throws SparkUserAppException {
        int code = CommandLines.of(command).execute(args);
        if (code != ExitCode.OK) {
            throw new SparkUserAppException(code);
        }
    }
}
