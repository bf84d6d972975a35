package dev.backstory.dq.compare;

import static dev.backstory.command.Console.count;

import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.DayFacts;
import dev.backstory.dq.day.Queries;
import dev.backstory.dq.day.SparkColumns;
import dev.backstory.dq.day.TableRows;
import dev.backstory.dq.engine.DayStates;
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
 * Whether {@code histories} has every customer of a day's impressions once, and no other. First by a count and two
 * independent 64-bit sums of hashes per day; only days that differ there are compared customer by customer.
 */
public final class CustomersComparison implements InputComparison {
    public static final String MISSING = "customers_missing";
    public static final String EXTRA = "customers_extra";
    public static final String CHECK = "the customers are the impressions' customers";
    private static final String KEY = "cast(customer_id as bigint), isnull(customer_id)";

    private final TableRows tables;
    private final Lake lake;

    public CustomersComparison(TableRows tables, Lake lake) {
        this.tables = tables;
        this.lake = lake;
    }

    /** The fingerprint of the customers, for the scan that reads the rows anyway. */
    @Override
    public Map<String, Column> figures() {
        return Fingerprints.figures(KEY);
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
        Dataset<Row> shown = tables.published(
                        Table.IMPRESSIONS, SparkColumns.of(TableSchemas.IMPRESSIONS), records.values())
                .select("dt", "customer_id")
                .distinct();
        Map<LocalDate, Row> fingerprints = Fingerprints.of(shown, records.keySet(), KEY);
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
            difference(different, shown, facts);
        }
    }

    private void difference(List<AuditDay> days, Dataset<Row> shown, Map<LocalDate, DayFacts> facts) {
        Object[] dts = days.stream().map(day -> day.dt().toString()).toArray();
        Map<LocalDate, Surplus> found = Surplus.of(
                tables.staged(days).selectExpr("dt", "cast(customer_id as bigint) as customer_id"),
                shown.where(shown.col("dt").isin(dts)),
                List.of("customer_id"),
                CustomersComparison::example);
        days.forEach(day -> say(facts.get(day.dt()), found.getOrDefault(day.dt(), Surplus.NONE)));
    }

    private static String query(String impressions) {
        return "-- surplus: rows too many; below 0: customers that are missing\n"
                + "select customer_id, sum(surplus) as surplus\nfrom (select cast(customer_id as bigint) as customer_id,"
                + " 1 as surplus from " + Queries.DAY + "\n  union all select distinct customer_id, -1 from "
                + Queries.parquet(impressions) + ")\ngroup by customer_id\nhaving sum(surplus) != 0\nlimit 20";
    }

    private static Map<String, String> example(Row row) {
        Map<String, String> shown = new LinkedHashMap<>();
        long surplus = row.getAs("surplus");
        shown.put("what", surplus < 0 ? "missing" : surplus + " row(s) too many");
        shown.put("customer_id", String.valueOf(row.<Object>getAs("customer_id")));
        return shown;
    }

    private static void say(DayFacts facts, Surplus found) {
        facts.put(MISSING, found.missing());
        facts.put(EXTRA, found.extra());
        facts.say(
                CHECK,
                found.missing() + found.extra() == 0
                        ? "the same customers, each once"
                        : count(found.missing()) + " customers of impressions are missing, " + count(found.extra())
                                + " rows are too many");
        facts.showBadRows(CHECK, found.missing() + found.extra(), found.examples());
    }
}
