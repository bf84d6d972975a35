package dev.backstory.dq.audit;

import static dev.backstory.lake.job.Console.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.dq.engine.DayStates;
import dev.backstory.lake.parquet.TableSchemas;
import dev.backstory.lake.store.Lake;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Whether {@code histories} has every customer of a day's impressions once, and no other. First by a count and two
 * independent 64-bit sums of hashes per day; only days that differ there are compared customer by customer.
 */
final class CustomersComparison {
    static final String MISSING = "customers_missing";
    static final String EXTRA = "customers_extra";
    static final String CHECK = "the customers are the impressions' customers";
    private static final List<String> SALTS = List.of("left", "right");
    private static final String KEY = "cast(customer_id as bigint), isnull(customer_id)";

    private final TableRows tables;
    private final Lake lake;

    CustomersComparison(TableRows tables, Lake lake) {
        this.tables = tables;
        this.lake = lake;
    }

    /** The fingerprint of the customers, for the scan that reads the rows anyway. */
    Map<String, Column> figures() {
        Map<String, Column> figures = new LinkedHashMap<>();
        SALTS.forEach(salt -> figures.put(salt, fingerprint(salt)));
        return figures;
    }

    private static Column fingerprint(String salt) {
        return expr("sum(xxhash64('" + salt + "', " + KEY + "))");
    }

    /** @param records the impressions each day was made from */
    void compare(
            List<AuditDay> days,
            Map<LocalDate, PublishRecord> records,
            Map<LocalDate, DayStates> scan,
            Map<LocalDate, DayFacts> facts) {
        Dataset<Row> shown = tables.published(
                        Table.IMPRESSIONS, SparkColumns.of(TableSchemas.IMPRESSIONS), records.values())
                .select("dt", "customer_id")
                .distinct();
        Map<LocalDate, Row> fingerprints = new HashMap<>();
        shown.groupBy("dt")
                .agg(
                        expr("count(1)").as(StepChecks.ROWS),
                        SALTS.stream().map(salt -> fingerprint(salt).as(salt)).toArray(Column[]::new))
                .collectAsList()
                .forEach(row -> fingerprints.put(TableRows.day(row), row));
        List<AuditDay> different = new ArrayList<>();
        for (AuditDay day : days) {
            if (isSame(scan.get(day.dt()), fingerprints.get(day.dt()))) {
                say(facts.get(day.dt()), 0, 0, List.of());
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

    private static boolean isSame(DayStates histories, Row shown) {
        long customers = shown == null ? 0 : shown.<Long>getAs(StepChecks.ROWS);
        return RowCountChecks.rows(histories) == customers
                && (customers == 0
                        || SALTS.stream().allMatch(salt -> Objects.equals(histories.figure(salt), shown.getAs(salt))));
    }

    private void difference(List<AuditDay> days, Dataset<Row> shown, Map<LocalDate, DayFacts> facts) {
        Object[] dts = days.stream().map(day -> day.dt().toString()).toArray();
        Dataset<Row> uneven = tables.staged(days)
                .selectExpr("dt", "cast(customer_id as bigint) as customer_id")
                .withColumn("surplus", lit(1))
                .unionByName(shown.where(shown.col("dt").isin(dts)).withColumn("surplus", lit(-1)))
                .groupBy("dt", "customer_id")
                .agg(expr("sum(surplus)").as("surplus"))
                .where("surplus != 0");
        Map<LocalDate, List<Map<String, String>>> examples = new HashMap<>();
        uneven.withColumn("place", expr("row_number() over (partition by dt order by customer_id)"))
                .where("place <= " + BadRows.MOST)
                .collectAsList()
                .forEach(row -> examples.computeIfAbsent(TableRows.day(row), dt -> new ArrayList<>())
                        .add(example(row)));
        Map<LocalDate, Row> sums = new HashMap<>();
        uneven.groupBy("dt")
                .agg(
                        expr("sum(greatest(-surplus, 0))").as(MISSING),
                        expr("sum(greatest(surplus, 0))").as(EXTRA))
                .collectAsList()
                .forEach(row -> sums.put(TableRows.day(row), row));
        for (AuditDay day : days) {
            Row sum = sums.get(day.dt());
            say(
                    facts.get(day.dt()),
                    sum == null ? 0 : sum.<Long>getAs(MISSING),
                    sum == null ? 0 : sum.<Long>getAs(EXTRA),
                    examples.getOrDefault(day.dt(), List.of()));
        }
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

    private static void say(DayFacts facts, long missing, long extra, List<Map<String, String>> examples) {
        facts.put(MISSING, missing);
        facts.put(EXTRA, extra);
        facts.say(
                CHECK,
                missing + extra == 0
                        ? "the same customers, each once"
                        : count(missing) + " customers of impressions are missing, " + count(extra)
                                + " rows are too many");
        facts.showBadRows(CHECK, missing + extra, examples);
    }
}
