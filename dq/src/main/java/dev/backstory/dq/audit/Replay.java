package dev.backstory.dq.audit;

import static dev.backstory.lake.job.Console.count;
import static org.apache.spark.sql.functions.expr;

import dev.backstory.core.config.HistorySettings;
import dev.backstory.core.contract.ActionType;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.dq.report.Distribution;
import dev.backstory.lake.parquet.TableSchemas;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Computes the histories of some customers again, from the published actions and by plain SQL that shares nothing with
 * the history step, and compares every row of theirs slot by slot. All days of a range in one query.
 */
final class Replay {
    static final String ROWS = "replayed_rows";
    static final String MISMATCHES = "replay_mismatches";
    private static final String SLOTS = "replayed_slots_of_";
    static final String CHECK = "histories computed again are the same";

    /** Pairs of an action and a day whose history may hold it; a few seconds of sorting on two cores. */
    static final long MOST_CANDIDATES = 1_500_000;
    /** Training rows compared; each is two arrays. */
    static final long MOST_ROWS = 15_000;

    /** A customer's id as customer_hash takes it. */
    private static final String CUSTOMER = "cast(%s as bigint)";

    private static final StructType DAY = new StructType()
            .add("dt", DataTypes.StringType)
            .add("oldest", DataTypes.StringType)
            .add("absent", DataTypes.createArrayType(DataTypes.StringType));

    private static final String SELECTED = """
            select dt, ranking, customer_id, pos, actions, action_types, history_length, newest_action_time
            from replay_rows where :windows
            """;

    private static final String RECOMPUTED = """
            with shown as (select distinct dt, customer_id from replay_selected),
            candidates as (
              select shown.dt, shown.customer_id, a.item_id, a.action_type, a.action_time
              from shown
              join replay_days d on d.dt = shown.dt
              join replay_actions a on a.customer_id = shown.customer_id
              where a.dt < shown.dt and a.dt >= d.oldest and not array_contains(d.absent, a.dt)
                and a.action_time < cast(cast(shown.dt as date) as timestamp)),
            ranked as (
              select *, row_number() over (partition by dt, customer_id
                order by action_time desc, action_type desc, item_id desc) as slot
              from candidates),
            histories as (
              select dt, customer_id, count(1) as length, max(action_time) as newest,
                count_if(action_type = 1) as clicks, count_if(action_type = 2) as carts,
                count_if(action_type = 3) as orders,
                array_sort(collect_list(struct(slot, item_id, action_type))) as slots
              from ranked where slot <= :length group by dt, customer_id)
            select s.*,
              coalesce(h.length, 0L) as again_length,
              h.newest as again_newest,
              coalesce(h.clicks, 0L) as clicks, coalesce(h.carts, 0L) as carts, coalesce(h.orders, 0L) as orders,
              coalesce(concat(transform(h.slots, each -> each.item_id),
                array_repeat(0L, cast(:length - h.length as int))), array_repeat(0L, :length)) as again_actions,
              coalesce(concat(transform(h.slots, each -> each.action_type),
                array_repeat(0, cast(:length - h.length as int))), array_repeat(0, :length)) as again_types
            from replay_selected s
            left join histories h on h.dt = s.dt and h.customer_id = s.customer_id
            """;

    private final SparkSession spark;
    private final TableRows tables;
    private final HistorySettings history;
    private final ReplayedRows rows;

    Replay(SparkSession spark, TableRows tables, HistorySettings history, ReplayedRows rows) {
        this.spark = spark;
        this.tables = tables;
        this.history = history;
        this.rows = rows;
    }

