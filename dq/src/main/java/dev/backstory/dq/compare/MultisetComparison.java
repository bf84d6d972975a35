package dev.backstory.dq.compare;

import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.DayFacts;
import dev.backstory.dq.day.Observation;
import dev.backstory.dq.day.RowQuery;
import dev.backstory.dq.day.SparkColumns;
import dev.backstory.dq.day.TableRows;
import dev.backstory.dq.engine.DayStates;
import dev.backstory.dq.engine.Expectation;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.table.TableSchemas;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Whether a table of the history step is about what the impressions are about, no more and no less, as multisets. First by
 * a count and two independent 64-bit sums of hashes per day; only days that differ there are compared row by row.
 */
public final class MultisetComparison {
    private final ComparedRows compared;
    private final TableRows tables;
    private final Lake lake;

    public MultisetComparison(ComparedRows compared, TableRows tables, Lake lake) {
        this.compared = compared;
        this.tables = tables;
        this.lake = lake;
    }

    /** The fingerprint of the table's rows, for the scan that reads them anyway. */
    public Map<String, Column> figures() {
        return Fingerprints.figures(compared.fingerprintOfTable());
    }

    /** The names of the facts that {@link #compare} finds out; all are 0 when nothing is missing or too many. */
    public List<String> facts() {
        return List.of(missing(), extra());
    }

    /** True of the facts when nothing is missing or too many. */
    public Expectation check() {
        return Expectation.fact(
                compared.words().check(), missing() + " = 0 and " + extra() + " = 0", missing(), extra());
    }

    /** @param records the impressions each day was made from */
    public void compare(
            List<AuditDay> days,
            Map<LocalDate, PublishRecord> records,
            Map<LocalDate, DayStates> scan,
            Map<LocalDate, DayFacts> facts) {
        Dataset<Row> impressions = impressions(records);
        Map<LocalDate, Row> fingerprints =
                Fingerprints.of(impressions, records.keySet(), compared.fingerprintOfImpressions());
        List<AuditDay> different = new ArrayList<>();
        for (AuditDay day : days) {
            if (Fingerprints.isSame(scan.get(day.dt()), fingerprints.get(day.dt()))) {
                note(facts.get(day.dt()), day, Surplus.NONE);
            } else {
                different.add(day);
            }
        }
        if (!different.isEmpty()) {
            Map<LocalDate, Surplus> found = difference(different, impressions);
            different.forEach(day -> note(facts.get(day.dt()), day, found.getOrDefault(day.dt(), Surplus.NONE)));
        }
    }

    private Dataset<Row> impressions(Map<LocalDate, PublishRecord> records) {
        Dataset<Row> rows = tables.published(
                        Table.IMPRESSIONS, SparkColumns.of(TableSchemas.IMPRESSIONS), records.values())
                .selectExpr(withDay(compared.columnsOfImpressions()));
        return compared.distinct() ? rows.distinct() : rows;
    }

    private Map<LocalDate, Surplus> difference(List<AuditDay> days, Dataset<Row> impressions) {
        Object[] dts = days.stream().map(day -> day.dt().toString()).toArray();
        return Surplus.of(
                tables.staged(days).selectExpr(withDay(compared.columnsOfTable())),
                impressions.where(impressions.col("dt").isin(dts)),
                compared.names(),
                this::example);
    }

    private static String[] withDay(List<String> columns) {
        List<String> all = new ArrayList<>(List.of("dt"));
        all.addAll(columns);
        return all.toArray(String[]::new);
    }

    private void note(DayFacts facts, AuditDay day, Surplus found) {
        long different = found.missing() + found.extra();
        facts.put(missing(), found.missing());
        facts.put(extra(), found.extra());
        facts.observe(
                compared.words().check(),
                Observation.of(
                                different == 0
                                        ? compared.words().same()
                                        : compared.words().difference(found))
                        .withBadRows(different, found.examples())
                        .withQuery(query(day.dt())));
    }

    private RowQuery query(LocalDate dt) {
        String key = String.join(", ", compared.names());
        String impressions =
                RowQuery.parquet(lake.publishedDay(Table.IMPRESSIONS, dt).toString());
        return new RowQuery(
                RowQuery.Rows.TABLE,
                rows -> "-- surplus: rows too many; below 0: "
                        + compared.words().rows() + " that are missing\nselect "
                        + key + ", sum(surplus) as surplus\nfrom (select "
                        + String.join(", ", compared.columnsOfTable()) + ", 1 as surplus from " + rows
                        + "\n  union all select " + (compared.distinct() ? "distinct " : "") + key + ", -1 from "
                        + impressions + ")\ngroup by " + key + "\nhaving sum(surplus) != 0\nlimit 20");
    }

    private Map<String, String> example(Row row) {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("what", compared.words().surplus().apply(row.<Long>getAs("surplus")));
        compared.names().forEach(column -> shown.put(column, String.valueOf(row.<Object>getAs(column))));
        return shown;
    }

    private String missing() {
        return compared.facts() + "_missing";
    }

    private String extra() {
        return compared.facts() + "_extra";
    }
}
