package dev.backstory.spark.job;

import dev.backstory.command.Console;
import dev.backstory.command.ExitCode;
import dev.backstory.command.Failures;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.SparkSettings;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.StagedRun;
import dev.backstory.core.run.Verdict;
import dev.backstory.observe.Observers;
import dev.backstory.observe.event.DayVerdict;
import dev.backstory.observe.event.JobResult;
import dev.backstory.observe.event.JobRun;
import dev.backstory.observe.event.Observer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Tells the observers of a job that it begins, and what came of it. Where nobody watches, a job is its body alone. */
public final class Watched {
    private static final String LINEAGE = "spark.openlineage.";
    private static final int MOST_DAYS = 5;

    private final JobContext context;
    private final JobRun run;

    private Watched(JobContext context, JobRun run) {
        this.context = context;
        this.run = run;
    }

    /** Whoever is to be told what the jobs of a session do. */
    static Observer observers(PipelineConfig config, String step, SparkSession session, Console console) {
        Map<String, String> spark = new LinkedHashMap<>();
        for (Tuple2<String, String> setting : session.sparkContext().getConf().getAllWithPrefix(LINEAGE)) {
            spark.put(LINEAGE + setting._1(), setting._2());
        }
        // A session that was there before does not have the config's.
        Map<String, String> configured = SparkSettings.STEPS.contains(step)
                ? config.spark().confFor(step)
                : config.spark().conf();
        configured.forEach((key, value) -> {
            if (key.startsWith(LINEAGE)) {
                spark.putIfAbsent(key, value);
            }
        });
        return Observers.open(config, spark, System.getenv(), line -> console.say("lineage", line), console::problem);
    }

    /** Runs a step that stages. */
    public static int step(JobContext context, Step step, ToIntFunction<JobContext> body) {
        if (context.observer() == Observer.NONE) {
            return body.applyAsInt(context);
        }
        List<Table> tables = context.config().tables(step);
        return new Watched(context, run(context, step, false, tables)).run(verdicts -> body.applyAsInt(context));
    }

    /**
     * Runs an audit.
     *
     * @param tables of one step
     * @param body gives each day to its argument once it is judged, unless nobody watches
     */
    public static int audit(JobContext context, List<Table> tables, ToIntFunction<Consumer<DayVerdict>> body) {
        if (context.observer() == Observer.NONE || tables.isEmpty()) {
            return body.applyAsInt(verdict -> {});
        }
        return new Watched(context, run(context, tables.get(0).step(), true, tables)).run(body);
    }

    private static JobRun run(JobContext context, Step step, boolean audit, List<Table> tables) {
        return new JobRun(context.config(), step, audit, tables, context.range(), context.run(), Instant.now());
    }

    private int run(ToIntFunction<Consumer<DayVerdict>> body) {
        context.observer().started(run);
        List<DayVerdict> verdicts = new ArrayList<>();
        try {
            int code = body.applyAsInt(verdicts::add);
            end(code, code == ExitCode.OK ? null : reason(verdicts), verdicts);
            return code;
        } catch (RuntimeException | OutOfMemoryError e) {
            end(Failures.code(e), Failures.message(e), verdicts);
            throw e;
        }
    }

    private void end(int code, @Nullable String failure, List<DayVerdict> verdicts) {
        context.observer()
                .ended(run, new JobResult(code, failure, Instant.now(), run.audit() ? List.of() : staged(), verdicts));
    }

    /** What cannot be read here is for whoever needs it to say. */
    private List<StagedRun> staged() {
        return run.tables().stream()
                .flatMap(table -> {
                    try {
                        return context.lake().stagedRun(table, run.run()).stream();
                    } catch (RuntimeException unreadable) {
                        return Stream.empty();
                    }
                })
                .toList();
    }

    private String reason(List<DayVerdict> verdicts) {
        List<DayVerdict> failed =
                verdicts.stream().filter(day -> !day.verdict().publishes()).toList();
        if (failed.isEmpty()) {
            return run.audit()
                    ? "not every day could be audited and published; the log of the job says why"
                    : "not every day could be built; the log of the job says why";
        }
        return failed.stream()
                        .limit(MOST_DAYS)
                        .map(day -> day.table().folder() + " " + day.dt()
                                + (day.verdict() == Verdict.FAIL ? " failed its audit: " : " could not be judged: ")
                                + worst(day))
                        .collect(Collectors.joining("; "))
                + (failed.size() > MOST_DAYS ? "; and " + (failed.size() - MOST_DAYS) + " more days" : "");
    }

    private static String worst(DayVerdict day) {
        return day.checks().stream()
                .findFirst()
                .map(check -> check.check() + ": " + check.observed())
                .orElse(day.sentence());
    }
}