    /** @param inputs the actions each day was made from */
    void run(
            List<AuditDay> days,
            Map<LocalDate, SortedMap<LocalDate, PublishRecord>> inputs,
            Map<LocalDate, DayFacts> facts) {
        NavigableMap<LocalDate, PublishRecord> read = new TreeMap<>();
        inputs.values().forEach(read::putAll);
        tables.published(Table.ACTIONS, SparkColumns.of(TableSchemas.ACTIONS), read.values())
                .createOrReplaceTempView("replay_all_actions");
        tables.local(
                        days.stream()
                                .map(day -> day(
                                        day.dt(),
                                        read.keySet(),
                                        inputs.get(day.dt()).keySet()))
                                .toList(),
                        DAY)
                .createOrReplaceTempView("replay_days");
        HashWindows windows = choose(days, inputs);
        List<AuditDay> selected = days;
        if (!windows.isEveryone()) {
            HashesOfFiles files =
                    new HashesOfFiles(tables, days, CUSTOMER.formatted(rows.customer()), windows, seed(days));
            windows = windows.plusHashes(files.uncovered());
            selected = files.within(windows, days);
        }
        tables.staged(selected)
                .selectExpr(rows.select(CUSTOMER.formatted(rows.customer())))
                .createOrReplaceTempView("replay_rows");
        spark.sql("select * from replay_all_actions where " + windows.condition("customer_hash"))
                .createOrReplaceTempView("replay_actions");
        spark.sql(SELECTED.replace(":windows", windows.condition("hash(customer_id)")))
                .createOrReplaceTempView("replay_selected");
        Dataset<Row> replayed = spark.sql(RECOMPUTED.replace(":length", String.valueOf(history.length())));
        Map<LocalDate, Row> results = new HashMap<>();
        replayed.selectExpr("dt", "customer_id", "clicks", "carts", "orders", "(" + rows.agrees() + ") as agrees")
                .groupBy("dt")
                .agg(
                        expr("count(1)").as(ROWS),
                        expr("count_if(not agrees)").as(MISMATCHES),
                        expr("count(distinct customer_id)").as("customers"),
                        expr("sum(clicks)").as("clicks"),
                        expr("sum(carts)").as("carts"),
                        expr("sum(orders)").as("orders"))
                .collectAsList()
                .forEach(row -> results.put(TableRows.day(row), row));
        boolean anyMismatch = results.values().stream().anyMatch(row -> row.<Long>getAs(MISMATCHES) > 0);
        Map<LocalDate, List<Map<String, String>>> examples = anyMismatch ? examples(replayed) : Map.of();
        for (AuditDay day : days) {
            Row result = results.get(day.dt());
            long replayedRows = result == null ? 0 : result.<Long>getAs(ROWS);
            long mismatches = result == null ? 0 : result.<Long>getAs(MISMATCHES);
            long customers = result == null ? 0 : result.<Long>getAs("customers");
            DayFacts of = facts.get(day.dt());
            of.put(ROWS, replayedRows);
            of.put(MISMATCHES, mismatches);
            for (ActionType type : ActionType.values()) {
                of.put(SLOTS + type.source(), result == null ? 0 : result.<Long>getAs(type.source()));
            }
            of.say(
                    CHECK,
                    (mismatches == 0 ? "the same in " : count(mismatches) + " different among ") + count(replayedRows)
                            + " rows of " + count(customers) + " customers (" + windows.describe() + ")");
            List<Map<String, String>> shown = examples.getOrDefault(day.dt(), List.of());
            of.showBadRows(CHECK, mismatches, shown);
            of.showQuery(CHECK, rowsOf(shown, day.dt()));
        }
    }

    /** What stands in the slots of the rows replayed, as counted again. */
    Optional<Distribution> typesOf(DayFacts facts) {
        List<Distribution.Bar> bars = new ArrayList<>();
        for (ActionType type : ActionType.values()) {
            Double slots = facts.numbers().get(SLOTS + type.source());
            if (slots != null) {
                bars.add(new Distribution.Bar(type.source() + " (type " + type.code() + ")", slots.longValue()));
            }
        }
        return bars.isEmpty()
                ? Optional.empty()
                : Optional.of(new Distribution(
                        "Action types in histories",
                        "filled slots of the rows whose histories were computed again ("
                                + count(facts.numbers().get(ROWS).longValue()) + " rows)",
                        bars));
    }

    /** The rows of customers whose histories differ; {@code null} without any. */
    private String rowsOf(List<Map<String, String>> examples, LocalDate dt) {
        String customers =
                examples.stream().map(row -> row.get("customer_id")).distinct().collect(Collectors.joining(", "));
        return customers.isEmpty() || customers.contains("null")
                ? "select * from " + Queries.day(dt) + "\nwhere " + rows.customer() + " is null\nlimit 20"
                : "select * from " + Queries.day(dt) + "\nwhere " + rows.customer() + " in (" + customers
                        + ")\nlimit 20";
    }

