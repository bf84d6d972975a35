package dev.backstory.dq.compare;

import static dev.backstory.command.Console.count;

import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.DayFacts;
import dev.backstory.dq.day.Queries;
import dev.backstory.dq.day.SparkColumns;
import dev.backstory.dq.day.TableRows;
import dev.backstory.dq.day.TrainingColumns;
import dev.backstory.dq.engine.DayStates;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.table.TableSchemas;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Whether the training rows without their histories are the impressions' rows, as a multiset. First by a count and two
 * independent 64-bit sums of hashes per day; only days that differ there are compared row by row.
 */
public final class ImpressionsComparison implements InputComparison {
    public static final String MISSING = "impressions_missing";
    public static final String EXTRA = "impressions_extra";
    public static final String CHECK = "the rows are the impressions' rows";
    private static final String KEY =
            "ranking_id, isnull(ranking_id), customer_id, isnull(customer_id), impression_pos, isnull(impression_pos),"
                    + " impression_item_id, isnull(impression_item_id), label, isnull(label)";

    private final TableRows tables;
    private final Lake lake;
    private final Map<String, String> columns;

    public ImpressionsComparison(TableRows tables, Lake lake, Map<String, String> columns) {
        this.tables = tables;
        this.lake = lake;
        this.columns = columns;
    }

    /** The fingerprint of the training rows, for the scan that reads them anyway. */
    @Override
    public Map<String, Column> figures() {
        return Fingerprints.figures(keyOf(columns));
    }

    @Override
    public List<String> facts() {
        return List.of(MISSING, EXTRA);
    }

    @Override
    public void compare(
            List<AuditDay> days,
            Map<LocalDate, PublishRecord> records,
            Map<LocalDate, DayStates> scan,
            Map<LocalDate, DayFacts> facts) {
        Dataset<Row> impressions = tables.published(
                        Table.IMPRESSIONS, SparkColumns.of(TableSchemas.IMPRESSIONS), records.values())
                .selectExpr(TrainingColumns.impressionColumns(identity()));
        Map<LocalDate, Row> fingerprints = Fingerprints.of(impressions, records.keySet(), KEY);
        List<AuditDay> different = new ArrayList<>();
        for (AuditDay day : days) {
            if (Fingerprints.isSame(scan.get(day.dt()), fingerprints.get(day.dt()))) {
                say(facts.get(day.dt()), Surplus.NONE);
            } else {
                different.add(day);
                facts.get(day.dt())
                        .showQuery(
                                CHECK,
                                query(lake.day(Table.IMPRESSIONS, day.dt()).toString()));
            }
        }
        if (!different.isEmpty()) {
            difference(different, impressions, facts);
        }
    }

    private void difference(List<AuditDay> days, Dataset<Row> impressions, Map<LocalDate, DayFacts> facts) {
        Object[] dts = days.stream().map(day -> day.dt().toString()).toArray();
        Map<LocalDate, Surplus> found = Surplus.of(
                tables.staged(days).selectExpr(TrainingColumns.impressionColumns(columns)),
                impressions.where(impressions.col("dt").isin(dts)),
                List.of("customer_id", "ranking_id", "impression_pos", "impression_item_id", "label"),
                ImpressionsComparison::example);
        days.forEach(day -> say(facts.get(day.dt()), found.getOrDefault(day.dt(), Surplus.NONE)));
    }

    private String query(String impressions) {
        String key = "ranking_id, customer_id, impression_pos, impression_item_id, label";
        String of = Stream.of(TrainingColumns.impressionColumns(columns))
                .filter(column -> !column.equals("dt"))
                .collect(Collectors.joining(", "));
        return "-- surplus: rows too many; below 0: rows that are missing\nselect " + key + ", sum(surplus) as surplus"
                + "\nfrom (select " + of + ", 1 as surplus from " + Queries.DAY + "\n  union all select " + key
                + ", -1 from " + Queries.parquet(impressions) + ")\ngroup by " + key
                + "\nhaving sum(surplus) != 0\nlimit 20";
    }

    private static Map<String, String> example(Row row) {
        Map<String, String> shown = new LinkedHashMap<>();
        long surplus = row.getAs("surplus");
        shown.put(
                "what",
                surplus < 0 ? "missing " + -surplus + " time(s)" : surplus + " time(s) more than in impressions");
        for (String column : List.of("ranking_id", "customer_id", "impression_pos", "impression_item_id", "label")) {
            shown.put(column, String.valueOf(row.<Object>getAs(column)));
        }
        return shown;
    }

    private static void say(DayFacts facts, Surplus found) {
        facts.put(MISSING, found.missing());
        facts.put(EXTRA, found.extra());
        facts.say(
                CHECK,
                found.missing() + found.extra() == 0
                        ? "the same rows"
                        : count(found.missing()) + " rows of impressions are missing, " + count(found.extra())
                                + " rows are in no impression");
        facts.showBadRows(CHECK, found.missing() + found.extra(), found.examples());
    }

    private static String keyOf(Map<String, String> names) {
        return "cast(`" + names.get("ranking_id") + "` as string), isnull(`" + names.get("ranking_id") + "`), "
                + number(names.get("customer_id"), "bigint") + ", "
                + number(names.get("impression_pos"), "int") + ", "
                + number(names.get("impression_item_id"), "bigint") + ", "
                + number(names.get("label"), "int");
    }

    private static String number(String column, String type) {
        return "cast(`" + column + "` as " + type + "), isnull(`" + column + "`)";
    }

    private static Map<String, String> identity() {
        return Map.of(
                "ranking_id", "ranking_id",
                "customer_id", "customer_id",
                "impression_pos", "impression_pos",
                "impression_item_id", "impression_item_id",
                "label", "label");
    }
}
