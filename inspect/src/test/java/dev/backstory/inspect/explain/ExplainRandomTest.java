package dev.backstory.inspect.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstory.core.calendar.IsoTime;
import dev.backstory.inspect.ShopLake;
import dev.backstory.inspect.ShopLake.Action;
import dev.backstory.inspect.ShopLake.Outcome;
import dev.backstory.inspect.ShopLake.Rejected;
import dev.backstory.inspect.ShopLake.Shown;
import dev.backstory.testsupport.Seeds;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** Random shops around a clock change, built by the real step; every customer's explanation against plain loops. */
class ExplainRandomTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final LocalDate DT = LocalDate.parse("2025-03-31");
    private static final LocalDate OLDEST = LocalDate.parse("2025-03-26");
    private static final int LENGTH = 4;
    private static final int AROUND = 2;
    private static final int CUSTOMERS = 10;

    @TempDir
    private Path dir;

    private record Dated(LocalDate dt, Action action) {}

    @RepeatedTest(2)
    void everyCustomersActionsHaveTheFateThatPlainLoopsSay() throws Exception {
        long seed = Seeds.next();
        Random random = new Random(seed);
        ShopLake shop =
                new ShopLake(dir, "timezone: Europe/Berlin\nhistory: {length: 4, lookback: P5D, missing-days: warn}\n");
        List<Dated> actions = new ArrayList<>();
        Map<Long, Integer> rejected = new TreeMap<>();
        for (LocalDate dt : OLDEST.minusDays(4).datesUntil(DT.plusDays(4)).toList()) {
            List<Action> day = oneOfEachFate(dt);
            if (!day.isEmpty() || random.nextInt(6) > 0) {
                addRandomActions(day, random, dt);
                publishActions(shop, random, dt, day, rejected);
                day.forEach(action -> actions.add(new Dated(dt, action)));
            }
        }
        List<Shown> shown = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String ranking = random.nextInt(4) == 0 ? null : "r" + random.nextInt(3);
            shown.add(new Shown(ranking, 1 + random.nextInt(CUSTOMERS - 2), random.nextInt(3), 5, random.nextInt(2)));
        }
        shop.impressions("i", DT, shown);
        shop.history("h", DT);

        TreeSet<String> outcomes = new TreeSet<>();
        for (long customer = 1; customer <= CUSTOMERS; customer++) {
            long id = customer;
            Outcome outcome = shop.run(
                    new ExplainCommand(), "--dt", "" + DT, "--customer", "" + id, "--around", "" + AROUND, "--json");
            JsonNode told = new ObjectMapper().readTree(outcome.out());
            String context = "seed " + seed + ", customer " + id + ": " + outcome.err();

            assertThat(lines(told)).as(context).isEqualTo(oracle(actions, id));
            long rows = shown.stream().filter(row -> row.customer() == id).count();
            assertThat(told.get("rows")).as(context).hasSize((int) rows);
            assertThat(told.get("verdict").asText()).as(context).isEqualTo(rows == 0 ? "NO_ROW" : "EQUAL");
            assertThat(outcome.exit()).as(context).isZero();
            assertThat(told.get("rejected").get("rows")).as(context).hasSize(rejected.getOrDefault(id, 0));
            told.get("actions")
                    .forEach(action -> outcomes.add(action.get("outcome").asText()));
        }
        assertThat(outcomes)
                .as("seed %d", seed)
                .containsExactly("BEYOND_LENGTH", "LATE_DAY", "LATE_TIME", "TOO_OLD", "USED");
    }

    /** One customer's that meet every fate, whatever else comes. */
    private static List<Action> oneOfEachFate(LocalDate dt) {
        Instant noon = dt.atTime(12, 0).atZone(BERLIN).toInstant();
        List<Action> planted = new ArrayList<>();
        if (dt.equals(OLDEST.minusDays(1)) || dt.equals(DT.minusDays(2)) || dt.equals(DT)) {
            planted.add(action(1, 1, noon, 1));
        }
        if (dt.equals(DT.minusDays(1))) {
            for (int i = 0; i < LENGTH; i++) {
                planted.add(action(1, 1, noon.plusSeconds(i), 1));
            }
            planted.add(action(1, 1, DT.atStartOfDay(BERLIN).toInstant(), 1));
        }
        return planted;
    }

    private static Action action(long customer, long item, Instant time, int type) {
        return new Action(customer, item, IsoTime.micros(time), type);
    }

    private static void addRandomActions(List<Action> day, Random random, LocalDate dt) {
        for (int i = random.nextInt(60); i > 0; i--) {
            Instant start = dt.atStartOfDay(BERLIN).toInstant();
            Instant time = switch (random.nextInt(8)) {
                case 0 -> start;
                case 1 -> start.minus(1, ChronoUnit.MICROS);
                case 2 -> DT.atStartOfDay(BERLIN).toInstant().minus(random.nextInt(2), ChronoUnit.MICROS);
                case 3 -> start.plus(random.nextInt(9) - 4, ChronoUnit.DAYS);
                default -> start.plus(random.nextInt(24), ChronoUnit.HOURS);
            };
            day.add(action(1 + random.nextInt(CUSTOMERS - 1), 1 + random.nextInt(5), time, 1 + random.nextInt(3)));
        }
    }

    private static void publishActions(
            ShopLake shop, Random random, LocalDate dt, List<Action> day, Map<Long, Integer> rejected) {
        List<Rejected> bad = new ArrayList<>();
        boolean isLookedAt = !dt.isBefore(OLDEST.minusDays(AROUND)) && dt.isBefore(DT.plusDays(AROUND));
        for (int i = random.nextInt(4); i > 0; i--) {
            long customer = 1L + random.nextInt(CUSTOMERS);
            bad.add(
                    random.nextBoolean()
                            ? new Rejected("clicks", "{\"customer_id\":" + customer + "}", "item_id is null")
                            : new Rejected("orders", "{\"Buyer\":\"0" + customer + "\"}", "config_id is null"));
            if (isLookedAt) {
                rejected.merge(customer, 1, Integer::sum);
            }
        }
        shop.actions("a-" + dt, dt, 1 + random.nextInt(3), day, bad.toArray(Rejected[]::new));
    }

    private static List<String> lines(JsonNode told) {
        List<String> lines = new ArrayList<>();
        told.get("actions")
                .forEach(action -> lines.add(action.get("dt").asText() + " "
                        + ZonedDateTime.parse(action.get("time").asText()).toInstant() + " "
                        + action.get("type").asText() + " " + action.get("item").asLong() + " "
                        + action.get("outcome").asText() + " "
                        + action.get("slot").asText()));
        return lines;
    }

    private static List<String> oracle(List<Dated> actions, long customer) {
        List<Dated> sorted = new ArrayList<>(actions.stream()
                .filter(each -> each.action.customer() == customer)
                .filter(each -> !each.dt.isBefore(OLDEST.minusDays(AROUND)) && each.dt.isBefore(DT.plusDays(AROUND)))
                .toList());
        sorted.sort(Comparator.comparing((Dated each) -> -each.action.micros())
                .thenComparing(each -> -each.action.type())
                .thenComparing(each -> -each.action.item())
                .thenComparing(Dated::dt));
        List<String> lines = new ArrayList<>();
        int slot = 0;
        Map<LocalDate, Integer> eligible = new TreeMap<>();
        for (Dated each : sorted) {
            Instant time = Instant.EPOCH.plus(each.action.micros(), ChronoUnit.MICROS);
            String fate = "USED " + slot;
            if (each.dt.equals(DT) || each.dt.isAfter(DT)) {
                fate = "LATE_DAY null";
            } else if (each.dt.isBefore(OLDEST)) {
                fate = "TOO_OLD null";
            } else if (!time.atZone(BERLIN).toLocalDate().isBefore(DT)) {
                fate = "LATE_TIME null";
            } else if (eligible.merge(each.dt, 1, Integer::sum) > LENGTH) {
                continue; // Of a day no more than the length can be used, so the rest is only counted.
            } else if (slot == LENGTH) {
                fate = "BEYOND_LENGTH null";
            } else {
                slot++;
            }
            lines.add(each.dt + " " + time + " "
                    + List.of("", "click", "cart", "order").get(each.action.type()) + " " + each.action.item() + " "
                    + fate);
        }
        return lines;
    }
}
