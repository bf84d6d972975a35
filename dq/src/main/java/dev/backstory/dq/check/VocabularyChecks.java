package dev.backstory.dq.check;

import static dev.backstory.command.Console.count;
import static org.apache.spark.sql.functions.expr;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.ids.VocabularySettings;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.BadRows;
import dev.backstory.dq.day.DayFacts;
import dev.backstory.dq.day.Observation;
import dev.backstory.dq.day.RowCount;
import dev.backstory.dq.day.SparkColumns;
import dev.backstory.dq.day.TableRows;
import dev.backstory.dq.engine.DayStates;
import dev.backstory.dq.engine.Expectation;
import dev.backstory.dq.engine.RootCause;
import dev.backstory.dq.report.Distribution;
import dev.backstory.dq.trend.Measure;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.table.TableSchemas;
import dev.backstory.lake.table.VocabularyFile;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The checks of the table {@code vocabulary}, which is computed a second time, in SQL, from the same actions. */
public final class VocabularyChecks implements TableChecks {
    private static final String RECOUNT = "items, indices and counts as computed a second time";
    private static final String MISSING = "missing_items";
    private static final String EXTRA = "extra_items";
    private static final List<String> RECOUNTED = List.of(MISSING, EXTRA);
    private static final String PAST = "only actions from before the day";
    private static final String NOT_PAST = "days_not_before";
    private static final String KNOWN_ACTIONS = "known_actions";
    private static final String SHARE_KNOWN = "share_known";

    private final PipelineConfig config;
    private final VocabularySettings settings;
    private final Lake lake;
    private final TableRows tables;
    private final Coverage coverage;
    private final Map<LocalDate, Long> actions = new HashMap<>();

    public VocabularyChecks(PipelineConfig config, Lake lake, TableRows tables) {
        this.config = config;
        this.settings = config.vocabulary();
        this.lake = lake;
        this.tables = tables;
        this.coverage = new Coverage(config, config.dq().vocabulary(), lake);
    }

    @Override
    public Map<String, Column> figures() {
        Map<String, Column> figures = new LinkedHashMap<>();
        figures.put(RowCount.NAME, expr("count(1)"));
        figures.put(KNOWN_ACTIONS, expr("sum(`count`)"));
        return figures;
    }

    @Override
    public List<Expectation> ofRows(AuditDay day) {
        return List.of(
                Expectation.complete(VocabularyFile.ITEM).meaning("A row is one item."),
                Expectation.complete(VocabularyFile.INDEX).meaning("A model knows an item by its index."),
                Expectation.everyRow("item_id is positive", "item_id > 0")
                        .meaning("0 is padding in histories; a negative id is no item."),
                Expectation.everyRow(
                                "indices begin at " + VocabularySettings.FIRST,
                                "`index` >= " + VocabularySettings.FIRST)
                        .expecting("an index from " + VocabularySettings.FIRST + " on")
                        .meaning(
                                "0 is padding and 1 every item that is not here; an item with either would be taken for"
                                        + " it."),
                Expectation.everyRow(
                                "every item has at least " + settings.minCount() + " actions",
                                "`count` >= " + settings.minCount())
                        .expecting("at least " + settings.minCount() + ", as vocabulary.min-count says")
                        .meaning("Of an item that was hardly seen a model learns nothing."));
    }

    @Override
    public List<Expectation> ofFacts(AuditDay day) {
        List<Expectation> checks = new ArrayList<>(RowCountChecks.of(RowCountChecks.mayBeEmpty(day, config)));
        checks.add(Expectation.fact(RECOUNT, MISSING + " = 0 and " + EXTRA + " = 0", MISSING, EXTRA)
                .expecting("each item of the actions once, by the number of its actions, and no other")
                .meaning("The vocabulary is made a second time, in another way, from the actions published before the"
                        + " day: none is missing, none is too many, and no index is left out or given twice.")
                .withHint("never train with these indices: build the vocabulary again and report it as a bug"));
        checks.add(Expectation.fact(PAST, NOT_PAST + " = 0", NOT_PAST)
                .expecting("no action of " + day.dt() + " or later")
                .meaning("An item that was first seen on the day or later is one that a model could not know."));
        checks.add(coverage.of(day));
        return checks;
    }

