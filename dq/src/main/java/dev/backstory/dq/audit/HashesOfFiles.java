package dev.backstory.dq.audit;

import static org.apache.spark.sql.functions.expr;

import dev.backstory.core.run.StagedFile;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * Which hashes of customers the staged training files hold, as read from their rows: the files are written by hash
 * range, so the rows of a few windows lie in a few of them, and a history need be decoded only there.
 */
final class HashesOfFiles {
    /**
     * What one file holds.
     *
     * @param least the smallest hash
     * @param most the largest hash
     * @param sample the hash of a customer taken at random
     * @param order random: of all files of a day the one with the least gives the day's sample
     */
    private record Held(int least, int most, int sample, long order) {}

    private final Map<LocalDate, Map<String, Held>> files = new HashMap<>();
    private final Map<LocalDate, Boolean> covered = new HashMap<>();

    /** @param customerId SQL of the customer's id as the hash takes it */
    HashesOfFiles(TableRows tables, List<AuditDay> days, String customerId, HashWindows windows, long seed) {
        tables.staged(days)
                .selectExpr(
                        "dt",
                        "input_file_name() as file",
                        "hash(" + customerId + ") as hash",
                        "xxhash64(" + seed + "L, " + customerId + ") as place")
                .groupBy("dt", "file")
                .agg(
                        expr("min(hash)").as("least"),
                        expr("max(hash)").as("most"),
                        expr("min_by(hash, place)").as("sample"),
                        expr("min(place)").as("place"),
                        expr("bool_or(" + windows.condition("hash") + ")").as("covered"))
                .collectAsList()
                .forEach(this::add);
    }

    private void add(Row row) {
        LocalDate dt = TableRows.day(row);
        String path = row.getAs("file");
        Held held = new Held(row.getAs("least"), row.getAs("most"), row.getAs("sample"), row.getAs("place"));
        files.computeIfAbsent(dt, day -> new HashMap<>()).put(path.substring(path.lastIndexOf('/') + 1), held);
        covered.merge(dt, row.getAs("covered"), Boolean::logicalOr);
    }

    /** The hash of one customer for each day that has rows, but none in the windows. */
    List<Integer> uncovered() {
        return files.entrySet().stream()
                .filter(day -> !covered.get(day.getKey()))
                .map(day -> sample(day.getValue().values()))
                .distinct()
                .toList();
    }

    private static int sample(Collection<Held> ofDay) {
        return ofDay.stream()
                .min(Comparator.comparingLong(Held::order))
                .orElseThrow()
                .sample();
    }

    /** The days with those of their files alone that may hold a row of the windows. */
    List<AuditDay> within(HashWindows windows, List<AuditDay> days) {
        List<AuditDay> narrowed = new ArrayList<>();
        for (AuditDay day : days) {
            Map<String, Held> held = files.getOrDefault(day.dt(), Map.of());
            List<StagedFile> kept = day.day().files().stream()
                    .filter(file -> {
                        Held known = held.get(file.name());
                        return known == null || windows.overlap(known.least(), known.most());
                    })
                    .toList();
            narrowed.add(new AuditDay(day.run(), day.day().withFiles(kept)));
        }
        return narrowed;
    }
}
