package dev.backstory.spark.job;

import dev.backstory.command.Console;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.run.RunId;
import dev.backstory.lake.store.Lake;
import dev.backstory.observe.event.Observer;
import org.apache.spark.sql.SparkSession;

/**
 * All that a step needs to run.
 *
 * @param configArgument the config's path as the user gave it, for commands in messages
 * @param rebuild build current days too
 * @param observer is told what the step does
 */
public record JobContext(
        PipelineConfig config,
        String configArgument,
        SparkSession spark,
        Lake lake,
        DayRange range,
        RunId run,
        boolean rebuild,
        Console console,
        Observer observer) {

    /** That nobody watches. */
    public JobContext(
            PipelineConfig config,
            String configArgument,
            SparkSession spark,
            Lake lake,
            DayRange range,
            RunId run,
            boolean rebuild,
            Console console) {
        this(config, configArgument, spark, lake, range, run, rebuild, console, Observer.NONE);
    }
}
