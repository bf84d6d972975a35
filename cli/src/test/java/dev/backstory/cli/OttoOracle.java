package dev.backstory.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The training rows of the example, made from its sessions by plain loops: slow, obvious, and without anything of the
 * product. A row is {@code [customer, position, item, label, items, types]}.
 */
final class OttoOracle {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final int LENGTH = 1000;
    private static final int SHOWN = 10;
    private static final Map<String, Integer> TYPES = Map.of("clicks", 1, "carts", 2, "orders", 3);

    private record Event(long customer, long item, long millis, int type) {
        LocalDate day() {
            return Instant.ofEpochMilli(millis).atZone(BERLIN).toLocalDate();
        }
    }

    private final List<Event> events = new ArrayList<>();

    OttoOracle(Path sessions) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        for (String line : Files.readAllLines(sessions)) {
            JsonNode session = mapper.readTree(line);
            for (JsonNode event : session.get("events")) {
                events.add(new Event(
                        session.get("session").asLong(),
                        event.get("aid").asLong(),
                        event.get("ts").asLong(),
                        TYPES.get(event.get("type").asText())));
            }
        }
    }

    int events() {
        return events.size();
    }

    /** All rows of a day, as text, sorted. */
    List<String> rows(LocalDate day) {
        List<String> rows = new ArrayList<>();
        for (long customer : new TreeSet<>(events.stream().map(Event::customer).toList())) {
            Map<Long, Boolean> shown = shown(customer, day);
            int position = 0;
            for (Map.Entry<Long, Boolean> item : shown.entrySet()) {
                List<Event> history = history(customer, day);
                rows.add(List.of(
                                customer,
                                position,
                                item.getKey(),
                                item.getValue() ? 1 : 0,
                                padded(history.stream().map(Event::item).toList()),
                                padded(history.stream()
                                        .map(e -> (long) e.type())
                                        .toList()))
                        .toString());
                position++;
            }
        }
        rows.sort(Comparator.naturalOrder());
        return rows;
    }

    private Map<Long, Boolean> shown(long customer, LocalDate day) {
        List<Event> today = events.stream()
                .filter(e -> e.customer() == customer && e.day().equals(day))
                .sorted(Comparator.comparingLong(Event::millis))
                .toList();
        Map<Long, Boolean> shown = new LinkedHashMap<>();
        for (Event event : today) {
            if (shown.size() < SHOWN) {
                shown.putIfAbsent(event.item(), false);
            }
        }
        for (Event event : today) {
            if (event.type() == TYPES.get("orders")) {
                shown.computeIfPresent(event.item(), (item, before) -> true);
            }
        }
        return shown;
    }

    private List<Event> history(long customer, LocalDate day) {
        return events.stream()
                .filter(e -> e.customer() == customer && e.day().isBefore(day))
                .sorted(Comparator.comparingLong(Event::millis)
                        .thenComparingInt(Event::type)
                        .thenComparingLong(Event::item)
                        .reversed())
                .limit(LENGTH)
                .toList();
    }

    private static List<Long> padded(List<Long> values) {
        List<Long> padded = new ArrayList<>(values);
        while (padded.size() < LENGTH) {
            padded.add(0L);
        }
        return padded;
    }
}
