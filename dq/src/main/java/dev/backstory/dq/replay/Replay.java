package dev.backstory.dq.replay;

import static dev.backstory.command.Console.count;
import static java.util.Objects.requireNonNull;
import static org.apache.spark.sql.functions.expr;

import dev.backstory.core.calendar.IsoTime;
import dev.backstory.core.config.HistorySettings;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.ActionType;
import dev.backstory.core.contract.ActionTypes;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.DayFacts;
import dev.backstory.dq.day.Observation;
import dev.backstory.dq.day.RowQuery;
import dev.backstory.dq.day.TableRows;
import dev.backstory.dq.replay.PlainHistories.CustomerDay;
import dev.backstory.dq.replay.PlainHistories.History;
import dev.backstory.dq.report.Distribution;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
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

    /** @param inputs the actions each day was made from */
    public void run(
            List<AuditDay> days,
            Map<LocalDate, SortedMap<LocalDate, PublishRecord>> inputs,
            Map<LocalDate, DayFacts> facts) {
        String customer = CUSTOMER.formatted(rows.customer());
        ReplaySample sample = ReplaySample.of(tables, customer, days, inputs);
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
                .selectExpr(rows.select(customer))
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
        Map<LocalDate, List<Map<String, String>>> examples =
                anyMismatch ? new ReplayExamples(rows, history.length()).of(compared, expected) : Map.of();
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
}
