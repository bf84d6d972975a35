package dev.backstory.dq;

import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.InputRun;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.SourceCount;
import dev.backstory.dq.AuditedLake.Day;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** A small shop: two days of actions before 2025-08-14, impressions of that day, and the training rows they give. */
final class Shop {
    static final String DT = "2025-08-14";
    static final String ACTIONS_COLUMNS =
            "hash(customer_id) as customer_hash, customer_id, item_id, cast(action_time as timestamp) as action_time,"
                    + " action_type";

    final AuditedLake lake;

    Shop(Path folder, String settings) {
        this.lake = new AuditedLake(folder, settings);
    }

    static Shop withInputs(Path folder, String settings, int days) {
        Shop shop = new Shop(folder, settings);
        shop.publishInputs(days);
        return shop;
    }

    /** @param values rows of (customer_id, item_id, action_time with offset, action_type) */
    Dataset<Row> actions(String values) {
        return lake.sql("select " + ACTIONS_COLUMNS + " from values " + values
                + " as a(customer_id, item_id, action_time, action_type)");
    }

    Dataset<Row> actionsOf12() {
        return actions("(1L, 11L, '2025-08-12T10:00:00Z', 1), (1L, 12L, '2025-08-12T11:00:00Z', 2)");
    }

    static Map<String, SourceCount> read(long clicks, long carts, long orders) {
        Map<String, SourceCount> sources = new TreeMap<>();
        sources.put("clicks", new SourceCount(clicks, clicks, 0));
        sources.put("carts", new SourceCount(carts, carts, 0));
        sources.put("orders", new SourceCount(orders, orders, 0));
        return sources;
    }

    /** The same rows at the same times of a day, of which all lie on one. */
    static Dataset<Row> on(String dt, Dataset<Row> actions) {
        return actions.withColumn(
                "action_time",
                functions.expr(
                        "action_time + make_dt_interval(datediff(date'" + dt + "', cast(action_time as date)))"));
    }

    /** 21:59Z is one minute before midnight in Berlin. */
    Dataset<Row> actionsOf13() {
        return actions("(1L, 13L, '2025-08-13T09:00:00Z', 3), (2L, 21L, '2025-08-13T21:59:00Z', 1)");
    }

    Dataset<Row> impressions() {
        return lake.sql("select hash(customer_id) as customer_hash, * from values"
                + " ('r1', 1L, 0, 501L, 0), ('r1', 1L, 1, 502L, 1), ('r2', 2L, 0, 501L, null),"
                + " (null, 3L, 0, 503L, 0)"
                + " as i(ranking_id, customer_id, impression_pos, impression_item_id, label)");
    }

    /** Actions of 12 and 13 August, and one of the 14th itself, which no history of the 14th may hold. */
    /** @param days how many days from the 14th on have impressions, all the same */
    void publishInputs(int days) {
        lake.stage(
                Step.ACTIONS,
                "actions-1",
                Day.of("2025-08-12", actionsOf12(), read(1, 1, 0)),
                Day.of("2025-08-13", actionsOf13(), read(1, 0, 1)),
                Day.of(DT, actions("(1L, 99L, '2025-08-14T06:00:00Z', 1)"), read(1, 0, 0)));
        must(lake.audit(Step.ACTIONS, "2025-08-12", DT, Optional.of("actions-1")));
        LocalDate last = LocalDate.parse(DT).plusDays(days - 1);
        Dataset<Row> impressions = impressions();
        lake.stage(
                Step.IMPRESSIONS,
                "impressions-1",
                LocalDate.parse(DT)
                        .datesUntil(last.plusDays(1))
                        .map(dt -> Day.of(dt.toString(), impressions, Map.of("impressions", new SourceCount(4, 4, 0))))
                        .toArray(Day[]::new));
        must(lake.audit(Step.IMPRESSIONS, DT, last.toString(), Optional.of("impressions-1")));
    }

    private void must(int exitCode) {
        if (exitCode != 0) {
            throw new AssertionError("the inputs did not pass their audit: " + lake.printed());
        }
    }

    Dataset<Row> training() {
        return lake.sql("select ranking_id, customer_id, impression_pos, impression_item_id, label, actions,"
                + " action_types, history_length, cast(newest as timestamp) as newest_action_time from values"
                + row("'r1', 1L, 0, 501L, 0", "13L, 12L, 11L, 0L, 0L", "3, 2, 1, 0, 0", 3, "'2025-08-13T09:00:00Z'")
                + ","
                + row("'r1', 1L, 1, 502L, 1", "13L, 12L, 11L, 0L, 0L", "3, 2, 1, 0, 0", 3, "'2025-08-13T09:00:00Z'")
                + ","
                + row("'r2', 2L, 0, 501L, null", "21L, 0L, 0L, 0L, 0L", "1, 0, 0, 0, 0", 1, "'2025-08-13T21:59:00Z'")
                + ","
                + row("null, 3L, 0, 503L, 0", "0L, 0L, 0L, 0L, 0L", "0, 0, 0, 0, 0", 0, "null")
                + " as t(ranking_id, customer_id, impression_pos, impression_item_id, label, actions, action_types,"
                + " history_length, newest)");
    }

    private static String row(String impression, String actions, String types, int length, String newest) {
        return " (" + impression + ", array(" + actions + "), array(" + types + "), " + length + ", " + newest + ")";
    }

    /** What the rows of {@link #DT} were made from. */
    List<InputRun> inputs() {
        return inputs(LocalDate.parse(DT));
    }

    List<InputRun> inputs(LocalDate dt) {
        return List.of(
                new InputRun(
                        Table.ACTIONS,
                        LocalDate.parse("2025-08-12"),
                        LocalDate.parse("2025-08-13"),
                        new RunId("actions-1")),
                new InputRun(Table.IMPRESSIONS, dt, dt, new RunId("impressions-1")));
    }

    Day trainingDay(LocalDate dt, Dataset<Row> rows) {
        return new Day(dt, rows, Map.of(), inputs(dt), 30, 30);
    }

    /** Stages these training rows for the 14th and audits them; the exit code. */
    int auditTraining(String run, Dataset<Row> rows) {
        lake.stage(Step.HISTORY, run, trainingDay(LocalDate.parse(DT), rows));
        return lake.audit(Step.HISTORY, DT, run);
    }
}
