package dev.backstory.spark.progress;

import dev.backstory.command.StatusLine;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Timer;
import java.util.TimerTask;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.spark.SparkContext;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Shows how far the stages of Spark are that take a while, by Spark's own count of tasks. */
public class StageProgress extends SparkListener {
    private static final String STEP = "backstory.step";
    private static final Duration LONG = Duration.ofSeconds(1);
    private static final long EVERY_MILLIS = 250;

    private final LongSupplier nanos;
    private final Map<Integer, Stage> running = new TreeMap<>();

    StageProgress(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Names the step that this thread's jobs are done for. */
    public static void step(SparkContext spark, String step) {
        spark.setLocalProperty(STEP, step);
    }

    /** Shows the progress of all of a session's jobs, until it ends. */
    public static void show(SparkContext spark, StatusLine line) {
        StageProgress progress = new StageProgress(System::nanoTime);
        Timer timer = new Timer("progress", true);
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        progress.bar().ifPresent(bar -> line.show(bar.text()));
                    }
                },
                EVERY_MILLIS,
                EVERY_MILLIS);
        spark.addSparkListener(progress);
        spark.addSparkListener(new SparkListener() {
            @Override
            public void onStageCompleted(SparkListenerStageCompleted completed) {
                line.clear();
            }

            @Override
            public void onApplicationEnd(SparkListenerApplicationEnd end) {
                timer.cancel();
                line.clear();
            }
        });
    }

    @Override
    public synchronized void onStageSubmitted(SparkListenerStageSubmitted submitted) {
        Properties properties = submitted.properties();
        String step = properties == null ? "" : properties.getProperty(STEP, "");
        running.put(
                submitted.stageInfo().stageId(),
                new Stage(step, submitted.stageInfo().numTasks(), nanos.getAsLong()));
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        Stage stage = running.get(end.stageId());
        if (stage != null && end.taskInfo().successful()) {
            stage.done++;
            stage.rows += rows(end.taskMetrics());
        }
    }

    @Override
    public synchronized void onStageCompleted(SparkListenerStageCompleted completed) {
        running.remove(completed.stageInfo().stageId());
    }

    /** Of the oldest stage that runs, if it runs for long. */
    synchronized Optional<StageBar> bar() {
        for (Stage stage : running.values()) {
            Duration since = Duration.ofNanos(nanos.getAsLong() - stage.start);
            if (since.compareTo(LONG) >= 0) {
                return Optional.of(new StageBar(stage.step, stage.tasks, stage.done, stage.rows, since));
            }
        }
        return Optional.empty();
    }

    /** A task reads either files or what another stage left. */
    private static long rows(TaskMetrics metrics) {
        return metrics == null
                ? 0
                : metrics.inputMetrics().recordsRead()
                        + metrics.shuffleReadMetrics().recordsRead();
    }

    private static final class Stage {
        final String step;
        final int tasks;
        final long start;
        int done;
        long rows;

        Stage(String step, int tasks, long start) {
            this.step = step;
            this.tasks = tasks;
            this.start = start;
        }
    }
}
