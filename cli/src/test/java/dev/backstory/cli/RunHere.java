package dev.backstory.cli;

import dev.backstory.command.Console;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.run.RunId;
import dev.backstory.observe.event.Observer;
import dev.backstory.spark.job.JobContext;
import dev.backstory.spark.session.Sessions;
import dev.backstory.testsupport.SparkForTests;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** {@code backstory run} in the tests' own process and Spark session, without the seconds that another would take. */
final class RunHere {
    private RunHere() {}

    /** @param said what it prints */
    record Result(int exit, String said) {}

    static Result run(PipelineConfig config, DayRange days) {
        return run(config, days, Observer.NONE);
    }

    static Result run(PipelineConfig config, DayRange days, Observer observer) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        JobContext context = new JobContext(
                config,
                "pipeline.yaml",
                SparkForTests.session(),
                Sessions.lake(config, SparkForTests.session()),
                days,
                RunId.random(),
                false,
                new Console(new PrintStream(said, true, StandardCharsets.UTF_8)),
                observer);
        int exit = new Pipeline(context).run();
        return new Result(exit, said.toString(StandardCharsets.UTF_8));
    }
}
