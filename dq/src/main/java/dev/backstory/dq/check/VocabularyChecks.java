package dev.backstory.dq.check;

import static org.apache.spark.sql.functions.expr;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.ids.VocabularySettings;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.DayFacts;
import dev.backstory.dq.day.RowCount;
import dev.backstory.dq.day.TableRows;
import dev.backstory.dq.engine.DayStates;
import dev.backstory.dq.engine.Expectation;
import dev.backstory.dq.engine.RootCause;
import dev.backstory.dq.report.Distribution;
import dev.backstory.dq.trend.Measure;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.table.VocabularyFile;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;

/** The checks of the table {@code vocabulary}, which is computed a second time, in SQL, from the same actions. */
public final class VocabularyChecks implements TableChecks {
    private static final String PAST = "only actions from before the day";
    private static final String NOT_PAST = "days_not_before";
    private static final String KNOWN_ACTIONS = "known_actions";
    private static final String SHARE_KNOWN = "share_known";

    private final PipelineConfig config;
    private final VocabularySettings settings;
    private final Lake lake;
    private final VocabularyRecount recount;
    private final Coverage coverage;
    private final Map<LocalDate, Long> actions = new HashMap<>();

    public VocabularyChecks(PipelineConfig config, Lake lake, TableRows tables) {
        this.config = config;
        this.settings = config.vocabulary();
        this.lake = lake;
        this.recount = new VocabularyRecount(tables, settings);
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
        checks.add(Expectation.fact(
                        VocabularyRecount.CHECK,
                        VocabularyRecount.MISSING + " = 0 and " + VocabularyRecount.EXTRA + " = 0",
                        VocabularyRecount.MISSING,
                        VocabularyRecount.EXTRA)
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
                VocabularyRecount.FACTS.forEach(fact -> of.fail(fact, problem));
                continue;
            }
            try {
                List<PublishRecord> published =
                        List.copyOf(inputs.of(day, Table.ACTIONS).values());
                actions.put(
                        day.dt(),
                        published.stream().mapToLong(PublishRecord::rows).sum());
                recount.gather(day, published, of);
            } catch (Exception e) { // Spark throws a checked exception that it does not declare.
                String failure = RootCause.of(e);
                VocabularyRecount.FACTS.forEach(fact -> of.fail(fact, failure));
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
