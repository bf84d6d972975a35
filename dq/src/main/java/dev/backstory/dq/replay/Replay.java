package dev.backstory.dq.replay;

import static dev.backstory.command.Console.count;
import static java.util.Objects.requireNonNull;
import static org.apache.spark.sql.functions.expr;

import dev.backstory.core.calendar.IsoTime;
import dev.backstory.core.config.HistorySettings;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.ActionType;
import dev.backstory.core.contract.ActionTypes;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.BadRows;
import dev.backstory.dq.day.DayFacts;
import dev.backstory.dq.day.Observation;
import dev.backstory.dq.day.RowQuery;
import dev.backstory.dq.day.SparkColumns;
import dev.backstory.dq.day.TableRows;
import dev.backstory.dq.replay.PlainHistories.CustomerDay;
import dev.backstory.dq.replay.PlainHistories.History;
import dev.backstory.dq.report.Distribution;
import dev.backstory.lake.table.TableSchemas;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Finds the histories of some customers again, from the published actions and by {@link PlainHistories}, which shares
 * nothing with the history step, and compares every row of theirs slot by slot. All days of a range together.
 */
public final class Replay {
    public static final String ROWS = "replayed_rows";
    public static final String MISMATCHES = "replay_mismatches";
    private static final String SLOTS = "replayed_slots_of_";
    public static final String CHECK = "histories computed again are the same";

    /** Pairs of an action and a day whose history may hold it: a few dozen megabytes of the driver's memory. */
    static final long MOST_CANDIDATES = 1_500_000;
    /** Training rows compared; each is two arrays. */
    static final long MOST_ROWS = 15_000;
    /** Windows that hold customers of unusual activity are made half as wide so often, and then taken as they are. */
    private static final int MOST_NARROWINGS = 12;

    /** A customer's id as customer_hash takes it. */
    private static final String CUSTOMER = "cast(%s as bigint)";

    private final TableRows tables;
    private final HistorySettings history;
    private final ZoneId zone;
    private final ReplayedRows rows;
    private final ActionTypes types;

    public Replay(PipelineConfig config, TableRows tables, ReplayedRows rows) {
        this.tables = tables;
        this.history = config.history();
        this.zone = config.timezone();
        this.rows = rows;
        this.types = config.actionTypes();
    }

    /** Whose rows are compared, where these lie, and the actions of theirs. */
    private record Sample(HashWindows windows, List<AuditDay> days, List<byte[]> actions) {}

    /** @param inputs the actions each day was made from */
    public void run(
            List<AuditDay> days,
            Map<LocalDate, SortedMap<LocalDate, PublishRecord>> inputs,
            Map<LocalDate, DayFacts> facts) {
        Sample sample = sample(days, inputs);
        // Midnight too is worked out here, and not asked of what the history step asks.
        PlainHistories plain = new PlainHistories(
                days.stream()
                        .map(day -> new PlainHistories.Day(
                                day.dt(),
                                day.dt().minus(history.lookback()),
                                IsoTime.micros(day.dt().atStartOfDay(zone).toInstant()),
                                inputs.get(day.dt()).keySet()))
                        .toList(),
                history.length());
        PackedActions.unpack(sample.actions(), plain);
        Map<CustomerDay, History> expected = plain.histories();
        Dataset<Row> compared = tables.staged(sample.days())
                .selectExpr(rows.select(CUSTOMER.formatted(rows.customer())))
                .where(sample.windows().condition("hash(customer_id)"));
        compared = compared.withColumn(
                "agrees", SlotBySlot.column(tables.spark(), expected, history.length(), rows.withNewest()));
        Map<LocalDate, Tally> tallies = new HashMap<>();
        compared.groupBy("dt", "customer_id")
                .agg(expr("count(1)").as(ROWS), expr("count_if(not agrees)").as(MISMATCHES))
                .collectAsList()
                .forEach(row -> tallies.computeIfAbsent(TableRows.day(row), dt -> new Tally())
                        .add(row, expected));
        boolean anyMismatch = tallies.values().stream().anyMatch(tally -> tally.mismatches > 0);
        Map<LocalDate, List<Map<String, String>>> examples = anyMismatch ? examples(compared, expected) : Map.of();
        for (AuditDay day : days) {
            say(
                    facts.get(day.dt()),
                    day.dt(),
                    tallies.getOrDefault(day.dt(), new Tally()),
                    sample.windows(),
                    examples.getOrDefault(day.dt(), List.of()));
        }
    }

    /** What was found of a day. */
    private final class Tally {
        private long rows;
        private long mismatches;
        private long customers;
        private final Map<ActionType, Long> slots = new HashMap<>();

        /** @param row a customer's rows of the day, counted */
        private void add(Row row, Map<CustomerDay, History> expected) {
            long ofCustomer = row.<Long>getAs(ROWS);
            rows += ofCustomer;
            mismatches += row.<Long>getAs(MISMATCHES);
            Long customer = row.getAs("customer_id");
            if (customer == null) {
                return;
            }
            customers++;
            History history = History.of(expected, row.getAs("dt"), customer);
            for (ActionType type : types.all()) {
                slots.merge(type, ofCustomer * history.actionsOf(type.code()), Long::sum);
            }
        }
    }

