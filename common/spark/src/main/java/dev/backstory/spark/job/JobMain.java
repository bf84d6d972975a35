package dev.backstory.spark.job;

import dev.backstory.command.BuildOptions;
import dev.backstory.command.CommandLines;
import dev.backstory.command.ConfigOptions;
import dev.backstory.command.Console;
import dev.backstory.command.ExitCode;
import dev.backstory.command.Failures;
import dev.backstory.command.Interrupt;
import dev.backstory.command.JobOptions;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.observe.event.Observer;
import dev.backstory.spark.progress.StageProgress;
import dev.backstory.spark.session.JobSession;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;
import org.apache.spark.SparkUserAppException;
import picocli.CommandLine;

/** From a job's arguments to its exit code: options, config, session, body, and a message for whatever goes wrong. */
public final class JobMain {
    /** A Spark setting, so that it reaches the driver everywhere: whether the last line of a failure names its code. */
    private static final String EXIT_LINE = "spark.backstory.exit-line";

    private JobMain() {}

    /**
     * Runs the body of a job that builds.
     *
     * @param step the step's id, for the session's settings and the messages
     * @param body the job, given its context; its result is the exit code
     */
    public static int build(String step, BuildOptions options, ToIntFunction<JobContext> body) {
        return run(step, step, options, options.rebuild(), options::requireOver, body);
    }

    public static int run(String step, JobOptions options, boolean rebuild, ToIntFunction<JobContext> body) {
        return run(step, step, options, rebuild, body);
    }

    /** @param command how the job is started again, without its config and days, such as {@code dq --step actions} */
    public static int run(
            String step, String command, JobOptions options, boolean rebuild, ToIntFunction<JobContext> body) {
        return run(step, command, options, rebuild, (range, zone) -> {}, body);
    }

    private static int run(
            String step,
            String command,
            JobOptions options,
            boolean rebuild,
            BiConsumer<DayRange, ZoneId> check,
            ToIntFunction<JobContext> body) {
        return Failures.report(step, () -> {
            var range = options.range();
            var run = options.run();
            PipelineConfig config = load(options);
            check.accept(range, config.timezone());
            Console console = Console.standard();
            if (JobSession.existing().isEmpty()) {
                Interrupt.leaves(step, () -> "nothing was begun. To go on: start it again");
            }
            try (JobSession session = open(config, step, console);
                    Observer observer = Watched.observers(config, step, session.spark(), console)) {
                JobContext context = new JobContext(
                        config,
                        options.config(),
                        session.spark(),
                        session.lake(config),
                        range,
                        run,
                        rebuild,
                        console,
                        observer);
                if (!session.isGuest()) {
                    Interrupt.leaves(step, new Interruption(command, context)::left);
                }
                StageProgress.step(session.spark().sparkContext(), step);
                return body.applyAsInt(context);
            }
        });
    }

    /** A config that is not on this machine is reached as the session reaches files, if there is one already. */
    public static PipelineConfig load(ConfigOptions options) {
        return options.load(JobSession.existing()
                .<Iterable<Map.Entry<String, String>>>map(
                        session -> session.sparkContext().hadoopConfiguration())
                .orElse(List.of()));
    }

    /** Opens the session of a step, and says which settings have no effect. */
    public static JobSession open(PipelineConfig config, String step, Console console) {
        JobSession session = JobSession.open(config, step);
        if (!session.ignored().isEmpty()) {
            console.say(
                    step,
                    "Spark's session was there already, so these settings of the config have no effect; give them to"
                            + " the cluster: " + String.join(", ", session.ignored()));
        }
        return session;
    }

    /**
     * Parses arguments into a command object (a picocli {@code Callable<Integer>}) and ends with its code as Spark wants a
     * main method to end: it returns after 0 and throws every other code. spark-submit and a driver on Kubernetes exit with
     * the code, and YARN reports it. System.exit would do the same but for YARN in cluster mode, where an application that
     * exits by itself has failed, whatever its code. Where the platform has started a session before the program, nobody
     * reads codes: the exception says in words what became of it. Where a platform shows only what the driver prints,
     * {@code spark.backstory.exit-line} asks for the same words as the last line.
     *
     * @throws SparkUserAppException the exit code, when it is not 0
     * @throws FailedJob the same in words, when somebody else's session was there before
     */
    public static void exit(Object command, String... args) throws SparkUserAppException {
        boolean isGuest = JobSession.existing().isPresent();
        CommandLine line = CommandLines.of(command);
        int code = line.execute(args);
        if (code != ExitCode.OK && Boolean.getBoolean(EXIT_LINE)) {
            line.getErr().println(FailedJob.inWords(line.getCommandName(), code));
            line.getErr().flush();
        }
        if (code != ExitCode.OK && isGuest) {
            throw new FailedJob(line.getCommandName(), code);
        }
        if (code != ExitCode.OK) {
            throw new SparkUserAppException(code);
        }
    }
}