    /** As many customers as the limits allow; narrower where the windows hold customers of unusual activity. */
    private HashWindows choose(List<AuditDay> days, Map<LocalDate, SortedMap<LocalDate, PublishRecord>> inputs) {
        long candidates = inputs.values().stream()
                .flatMap(records -> records.values().stream())
                .mapToLong(PublishRecord::rows)
                .sum();
        long staged = days.stream().mapToLong(day -> day.day().rows()).sum();
        double share = Math.min(
                1,
                Math.min((double) MOST_CANDIDATES / Math.max(1, candidates), (double) MOST_ROWS / Math.max(1, staged)));
        if (share >= 1) {
            return HashWindows.everyone();
        }
        HashWindows windows = HashWindows.of(share, seed(days));
        for (int narrower = 0; narrower < 12; narrower++) {
            long found = spark.sql(
                            "select count(1) from replay_all_actions where " + windows.condition("customer_hash"))
                    .head()
                    .getLong(0);
            if (found * days.size() <= 3 * MOST_CANDIDATES) {
                break;
            }
            share /= 2;
            windows = HashWindows.of(share, seed(days));
        }
        return windows;
    }

    private static long seed(List<AuditDay> days) {
        return days.get(0).run().run().value().hashCode();
    }

    private Row day(LocalDate dt, Set<LocalDate> read, Set<LocalDate> recorded) {
        LocalDate oldest = dt.minus(history.lookback());
        List<String> absent = read.stream()
                .filter(input -> !input.isBefore(oldest) && input.isBefore(dt) && !recorded.contains(input))
                .map(LocalDate::toString)
                .toList();
        return RowFactory.create(dt.toString(), oldest.toString(), absent);
    }

    private Map<LocalDate, List<Map<String, String>>> examples(Dataset<Row> replayed) {
        Map<LocalDate, List<Map<String, String>>> examples = new HashMap<>();
        replayed.where("not (" + rows.agrees() + ")")
                .selectExpr(
                        "dt",
                        "customer_id",
                        "ranking",
                        "pos",
                        "history_length",
                        "again_length",
                        "newest_action_time",
                        "again_newest",
                        "array_position(zip_with(actions, again_actions, (a, b) -> a <=> b), false) as item_slot",
                        "array_position(zip_with(action_types, again_types, (a, b) -> a <=> b), false) as type_slot",
                        "actions",
                        "action_types",
                        "again_actions",
                        "again_types",
                        "row_number() over (partition by dt order by customer_id, ranking, pos) as place")
                .where("place <= " + BadRows.MOST)
                .collectAsList()
                .forEach(row -> examples.computeIfAbsent(TableRows.day(row), dt -> new ArrayList<>())
                        .add(example(row)));
        return examples;
    }

    private Map<String, String> example(Row row) {
        Map<String, String> shown = new LinkedHashMap<>();
        for (String column : rows.shown()) {
            shown.put(column, String.valueOf(row.<Object>getAs(column)));
        }
        shown.put("length computed again", String.valueOf(row.<Object>getAs("again_length")));
        if (rows.shown().contains("newest_action_time")) {
            shown.put("newest computed again", String.valueOf(row.<Object>getAs("again_newest")));
        }
        Long item = row.getAs("item_slot");
        Long type = row.getAs("type_slot");
        long slot = first(item == null ? 0 : item, type == null ? 0 : type);
        shown.put("first different slot", slot == 0 ? "none" : String.valueOf(slot));
        if (slot > 0) {
            shown.put("in the row", at(row, "actions", slot) + " / type " + at(row, "action_types", slot));
            shown.put("computed again", at(row, "again_actions", slot) + " / type " + at(row, "again_types", slot));
        }
        return shown;
    }

    private static long first(long a, long b) {
        return a == 0 ? b : b == 0 ? a : Math.min(a, b);
    }

    private static String at(Row row, String column, long slot) {
        List<Object> slots = row.isNullAt(row.fieldIndex(column)) ? List.of() : row.getList(row.fieldIndex(column));
        return slot <= slots.size() ? String.valueOf(slots.get((int) slot - 1)) : "nothing";
    }
}
