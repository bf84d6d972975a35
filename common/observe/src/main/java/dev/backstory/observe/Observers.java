package dev.backstory.observe;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.observe.event.JobResult;
import dev.backstory.observe.event.JobRun;
import dev.backstory.observe.event.Observer;
import dev.backstory.observe.lineage.LineageSwitch;
import dev.backstory.observe.lineage.OpenLineageObserver;
import dev.backstory.observe.metrics.StatsdObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Finds the observers that the config, Spark's settings and the environment ask for. By default there are none. */
public final class Observers {
    private Observers() {}

    /**
     * @param spark the settings of Spark that the job runs with, or only those of OpenLineage among them
     * @param said takes the lines meant for the program that started the job
     * @param problems takes a line if an observer cannot be used
     */
    public static Observer open(
            PipelineConfig config,
            Map<String, String> spark,
            Map<String, String> environment,
            Consumer<String> said,
            Consumer<String> problems) {
        List<Observer> found = new ArrayList<>();
        // Classes of OpenLineage are loaded only if it is asked for.
        if (LineageSwitch.isOn(spark, environment)) {
            found.add(OpenLineageObserver.open(spark, environment, said, problems));
        }
        if (config.metrics().statsd() != null) {
            found.add(StatsdObserver.to(config.metrics(), problems));
        }
        return found.isEmpty() ? Observer.NONE : found.size() == 1 ? found.get(0) : new All(found);
    }

    private record All(List<Observer> each) implements Observer {
        @Override
        public void started(JobRun run) {
            each.forEach(observer -> observer.started(run));
        }

        @Override
        public void ended(JobRun run, JobResult result) {
            each.forEach(observer -> observer.ended(run, result));
        }

        @Override
        public void close() {
            each.forEach(Observer::close);
        }
    }
}
