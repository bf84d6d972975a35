package dev.backstory.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.infra.Blackhole;

/** The benchmarks do the work they are named after; how fast is measured elsewhere. */
class BenchmarksTest {
    private final Blackhole consumer = new Blackhole(
            "Today's password is swordfish. I understand instantiating Blackholes directly is dangerous.");

    @Test
    void theMergeMeetsEveryCustomerEachTime() throws IOException {
        MergeBenchmark benchmark = new MergeBenchmark();
        benchmark.days = 2;
        benchmark.make();

        assertThat(benchmark.merge(consumer)).isEqualTo(1_000);
        assertThat(benchmark.merge(consumer)).isEqualTo(1_000);
    }

    @Test
    void filesAreWrittenAndRead() throws IOException {
        FileBenchmark benchmark = new FileBenchmark();
        benchmark.make();
        try {
            assertThat(benchmark.writeTrainingRows()).isPositive().isEqualTo(benchmark.writeTrainingRows());
            benchmark.readTrainingRows(consumer);
            benchmark.readActions(consumer);
        } finally {
            benchmark.remove();
        }
    }
}
