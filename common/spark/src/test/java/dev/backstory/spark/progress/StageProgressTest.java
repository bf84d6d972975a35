package dev.backstory.spark.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.testsupport.SparkForTests;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("spark")
class StageProgressTest {
    @Test
    void aBarSaysHowFarItIsAndForHowLong() {
        assertThat(new StageBar("history", 24, 6, 1_234_567, Duration.ofSeconds(12)).text())
                .isEqualTo("history      [#####...............] 6 of 24 tasks, 1,234,567 rows, about 36 s left");
        assertThat(new StageBar("dq", 1200, 100, 0, Duration.ofSeconds(60)).text())
                .isEqualTo("dq           [#...................] 100 of 1,200 tasks, about 11 min left");
        assertThat(new StageBar("actions", 4, 0, 0, Duration.ofSeconds(30)).text())
                .isEqualTo("actions      [....................] 0 of 4 tasks");
        assertThat(new StageBar("actions", 4, 2, 10, Duration.ofSeconds(1)).text())
                .isEqualTo("actions      [##########..........] 2 of 4 tasks, 10 rows");
        assertThat(new StageBar("actions", 1, 1, 1, Duration.ofSeconds(5)).text())
                .isEqualTo("actions      [####################] 1 of 1 task, 1 row");
    }

    /** Spark itself says what there is to count; the clock is one that is moved by hand. */
    @Test
    void tasksAndRowsAreThoseOfSpark() throws Exception {
        AtomicLong nanos = new AtomicLong();
        List<String> bars = new CopyOnWriteArrayList<>();
        StageProgress progress = new StageProgress(nanos::get) {
            @Override
            public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
                super.onTaskEnd(end);
                assertThat(bar()).as("nothing is shown of what is short").isEmpty();
                nanos.set(Duration.ofSeconds(2).toNanos());
                bar().ifPresent(bar -> bars.add(bar.text()));
                nanos.set(0);
            }
        };
        SparkContext spark = SparkForTests.session().sparkContext();
        spark.addSparkListener(progress);
        try {
            StageProgress.step(spark, "history");
            SparkForTests.session()
                    .range(0, 3000, 1, 3)
                    .repartition(2)
                    .foreachPartition((org.apache.spark.api.java.function.ForeachPartitionFunction<Long>)
                            rows -> rows.forEachRemaining(row -> {}));
            spark.listenerBus().waitUntilEmpty();
        } finally {
            spark.removeSparkListener(progress);
            StageProgress.step(spark, "");
        }

        assertThat(bars)
                .contains(
                        "history      [######..............] 1 of 3 tasks, 1,000 rows",
                        "history      [####################] 3 of 3 tasks, 3,000 rows",
                        "history      [####################] 2 of 2 tasks, 3,000 rows");
        assertThat(progress.bar()).isEmpty();
    }
}
