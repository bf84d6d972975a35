package dev.backstory.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstory.core.calendar.DayRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Random raw events of a few days with everything that the contract has a rule for (ties, duplicates, what is rejected, a
 * clock change, times of another day, histories that are too long), and the tables that they make by plain loops: slow,
 * obvious, and without anything of the product.
 */
final class RandomShop {
    /** The third has 23 hours. */
    static final DayRange DAYS = new DayRange(LocalDate.parse("2025-03-28"), LocalDate.parse("2025-03-31"));

    /** Lines of a config whose raw events lie beside it. */
    static final String SETTINGS = """
            name: shop
            timezone: Europe/Berlin
            sources:
              clicks: {format: json, path: raw/clicks}
              carts: {format: json, path: raw/carts}
              orders: {format: csv, path: raw/orders}
              impressions: {format: json, path: raw/impressions}
            history: {length: 12, lookback: P2D, outputs: [training, histories]}
            dq:
              actions: {max-rejected-share: 0.5}
              impressions: {max-rejected-share: 0.5}
            """;

    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final int LENGTH = 12;
    private static final int LOOKBACK = 2;
    private static final int CUSTOMERS = 15;
    private static final int ITEMS = 30;
    private static final Map<String, Integer> TYPES = Map.of("clicks", 1, "carts", 2, "orders", 3);
    private static final Map<String, Integer> DAILY = Map.of("clicks", 80, "carts", 25, "orders", 25);
    private static final Map<String, String> ITEM =
            Map.of("clicks", "item_id", "carts", "config_id", "orders", "config_id");
    private static final Map<String, String> TIME =
            Map.of("clicks", "click_time", "carts", "occurred_at", "orders", "occurred_at");
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Action(LocalDate dt, long customer, long item, Instant time, int type) {}

    private record Shown(
            @Nullable String ranking,
            long customer,
            int position,
            long item,
            @Nullable Integer label) {}

    /** What a day has, as the contract has it. */
    private static final class Day {
        final List<Action> actions = new ArrayList<>();
        final List<Shown> shown = new ArrayList<>();
        int rejectedActions;
        int rejectedImpressions;
    }

    private final Random random;
    private final Path folder;
    private final TreeMap<LocalDate, Day> days = new TreeMap<>();

    /** @param folder of the config */
    RandomShop(long seed, Path folder) throws IOException {
        this.random = new Random(seed);
        this.folder = folder;
        for (LocalDate dt : DAYS.days()) {
            draw(dt);
        }
    }

    /** Draws a day, again if it was there, and writes its raw events. */
    void draw(LocalDate dt) throws IOException {
        Day day = new Day();
        days.put(dt, day);
        for (String source : new TreeSet<>(TYPES.keySet())) {
            List<Map<String, Object>> rows = new ArrayList<>();
            for (int i = 0; i < DAILY.get(source); i++) {
                Map<String, Object> row = action(day, dt, source, i);
                rows.add(row);
                if (chance(20) && i > 0) {
                    rows.add(row);
                    take(day, dt, source, row);
                }
            }
            write(source, dt, rows);
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            rows.add(impression(day, dt, i));
        }
        write("impressions", dt, rows);
    }

