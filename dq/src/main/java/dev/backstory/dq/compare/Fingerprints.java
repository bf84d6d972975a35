package dev.backstory.dq.compare;

import static org.apache.spark.sql.functions.expr;

import dev.backstory.dq.day.RowCount;
import dev.backstory.dq.day.TableRows;
import dev.backstory.dq.engine.ByDay;
import dev.backstory.dq.engine.DayStates;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A day's rows as a multiset, known by their count and two independent 64-bit sums of hashes. */
final class Fingerprints {
    private static final List<String> SALTS = List.of("left", "right");

    private Fingerprints() {}

    /**
     * The sums, for a scan that reads the rows anyway.
     *
     * @param key SQL of what counts of a row, separated by commas
     */
    static Map<String, Column> figures(String key) {
        Map<String, Column> figures = new LinkedHashMap<>();
        SALTS.forEach(salt -> figures.put(salt, expr("sum(xxhash64('" + salt + "', " + key + "))")));
        return figures;
    }

    /** The fingerprint of each of these days that has rows. */
    static Map<LocalDate, Row> of(Dataset<Row> rows, Collection<LocalDate> days, String key) {
        List<Column> aggregates = new ArrayList<>(List.of(expr("count(1)").as(RowCount.NAME)));
        figures(key).forEach((salt, sum) -> aggregates.add(sum.as(salt)));
        Map<LocalDate, Row> byDay = new HashMap<>();
        ByDay.aggregate(rows, days, aggregates).collectAsList().forEach(row -> byDay.put(TableRows.day(row), row));
        return byDay;
    }

    /** @param other of {@link #of}; {@code null} for a day without rows */
    static boolean isSame(DayStates scan, Row other) {
        long rows = other == null ? 0 : other.<Long>getAs(RowCount.NAME);
        return RowCount.of(scan) == rows
                && (rows == 0 || SALTS.stream().allMatch(salt -> Objects.equals(scan.figure(salt), other.getAs(salt))));
    }
}
