package dev.backstory.cli;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The training rows of a shop, by plain loops over its raw events: slow, obvious, and without anything of the product. Days
 * are those of UTC, ids are texts, and a row is {@code [ranking, customer, position, item, label, items, types]}.
 */
final class ExampleOracle {
    /** What the default of the config says. */
    private static final int LENGTH = 1000;

    record Event(LocalDate day, String customer, String item, Instant time, int type) {}

    record Shown(LocalDate day, @Nullable String ranking, String customer, int position, String item, int label) {}

    private final Map<String, List<Event>> events = new HashMap<>();
    private final List<Shown> shown = new ArrayList<>();

    void add(String customer, String item, Instant time, int type) {
        Event event = new Event(time.atZone(ZoneOffset.UTC).toLocalDate(), customer, item, time, type);
        events.computeIfAbsent(customer, key -> new ArrayList<>()).add(event);
    }

    void add(Shown item) {
        shown.add(item);
    }

    List<LocalDate> days() {
        return shown.stream().map(Shown::day).distinct().sorted().toList();
    }

    /** @param numberOf an item: the last of what decides the order of actions */
    List<String> rows(LocalDate day, ToLongFunction<String> numberOf) {
        Comparator<Event> oldestFirst = Comparator.comparing(Event::time)
                .thenComparingInt(Event::type)
                .thenComparingLong(event -> numberOf.applyAsLong(event.item()));
        List<String> rows = new ArrayList<>();
        for (Shown item : shown) {
            if (item.day().equals(day)) {
                List<Event> history = events.getOrDefault(item.customer(), List.of()).stream()
                        .filter(event -> event.day().isBefore(day))
                        .sorted(oldestFirst.reversed())
                        .limit(LENGTH)
                        .toList();
                rows.add(row(
                        item.ranking(),
                        item.customer(),
                        item.position(),
                        item.item(),
                        item.label(),
                        history.stream().map(Event::item).toList(),
                        history.stream().map(Event::type).toList()));
            }
        }
        rows.sort(Comparator.naturalOrder());
        return rows;
    }

    static String row(
            @Nullable String ranking,
            String customer,
            int position,
            String item,
            int label,
            List<String> items,
            List<Integer> types) {
        return ranking + " " + customer + " " + position + " " + item + " " + label + " " + items + " " + types;
    }
}
