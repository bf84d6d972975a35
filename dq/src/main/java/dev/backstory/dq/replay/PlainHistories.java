package dev.backstory.dq.replay;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Histories as the contract words them, found in the plainest way and without anything of the history step: every action
 * is held against every day, and a day keeps the latest of each customer's.
 */
final class PlainHistories {
    private static final Comparator<Action> NEWEST_FIRST = (one, other) -> {
        int byTime = Long.compare(other.micros, one.micros);
        int byType = byTime != 0 ? byTime : Integer.compare(other.type, one.type);
        return byType != 0 ? byType : Long.compare(other.item, one.item);
    };

    private final List<Day> days;
    private final int length;
    /** Of each day, by customer. */
    private final List<Map<Long, Latest>> latest = new ArrayList<>();

    private @Nullable LocalDate asked;
    private int[] takers = new int[0];

    /** @param length the most actions of a history */
    PlainHistories(List<Day> days, int length) {
        this.days = days;
        this.length = length;
        days.forEach(day -> latest.add(new HashMap<>()));
    }

    /**
     * A day whose histories are wanted.
     *
     * @param oldest the first day of the lookback
     * @param midnight when the day begins, in microseconds since 1970
     * @param inputs the days of actions that its rows were made from
     */
    record Day(LocalDate dt, LocalDate oldest, long midnight, Set<LocalDate> inputs) {
        boolean takes(LocalDate dtOfAction) {
            return dtOfAction.isBefore(dt) && !dtOfAction.isBefore(oldest) && inputs.contains(dtOfAction);
        }
    }

    private record Action(long micros, int type, long item) {}

    /** Of a customer on a day: all that came, but for those that {@code length} later ones have pushed out. */
    private static final class Latest {
        private final List<Action> actions = new ArrayList<>();

        void add(Action action, int length) {
            actions.add(action);
            if (actions.size() > 2 * length) {
                newestFirst(length);
            }
        }

        List<Action> newestFirst(int length) {
            actions.sort(NEWEST_FIRST);
            if (actions.size() > length) {
                actions.subList(length, actions.size()).clear();
            }
            return actions;
        }
    }

    /** Whose history, on which day. */
    record CustomerDay(String dt, long customer) implements Serializable {}

    /**
     * A history, newest first, kept without its padding.
     *
     * @param newest time of the first action in microseconds since 1970; {@code null} without an action
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared; there may be millions of slots.
    record History(long[] items, int[] types, @Nullable Long newest) implements Serializable {
        /** Of a customer without an action before the day, and of a row of nobody. */
        static final History NONE = new History(new long[0], new int[0], null);

        static History of(Map<CustomerDay, History> histories, String dt, @Nullable Long customer) {
            return customer == null ? NONE : histories.getOrDefault(new CustomerDay(dt, customer), NONE);
        }

        int length() {
            return items.length;
        }

        /** Counted from 0; padding after the last action. */
        long item(int slot) {
            return slot < items.length ? items[slot] : 0;
        }

        int type(int slot) {
            return slot < types.length ? types[slot] : 0;
        }

        long actionsOf(int type) {
            long found = 0;
            for (int each : types) {
                found += each == type ? 1 : 0;
            }
            return found;
        }
    }

    /**
     * Takes an action, in any order.
     *
     * @param dt the day it was published under
     * @param micros when it happened, in microseconds since 1970
     */
    void offer(long customer, LocalDate dt, long micros, int type, long item) {
        Action action = new Action(micros, type, item);
        for (int taker : takers(dt)) {
            if (micros < days.get(taker).midnight()) {
                latest.get(taker)
                        .computeIfAbsent(customer, each -> new Latest())
                        .add(action, length);
            }
        }
    }

    /** The days that take actions published under another; actions come in runs of one day. */
    private int[] takers(LocalDate dtOfActions) {
        if (!dtOfActions.equals(asked)) {
            asked = dtOfActions;
            takers = IntStream.range(0, days.size())
                    .filter(i -> days.get(i).takes(dtOfActions))
                    .toArray();
        }
        return takers;
    }

    /** Those of every customer with an action before the day. */
    Map<CustomerDay, History> histories() {
        Map<CustomerDay, History> histories = new HashMap<>();
        for (int i = 0; i < days.size(); i++) {
            String dt = days.get(i).dt().toString();
            latest.get(i)
                    .forEach((customer, of) ->
                            histories.put(new CustomerDay(dt, customer), history(of.newestFirst(length))));
        }
        return histories;
    }

    private static History history(List<Action> newestFirst) {
        return new History(
                newestFirst.stream().mapToLong(Action::item).toArray(),
                newestFirst.stream().mapToInt(Action::type).toArray(),
                newestFirst.get(0).micros());
    }
}