    private Map<String, Object> action(Day day, LocalDate dt, String source, int number) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("customer_id", chance(40) ? null : 1 + random.nextInt(CUSTOMERS));
        row.put(ITEM.get(source), chance(40) ? oneOf(null, 0, -4, "x") : (Object) (1 + random.nextInt(ITEMS)));
        boolean isOfAnotherDay = source.equals("clicks") && number == 0;
        LocalDate at = isOfAnotherDay ? dt.plusDays(random.nextBoolean() ? 1 : -1) : dt;
        row.put(TIME.get(source), chance(40) ? oneOf(null, null, "soon") : time(at));
        take(day, dt, source, row);
        return row;
    }

    /** The rules of actions. */
    private static void take(Day day, LocalDate dt, String source, Map<String, Object> row) {
        Object time = row.get(TIME.get(source));
        Instant at =
                time == null && source.equals("orders") ? dt.atStartOfDay(ZONE).toInstant() : read((String) time);
        boolean isKept = row.get("customer_id") instanceof Integer
                && row.get(ITEM.get(source)) instanceof Integer item
                && item > 0
                && at != null;
        if (isKept) {
            day.actions.add(new Action(
                    dt, (Integer) row.get("customer_id"), (Integer) row.get(ITEM.get(source)), at, TYPES.get(source)));
        } else {
            day.rejectedActions++;
        }
    }

    /** Of a few moments of a day, so that many actions are at one, written in one of three ways. */
    private String time(LocalDate dt) {
        Instant start = dt.atStartOfDay(ZONE).toInstant();
        long minutes =
                Duration.between(start, dt.plusDays(1).atStartOfDay(ZONE)).toMinutes();
        Instant at = start.plus(Duration.ofMinutes(random.nextInt((int) minutes / 30) * 30L));
        return switch (random.nextInt(3)) {
            case 0 -> at.toString();
            case 1 -> at.atZone(ZONE).toOffsetDateTime().toString();
            default -> at.atZone(ZONE).toLocalDateTime().toString();
        };
    }

    private static @Nullable Instant read(@Nullable String time) {
        if (time == null || time.equals("soon")) {
            return null;
        }
        boolean hasOffset = time.endsWith("Z") || time.lastIndexOf('+') > 0;
        return hasOffset
                ? java.time.OffsetDateTime.parse(time).toInstant()
                : LocalDateTime.parse(time).atZone(ZONE).toInstant();
    }

    private Map<String, Object> impression(Day day, LocalDate dt, int number) {
        String ranking = chance(10) ? null : dt + "-" + number % 17;
        // Some customers are seen who never did anything.
        Integer customer = chance(20) ? null : 1 + random.nextInt(CUSTOMERS + 3);
        List<Map<String, Object>> items = new ArrayList<>();
        int size = random.nextInt(5);
        for (int i = 0; i < size; i++) {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("item_id", chance(15) ? oneOf(null, 0, -1) : (Object) (1 + random.nextInt(ITEMS)));
            item.put("is_order", oneOf(0, 0, 1, null));
            items.add(item);
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("ranking_id", ranking);
        row.put("customer_id", customer);
        row.put("impressions", items.isEmpty() && random.nextBoolean() ? null : items);
        if (customer == null) {
            day.rejectedImpressions++;
            return row;
        }
        for (int i = 0; i < size; i++) {
            if (items.get(i).get("item_id") instanceof Integer item && item > 0) {
                day.shown.add(new Shown(
                        ranking, customer, i, item, (Integer) items.get(i).get("is_order")));
            } else {
                day.rejectedImpressions++;
            }
        }
        return row;
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private @Nullable Object oneOf(@Nullable Object... values) {
        return values[random.nextInt(values.length)];
    }

    /** In two files, in no order. */
    private void write(String source, LocalDate dt, List<Map<String, Object>> rows) throws IOException {
        Collections.shuffle(rows, random);
        int half = rows.size() / 2;
        if (source.equals("orders")) {
            Path file = Files.createDirectories(folder.resolve("raw/orders")).resolve(dt + ".csv");
            StringBuilder text = new StringBuilder("order_date,customer_id,config_id,occurred_at\n");
            rows.forEach(row -> text.append(dt)
                    .append(',')
                    .append(field(row.get("customer_id")))
                    .append(',')
                    .append(field(row.get("config_id")))
                    .append(',')
                    .append(field(row.get("occurred_at")))
                    .append('\n'));
            Files.writeString(file, text);
            return;
        }
        Path day = Files.createDirectories(folder.resolve("raw/" + source + "/dt=" + dt));
        Files.writeString(day.resolve("a.json"), lines(rows.subList(0, half)));
        Files.writeString(day.resolve("b.json"), lines(rows.subList(half, rows.size())));
    }

    private static String field(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static String lines(List<Map<String, Object>> rows) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Map<String, Object> row : rows) {
            lines.append(JSON.writeValueAsString(row)).append('\n');
        }
        return lines.toString();
    }

    int rejectedActions(LocalDate dt) {
        return days.get(dt).rejectedActions;
    }

    int rejectedImpressions(LocalDate dt) {
        return days.get(dt).rejectedImpressions;
    }

    /** The rows of {@code training}, as texts: padded lists, the length, the time in milliseconds. */
    List<String> training(LocalDate dt) {
        List<String> rows = new ArrayList<>();
        for (Shown item : days.get(dt).shown) {
            List<Action> history = history(item.customer(), dt);
            rows.add(row(
                    dt,
                    item.ranking(),
                    item.customer(),
                    item.position(),
                    item.item(),
                    item.label(),
                    padded(history.stream().map(Action::item).toList()),
                    padded(history.stream().map(each -> (long) each.type()).toList()),
                    history.size(),
                    history.isEmpty() ? null : history.get(0).time().toEpochMilli()));
        }
        return rows;
    }

    /** The rows of {@code histories}. */
    List<String> histories(LocalDate dt) {
        List<String> rows = new ArrayList<>();
        for (long customer :
                new TreeSet<>(days.get(dt).shown.stream().map(Shown::customer).toList())) {
            List<Action> history = history(customer, dt);
            rows.add(row(
                    dt,
                    customer,
                    history.stream().map(Action::item).toList(),
                    history.stream().map(Action::type).toList()));
        }
        return rows;
    }

    static String row(@Nullable Object... values) {
        return java.util.Arrays.toString(values);
    }

    private List<Action> history(long customer, LocalDate dt) {
        Instant start = dt.atStartOfDay(ZONE).toInstant();
        return days.values().stream()
                .flatMap(day -> day.actions.stream())
                .filter(action -> action.customer() == customer
                        && action.dt().isBefore(dt)
                        && !action.dt().isBefore(dt.minusDays(LOOKBACK))
                        && action.time().isBefore(start))
                .sorted(Comparator.comparing(Action::time)
                        .thenComparingInt(Action::type)
                        .thenComparingLong(Action::item)
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