    private void say(DayFacts of, LocalDate dt, Tally tally, HashWindows windows, List<Map<String, String>> examples) {
        of.put(ROWS, tally.rows);
        of.put(MISMATCHES, tally.mismatches);
        for (ActionType type : types.all()) {
            of.put(SLOTS + type.source(), tally.slots.getOrDefault(type, 0L));
        }
        of.observe(
                CHECK,
                Observation.of((tally.mismatches == 0 ? "the same in " : count(tally.mismatches) + " different among ")
                                + count(tally.rows) + " rows of " + count(tally.customers) + " customers ("
                                + windows.describe() + ")")
                        .withBadRows(tally.mismatches, examples)
                        .withQuery(rowsOf(examples, dt)));
    }

    /** What the slots of the replayed rows hold, as counted again. */
    public Optional<Distribution> typesOf(DayFacts facts) {
        List<Distribution.Bar> bars = new ArrayList<>();
        for (ActionType type : types.all()) {
            Double slots = facts.number(SLOTS + type.source());
            if (slots != null) {
                bars.add(new Distribution.Bar(type.source() + " (type " + type.code() + ")", slots.longValue()));
            }
        }
        return bars.isEmpty()
                ? Optional.empty()
                : Optional.of(new Distribution(
                        "Action types in histories",
                        "filled slots of the rows whose histories were computed again ("
                                + count(requireNonNull(facts.number(ROWS)).longValue()) + " rows)",
                        bars));
    }

    /** The rows of the customers whose histories differ. */
    private RowQuery rowsOf(List<Map<String, String>> examples, LocalDate dt) {
        String customers =
                examples.stream().map(row -> row.get("customer_id")).distinct().collect(Collectors.joining(", "));
        String those = customers.isEmpty() || customers.contains("null") ? " is null" : " in (" + customers + ")";
        return RowQuery.ofDay(
                dt, staged -> "select * from " + staged + "\nwhere " + rows.customer() + those + "\nlimit 20");
    }

    /** As many customers as the limits allow; fewer where the windows hold customers of unusual activity. */
    private Sample sample(List<AuditDay> days, Map<LocalDate, SortedMap<LocalDate, PublishRecord>> inputs) {
        NavigableMap<LocalDate, PublishRecord> read = new TreeMap<>();
        inputs.values().forEach(read::putAll);
        Dataset<Row> actions = tables.published(Table.ACTIONS, SparkColumns.of(TableSchemas.ACTIONS), read.values());
        long candidates = inputs.values().stream()
                .flatMap(records -> records.values().stream())
                .mapToLong(PublishRecord::rows)
                .sum();
        long staged = days.stream().mapToLong(day -> day.day().rows()).sum();
        double share = Math.min(
                1,
                Math.min((double) MOST_CANDIDATES / Math.max(1, candidates), (double) MOST_ROWS / Math.max(1, staged)));
        if (share >= 1) {
            return new Sample(HashWindows.everyone(), days, PackedActions.of(actions, Long.MAX_VALUE));
        }
        long seed = days.get(0).run().run().value().hashCode();
        long most = 3 * MOST_CANDIDATES / days.size();
        for (int narrowing = 0; ; narrowing++, share /= 2) {
            FilesOfWindows files = FilesOfWindows.of(
                    tables, days, CUSTOMER.formatted(rows.customer()), HashWindows.of(share, seed), seed);
            long limit = narrowing == MOST_NARROWINGS ? Long.MAX_VALUE : most;
            List<byte[]> found = PackedActions.of(actions.where(files.windows().condition("customer_hash")), limit);
            if (PackedActions.count(found) <= limit) {
                return new Sample(files.windows(), files.days(), found);
            }
        }
    }

    private Map<LocalDate, List<Map<String, String>>> examples(
            Dataset<Row> compared, Map<CustomerDay, History> expected) {
        Map<LocalDate, List<Map<String, String>>> examples = new HashMap<>();
        compared.where("not agrees")
                .selectExpr(
                        "dt",
                        "customer_id",
                        "ranking",
                        "pos",
                        "history_length",
                        "newest_action_time",
                        "actions",
                        "action_types",
                        "row_number() over (partition by dt order by customer_id, ranking, pos) as place")
                .where("place <= " + BadRows.MOST)
                .collectAsList()
                .forEach(row -> examples.computeIfAbsent(TableRows.day(row), dt -> new ArrayList<>())
                        .add(example(row, History.of(expected, row.getAs("dt"), row.getAs("customer_id")))));
        return examples;
    }

    private Map<String, String> example(Row row, History again) {
        Map<String, String> shown = new LinkedHashMap<>();
        for (String column : rows.shown()) {
            shown.put(column, String.valueOf(row.<Object>getAs(column)));
        }
        shown.put("length computed again", String.valueOf(again.length()));
        if (rows.withNewest()) {
            shown.put("newest computed again", newest(again));
        }
        List<Long> items = list(row, "actions");
        List<Integer> types = list(row, "action_types");
        int slot = SlotBySlot.firstDifference(again, history.length(), items, types);
        shown.put("first different slot", slot < 0 ? "none" : String.valueOf(slot + 1));
        if (slot >= 0) {
            shown.put("in the row", at(items, slot) + " / type " + at(types, slot));
            shown.put(
                    "computed again",
                    slot >= history.length()
                            ? "nothing / type nothing"
                            : again.item(slot) + " / type " + again.type(slot));
        }
        return shown;
    }

    private static String newest(History again) {
        return again.newest() == null
                ? "null"
                : Timestamp.from(IsoTime.instant(again.newest())).toString();
    }

    private static <T> List<T> list(Row row, String column) {
        return row.isNullAt(row.fieldIndex(column)) ? List.of() : row.getList(row.fieldIndex(column));
    }

    private static String at(List<?> slots, int slot) {
        return slot < slots.size() ? String.valueOf(slots.get(slot)) : "nothing";
    }
}
