package dev.backstory.core.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs the merge over lists, sorted and cut into cursors as the lake's files would be. */
final class MergeInMemory {
    private final NaiveHistory rules;
    private final LongToIntFunction hash;
    /** Rows that cursors were asked to stand on with {@code next}. */
    private long steps;

    MergeInMemory(int slots, Period lookback, ZoneId zone, LongToIntFunction hash) {
        this.rules = new NaiveHistory(slots, lookback, zone);
        this.hash = hash;
    }

    long steps() {
        return steps;
    }

    /** @param filesPerDay into how many cursors a day's actions are dealt */
    List<TrainingRow> run(List<LocalDate> days, List<Action> actions, List<Impression> impressions, int filesPerDay) {
        List<ListActions> cursors = cursors(actions, filesPerDay);
        List<DayImpressions> shown = new ArrayList<>();
        for (int i = 0; i < days.size(); i++) {
            LocalDate day = days.get(i);
            shown.add(new DayImpressions(
                    i,
                    new ListImpressions(impressions.stream()
                            .filter(impression -> impression.dt().equals(day))
                            .sorted(Comparator.<Impression>comparingInt(row -> hash.applyAsInt(row.customer()))
                                    .thenComparing(Impression::customer)
                                    .thenComparing(
                                            Impression::ranking, Comparator.nullsFirst(Comparator.naturalOrder()))
                                    .thenComparing(Impression::position))
                            .toList())));
        }
        Collected collected = new Collected(days.size());
        try {
            new HistoryMerge(
                            new HistoryDays(days, rules.lookback(), rules.zone()),
                            rules.slots(),
                            cursors,
                            shown,
                            collected)
                    .run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return collected.rows;
    }

    /** What a pack of a month keeps of its actions, in their order. */
    List<Action> pack(YearMonth month, List<Action> actions, int filesPerDay) {
        List<Action> kept = new ArrayList<>();
        try {
            long read = new PackMerge(
                            month,
                            rules.zone(),
                            rules.slots(),
                            cursors(actions, filesPerDay),
                            row -> kept.add(((ListActions) row).row()))
                    .run();
            assertThat(read).isEqualTo(actions.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return kept;
    }

    private List<ListActions> cursors(List<Action> actions, int filesPerDay) {
        List<ListActions> cursors = new ArrayList<>();
        Map<LocalDate, List<Action>> byDay =
                actions.stream().collect(Collectors.groupingBy(Action::dt, TreeMap::new, Collectors.toList()));
        byDay.values().forEach(day -> {
            for (int file = 0; file < filesPerDay; file++) {
                List<Action> dealt = new ArrayList<>();
                for (int i = file; i < day.size(); i += filesPerDay) {
                    dealt.add(day.get(i));
                }
                cursors.add(new ListActions(sorted(dealt)));
            }
        });
        return cursors;
    }

    List<Action> sorted(List<Action> actions) {
        return actions.stream()
                .sorted(Comparator.<Action>comparingInt(row -> hash.applyAsInt(row.customer()))
                        .thenComparing(Action::customer)
                        .thenComparing(Comparator.comparing(Action::micros)
                                .thenComparing(Action::type)
                                .thenComparing(Action::item)
                                .reversed()))
                .toList();
    }

    private static final class Collected implements HistorySink {
        private final List<TrainingRow> rows = new ArrayList<>();
        private final @Nullable TrainingRow[] current;

        Collected(int days) {
            current = new TrainingRow[days];
        }

        @Override
        public void history(int day, long customerId, History history) {
            current[day] = TrainingRow.of(
                    new Impression(LocalDate.EPOCH, customerId, null, 0, 0, null),
                    history.items(),
                    history.types(),
                    history.length(),
                    history.newestMicros());
        }

        @Override
        public void impression(int day, ImpressionCursor row) {
            TrainingRow history = java.util.Objects.requireNonNull(current[day]);
            assertThat(history.impression().customer()).isEqualTo(row.customerId());
            rows.add(new TrainingRow(
                    ((ListImpressions) row).row(),
                    history.items(),
                    history.types(),
                    history.length(),
                    history.newest()));
        }
    }

    private final class ListActions implements ActionCursor {
        private final List<Action> rows;
        private int at = -1;

        ListActions(List<Action> rows) {
            this.rows = rows;
        }

        private Action row() {
            return rows.get(at);
        }

        @Override
        public boolean next() {
            steps++;
            at = Math.min(at + 1, rows.size());
            return at < rows.size();
        }

        @Override
        public boolean seek(int targetHash, long customerId) {
            while (at < rows.size() && (hash() < targetHash || (hash() == targetHash && customerId() < customerId))) {
                at++;
            }
            return at < rows.size();
        }

        @Override
        public int hash() {
            return hash.applyAsInt(row().customer());
        }

        @Override
        public long customerId() {
            return row().customer();
        }

        @Override
        public long itemId() {
            return row().item();
        }

        @Override
        public long timeMicros() {
            return row().micros();
        }

        @Override
        public int type() {
            return row().type();
        }

        @Override
        public int epochDay() {
            return (int) row().dt().toEpochDay();
        }

        @Override
        public void close() {}
    }

    private final class ListImpressions implements ImpressionCursor {
        private final List<Impression> rows;
        private int at = -1;

        ListImpressions(List<Impression> rows) {
            this.rows = rows;
        }

        Impression row() {
            return rows.get(at);
        }

        @Override
        public boolean next() {
            at++;
            return at < rows.size();
        }

        @Override
        public int hash() {
            return hash.applyAsInt(row().customer());
        }

        @Override
        public long customerId() {
            return row().customer();
        }

        @Override
        public @Nullable String rankingId() {
            return row().ranking();
        }

        @Override
        public int position() {
            return row().position();
        }

        @Override
        public long itemId() {
            return row().item();
        }

        @Override
        public @Nullable Integer label() {
            return row().label();
        }

        @Override
        public void close() {}
    }
}