    @Override
    public void gather(List<AuditDay> days, Map<LocalDate, DayStates> scan, Map<LocalDate, DayFacts> facts) {
        coverage.gather(days, scan, facts);
        RecordedInputs inputs = new RecordedInputs(lake, days);
        for (AuditDay day : days) {
            DayFacts of = facts.get(day.dt());
            RowCountChecks.gather(day, scan.get(day.dt()), of, Arrivals.NONE);
            of.put(NOT_PAST, daysNotBefore(day));
            String unread = RowCount.problem(scan.get(day.dt()));
            String problem =
                    unread != null ? unread : inputs.problem(day, Table.ACTIONS).orElse(null);
            if (problem != null) {
                RECOUNTED.forEach(fact -> of.fail(fact, problem));
                continue;
            }
            try {
                recount(day, List.copyOf(inputs.of(day, Table.ACTIONS).values()), of);
            } catch (Exception e) { // Spark throws a checked exception that it does not declare.
                String failure = RootCause.of(e);
                RECOUNTED.forEach(fact -> of.fail(fact, failure));
            }
        }
    }

    private static long daysNotBefore(AuditDay day) {
        return day.day().inputs().stream()
                .filter(input -> input.table() == Table.ACTIONS)
                .map(input -> new DayRange(input.from(), input.to()))
                .flatMap(range -> range.days().stream())
                .filter(dt -> !dt.isBefore(day.dt()))
                .count();
    }

    private void recount(AuditDay day, List<PublishRecord> published, DayFacts of) {
        actions.put(day.dt(), published.stream().mapToLong(PublishRecord::rows).sum());
        Dataset<Row> found =
                tables.staged(List.of(day)).selectExpr("item_id", "cast(`index` as bigint) as place", "`count` as n");
        Dataset<Row> should = tables.published(Table.ACTIONS, SparkColumns.of(TableSchemas.ACTIONS), published)
                .groupBy("item_id")
                .agg(expr("count(1) as n"))
                .where("n >= " + settings.minCount())
                .selectExpr(
                        "item_id",
                        "row_number() over (order by n desc, item_id) + " + (VocabularySettings.FIRST - 1)
                                + " as place",
                        "n")
                .where("place < " + (VocabularySettings.FIRST + settings.most()));
        Dataset<Row> uneven = found.selectExpr("*", "1 as surplus")
                .unionByName(should.selectExpr("item_id", "cast(place as bigint) as place", "n", "-1 as surplus"))
                .groupBy("item_id", "place", "n")
                .agg(expr("sum(surplus) as surplus"))
                .where("surplus != 0")
                .persist();
        try {
            Row totals = uneven.selectExpr(
                            "coalesce(sum(greatest(-surplus, 0)), 0)", "coalesce(sum(greatest(surplus, 0)), 0)")
                    .head();
            long missing = totals.getLong(0);
            long extra = totals.getLong(1);
            of.put(MISSING, missing);
            of.put(EXTRA, extra);
            of.observe(
                    RECOUNT,
                    missing + extra == 0
                            ? Observation.of("all as computed from " + count(actions.get(day.dt())) + " actions")
                            : Observation.of(count(missing) + " rows are missing, " + count(extra) + " are too many")
                                    .withBadRows(missing + extra, examples(uneven)));
        } finally {
            uneven.unpersist();
        }
    }

    private static List<Map<String, String>> examples(Dataset<Row> uneven) {
        List<Map<String, String>> examples = new ArrayList<>();
        for (Row row : uneven.orderBy("place", "item_id").limit(BadRows.MOST).collectAsList()) {
            Map<String, String> example = new LinkedHashMap<>();
            example.put(VocabularyFile.ITEM, String.valueOf(row.get(0)));
            example.put(VocabularyFile.INDEX, String.valueOf(row.get(1)));
            example.put(VocabularyFile.COUNT, String.valueOf(row.get(2)));
            example.put("is", row.getLong(3) < 0 ? "missing" : "too many");
            examples.add(example);
        }
        return examples;
    }

    @Override
    public Map<String, Double> metrics(AuditDay day, DayStates scan) {
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put(RowCount.NAME, (double) RowCount.of(scan));
        metrics.put(DayFacts.COVERED_DAYS, (double) day.day().coveredDays());
        long all = actions.getOrDefault(day.dt(), 0L);
        if (all > 0) {
            long known = scan.figure(KNOWN_ACTIONS) instanceof Long sum ? sum : 0;
            metrics.put(SHARE_KNOWN, (double) known / all);
        }
        return metrics;
    }

    @Override
    public List<Measure> measures() {
        return List.of(
                Measure.count(RowCount.NAME, "items", null, ""),
                Measure.share(SHARE_KNOWN, "share of actions whose item is known", 0.05, null, ""));
    }

    @Override
    public List<String> keys() {
        return List.of(VocabularyFile.ITEM);
    }

    @Override
    public List<Distribution> distributions(AuditDay day, DayStates scan, DayFacts facts) {
        return List.of();
    }
}
