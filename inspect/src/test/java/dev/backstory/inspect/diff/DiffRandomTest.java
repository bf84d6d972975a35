package dev.backstory.inspect.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstory.inspect.ShopLake;
import dev.backstory.inspect.ShopLake.Row;
import dev.backstory.inspect.ShopLake.Shown;
import dev.backstory.testsupport.Seeds;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** Random pairs of runs against counting in maps: small values, so that duplicates and equal places are many. */
class DiffRandomTest {
    private static final LocalDate DT = LocalDate.parse("2025-08-14");

    @TempDir
    private Path dir;

    @RepeatedTest(20)
    void countsWhatMapsCount() throws Exception {
        long seed = Seeds.next();
        Random random = new Random(seed);
        ShopLake shop = new ShopLake(dir, "history: {length: 2}\n");
        List<Row> left = rows(random, random.nextInt(120));
        List<Row> right = new ArrayList<>(left);
        for (int i = random.nextInt(20); i > 0 && !right.isEmpty(); i--) {
            right.remove(random.nextInt(right.size()));
        }
        right.addAll(rows(random, random.nextInt(20)));
        shop.publish(shop.stageTraining("left", DT, 1 + random.nextInt(4), List.of(), left));
        shop.stageTraining("right", DT, 1 + random.nextInt(4), List.of(), right);

        JsonNode rows = new ObjectMapper()
                .readTree(shop.run(new DiffCommand(), "--dt", "" + DT, "--run", "right", "--json")
                        .out())
                .get("rows");

        Map<Row, Integer> surplus = new HashMap<>();
        left.forEach(row -> surplus.merge(row, 1, Integer::sum));
        right.forEach(row -> surplus.merge(row, -1, Integer::sum));
        Map<List<Object>, int[]> byKey = new HashMap<>();
        surplus.forEach((row, count) -> {
            int[] sides = byKey.computeIfAbsent(key(row), key -> new int[2]);
            sides[count > 0 ? 0 : 1] += Math.abs(count);
        });
        int changed = byKey.values().stream()
                .mapToInt(sides -> Math.min(sides[0], sides[1]))
                .sum();
        int removed = byKey.values().stream().mapToInt(sides -> sides[0]).sum() - changed;
        int added = byKey.values().stream().mapToInt(sides -> sides[1]).sum() - changed;
        assertThat(List.of(
                        rows.get("equal").asInt(),
                        rows.get("added").asInt(),
                        rows.get("removed").asInt(),
                        rows.get("changed").asInt()))
                .as("seed %d", seed)
                .isEqualTo(List.of(left.size() - removed - changed, added, removed, changed));
    }

    private static List<Object> key(Row row) {
        return List.of(
                String.valueOf(row.shown().ranking()),
                row.shown().customer(),
                row.shown().position(),
                row.shown().item());
    }

    private static List<Row> rows(Random random, int count) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String ranking = random.nextInt(3) == 0 ? null : "r" + random.nextInt(2);
            Shown shown = new Shown(
                    ranking, 1 + random.nextInt(4), random.nextInt(2), 1 + random.nextInt(2), random.nextInt(2));
            List<String> history = random.nextBoolean() ? List.of("1:" + (1 + random.nextInt(2))) : List.of();
            rows.add(new Row(shown, history, 7));
        }
        return rows;
    }
}
