package dev.backstory.jmh;

import dev.backstory.core.history.DayImpressions;
import dev.backstory.core.history.History;
import dev.backstory.core.history.HistoryDays;
import dev.backstory.core.history.HistoryMerge;
import dev.backstory.core.history.HistorySink;
import dev.backstory.core.history.ImpressionCursor;
import java.io.IOException;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** The merge of a year of day files, about 880,000 actions of 1,000 customers, from memory: milliseconds for all. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class MergeBenchmark {
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);
    private static final int CUSTOMERS = 1_000;
    private static final int ACTIONS_A_DAY = 2_400;
    private static final long DAY_MICROS = 86_400_000_000L;

    /** Days built in one pass; each customer has an impression on each. */
    @Param({"1", "14"})
    public int days;

    private HistoryDays built;
    private List<MemoryActions> actions;
    private List<DayImpressions> impressions;
    private List<MemoryImpressions> rows;

    @Setup
    public void make() {
        List<LocalDate> dates = FIRST_DAY.datesUntil(FIRST_DAY.plusDays(days)).toList();
        built = new HistoryDays(dates, Period.ofYears(1), ZoneOffset.UTC);
        long[] customers = Customers.inOrder(CUSTOMERS);
        Random random = new Random(1);
        actions = built.window().days().stream()
                .map(day -> day(day, customers, random))
                .toList();
        rows = dates.stream().map(day -> new MemoryImpressions(customers)).toList();
        impressions = new ArrayList<>();
        for (int i = 0; i < days; i++) {
            impressions.add(new DayImpressions(i, rows.get(i)));
        }
    }

    private static MemoryActions day(LocalDate day, long[] customers, Random random) {
        int epochDay = Math.toIntExact(day.toEpochDay());
        int[] places = random.ints(ACTIONS_A_DAY, 0, customers.length).sorted().toArray();
        long[] micros = new long[ACTIONS_A_DAY];
        long time = DAY_MICROS;
        for (int i = 0; i < micros.length; i++) {
            time -= 1 + random.nextInt(30_000_000);
            micros[i] = epochDay * DAY_MICROS + time;
        }
        return new MemoryActions(
                epochDay, Arrays.stream(places).mapToLong(i -> customers[i]).toArray(), micros);
    }

    @Benchmark
    public long merge(Blackhole consumer) throws IOException {
        actions.forEach(MemoryActions::rewind);
        rows.forEach(MemoryImpressions::rewind);
        return new HistoryMerge(built, 1_000, actions, impressions, new Eaten(consumer)).run();
    }

    private record Eaten(Blackhole consumer) implements HistorySink {
        @Override
        public void history(int day, long customerId, History history) {
            consumer.consume(history.length());
        }

        @Override
        public void impression(int day, ImpressionCursor row) {
            consumer.consume(row.customerId());
        }
    }
}
