package dev.backstory.dq.replay;

import static org.apache.spark.sql.functions.expr;

import dev.backstory.core.run.StagedFile;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.TableRows;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The files of staged days that hold a row of some windows, as read from their rows: files are written by hash range, so
 * these are few, and a history need be decoded only there.
 *
 * @param windows what was asked for and, for each day that has rows but none of them, one customer more
 * @param days the days with those of their files alone
 */
record FilesOfWindows(HashWindows windows, List<AuditDay> days) {

    /** @param customerId SQL of the customer's id as the hash takes it */
    static FilesOfWindows of(TableRows tables, List<AuditDay> days, String customerId, HashWindows windows, long seed) {
        Map<LocalDate, Set<String>> files = files(tables, days, customerId, windows);
        List<AuditDay> uncovered = days.stream()
                .filter(day -> day.day().rows() > 0 && !files.containsKey(day.dt()))
                .toList();
        if (!uncovered.isEmpty()) {
            HashWindows more = windows.plusHashes(oneOfEach(tables, uncovered, customerId, seed));
            return new FilesOfWindows(more, narrowed(days, files(tables, days, customerId, more)));
        }
        return new FilesOfWindows(windows, narrowed(days, files));
    }

    private static Map<LocalDate, Set<String>> files(
            TableRows tables, List<AuditDay> days, String customerId, HashWindows windows) {
        Map<LocalDate, Set<String>> files = new HashMap<>();
        tables.staged(days)
                .where(windows.condition("hash(" + customerId + ")"))
                .selectExpr("dt", "input_file_name() as file")
                .distinct()
                .collectAsList()
                .forEach(row -> {
                    String path = row.getAs("file");
                    files.computeIfAbsent(TableRows.day(row), dt -> new HashSet<>())
                            .add(path.substring(path.lastIndexOf('/') + 1));
                });
        return files;
    }

    /** The hash of a customer of each day, taken at random. */
    private static List<Integer> oneOfEach(TableRows tables, List<AuditDay> days, String customerId, long seed) {
        return tables
                .staged(days)
                .groupBy("dt")
                .agg(expr("min_by(hash(" + customerId + "), xxhash64(" + seed + "L, " + customerId + "))")
                        .as("hash"))
                .collectAsList()
                .stream()
                .map(row -> row.<Integer>getAs("hash"))
                .distinct()
                .toList();
    }

    private static List<AuditDay> narrowed(List<AuditDay> days, Map<LocalDate, Set<String>> files) {
        List<AuditDay> narrowed = new ArrayList<>();
        for (AuditDay day : days) {
            Set<String> wanted = files.getOrDefault(day.dt(), Set.of());
            List<StagedFile> kept = day.day().files().stream()
                    .filter(file -> wanted.contains(file.name()))
                    .toList();
            narrowed.add(new AuditDay(day.run(), day.day().withFiles(kept)));
        }
        return narrowed;
    }
}
