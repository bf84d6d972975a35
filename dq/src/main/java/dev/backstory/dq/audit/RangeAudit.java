package dev.backstory.dq.audit;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.TableRules;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.Took;
import dev.backstory.dq.check.ActionsChecks;
import dev.backstory.dq.check.HistoriesChecks;
import dev.backstory.dq.check.ImpressionsChecks;
import dev.backstory.dq.check.TableChecks;
import dev.backstory.dq.check.TrainingChecks;
import dev.backstory.dq.check.VocabularyChecks;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.BadRows;
import dev.backstory.dq.day.RowCount;
import dev.backstory.dq.day.TableRows;
import dev.backstory.dq.engine.CheckGroup;
import dev.backstory.dq.engine.DayStates;
import dev.backstory.dq.engine.DeequEvaluator;
import dev.backstory.dq.engine.Expectation;
import dev.backstory.dq.engine.FactStates;
import dev.backstory.dq.engine.Outcome;
import dev.backstory.dq.engine.RootCause;
import dev.backstory.dq.engine.SharedScan;
import dev.backstory.dq.rule.QueryRules;
import dev.backstory.dq.rule.UserRules;
import dev.backstory.dq.trend.Anomalies;
import dev.backstory.dq.trend.EarlierDay;
import dev.backstory.dq.trend.MetricHistory;
import dev.backstory.lake.store.Lake;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Audits all staged days of a range together: one scan of their rows, one of their facts, then a verdict for each. */
public final class RangeAudit {
    private static final Logger LOG = LoggerFactory.getLogger(RangeAudit.class);

    private final PipelineConfig config;
    private final Table table;
    private final Lake lake;
    private final TableRows tables;
    private final TableChecks checks;
    private final ExampleIds exampleIds;
    private final UserRules userRules;
    private final QueryRules queryRules;
    private final TableRules rules;
    private final JudgedDays found;
    private final DayReports reports;

    public RangeAudit(PipelineConfig config, Table table, SparkSession jobSession, Lake lake) {
        SparkSession spark = AuditSession.of(jobSession, config, table);
        this.config = config;
        this.table = table;
        this.lake = lake;
        this.tables = new TableRows(spark, lake);
        this.exampleIds = new ExampleIds(config, table, lake);
        this.rules = config.dq().of(table);
        this.userRules = new UserRules(rules.rules());
        this.queryRules = new QueryRules(rules.rules(), spark);
        this.checks = switch (table) {
            case ACTIONS -> new ActionsChecks(config, lake, tables);
            case IMPRESSIONS -> new ImpressionsChecks(config, lake, tables);
            case TRAINING -> new TrainingChecks(config, lake, tables);
            case HISTORIES -> new HistoriesChecks(config, lake, tables);
            case VOCABULARY -> new VocabularyChecks(config, lake, tables);
        };
        this.found = new JudgedDays(checks);
        this.reports = new DayReports(config, table, checks, found);
    }

    /** The result for each day, in the order of the days. */
    public List<AuditedDay> audit(List<AuditDay> days) {
        if (days.isEmpty()) {
            return List.of();
        }
        long start = System.nanoTime();
        Map<String, List<AuditDay>> bySchema = days.stream()
                .sorted(Comparator.comparing(AuditDay::dt))
                .collect(Collectors.groupingBy(day -> day.run().schema(), LinkedHashMap::new, Collectors.toList()));
        bySchema.values().forEach(this::auditOneSchema);
        MetricHistory past = judgeAgainstThePast(days);
        Took took = Took.of(Duration.ofNanos(System.nanoTime() - start), days.size());
        return days.stream()
                .sorted(Comparator.comparing(AuditDay::dt))
                .map(day -> new AuditedDay(
                        lake, day, found.checks(day.dt()), exampleIds, reports.of(day, past, took), series(day, past)))
                .toList();
    }

    private Map<String, NavigableMap<LocalDate, Double>> series(AuditDay day, MetricHistory past) {
        Map<String, NavigableMap<LocalDate, Double>> series = new TreeMap<>();
        checks.measures().forEach(measure -> series.put(measure.metric(), past.before(day.dt(), measure.metric())));
        return series;
    }

    private void auditOneSchema(List<AuditDay> days) {
        Map<LocalDate, AuditDay> byDay = new TreeMap<>();
        days.forEach(day -> byDay.put(day.dt(), day));
        List<LocalDate> dts = List.copyOf(byDay.keySet());
        List<Expectation> ruleChecks = userRules.ofRows();
        List<CheckGroup> parts = new ArrayList<>();
        parts.add(CheckGroup.of(
                days.stream().flatMap(day -> checks.ofRows(day).stream()).toList(), checks.figures()));
        ruleChecks.forEach(rule -> parts.add(CheckGroup.of(List.of(rule), DeequEvaluator.rowsLookedAt(rule))));
        found.scans()
                .putAll(new SharedScan(
                                of -> tables.staged(of.stream().map(byDay::get).toList()))
                        .run(dts, parts));
        dts.forEach(found::begin);
        checks.gather(days, found.scans(), found.facts());
        userRules.gather(days, tables::staged, found.facts());
        queryRules.gather(days, tables::staged, found.facts());

        StructType columns = TableRows.columns(days.get(0).run().schema());
        Map<LocalDate, Map<Expectation, Outcome>> rowOutcomes = new TreeMap<>();
        for (AuditDay day : days) {
            List<Expectation> all = new ArrayList<>(checks.ofRows(day));
            all.addAll(ruleChecks);
            rowOutcomes.put(day.dt(), judgeRows(columns, all, found.scans().get(day.dt())));
        }
        Map<LocalDate, Map<String, List<Map<String, String>>>> examples = examples(byDay, rowOutcomes);
        for (AuditDay day : days) {
            Map<String, List<Map<String, String>>> ofDay = examples.getOrDefault(day.dt(), Map.of());
            rowOutcomes
                    .get(day.dt())
                    .forEach((check, outcome) -> found.add(
                            day.dt(),
                            Findings.ofRows(
                                    check,
                                    outcome,
                                    ofDay.getOrDefault(check.name(), List.of()),
                                    outcome.status() != Outcome.Status.BROKEN || check.violation() == null
                                            ? null
                                            : BadRows.query(check.violation(), columns, checks.keys(), day.dt()))));
        }
        Map<LocalDate, List<Expectation>> factChecks = new TreeMap<>();
        for (AuditDay day : days) {
            List<Expectation> all = new ArrayList<>(checks.ofFacts(day));
            all.addAll(userRules.ofFacts());
            all.addAll(queryRules.all());
            factChecks.put(day.dt(), all);
        }
        judgeFacts(factChecks);
    }

    private static Map<Expectation, Outcome> judgeRows(
            StructType columns, List<Expectation> expectations, DayStates scan) {
        boolean empty = RowCount.problem(scan) == null && RowCount.of(scan) == 0;
        return empty
                ? DeequEvaluator.judgeEmpty(columns, expectations, scan)
                : DeequEvaluator.judge(columns, expectations, scan);
    }

    /** In the order of the days: one that will be published is the past of the next. */
    private MetricHistory judgeAgainstThePast(List<AuditDay> days) {
        List<AuditDay> inOrder =
                days.stream().sorted(Comparator.comparing(AuditDay::dt)).toList();
        MetricHistory past = new MetricHistory(
                lake,
                table,
                inOrder.get(0).dt(),
                inOrder.get(inOrder.size() - 1).dt());
        Anomalies anomalies = new Anomalies(checks.measures(), config, rules, past);
        Map<LocalDate, List<Expectation>> expectations = new TreeMap<>();
        for (AuditDay day : inOrder) {
            Map<String, Double> metrics = found.metrics(day);
            Anomalies.Comparison comparison =
                    anomalies.compare(day.dt(), metrics, found.facts().get(day.dt()));
            found.trends().put(day.dt(), comparison.trends());
            if (!comparison.checks().isEmpty()) {
                expectations.put(day.dt(), comparison.checks());
            }
            if (found.verdict(day).publishes() && !comparison.fails()) {
                past.replace(new EarlierDay(
                        day.dt(), day.run().run(), day.day().rejectedRows(), found.verdict(day), metrics));
            }
        }
        judgeFacts(expectations);
        return past;
    }

    /** So that Deequ judges facts as it judges rows. */
    private void judgeFacts(Map<LocalDate, List<Expectation>> expectations) {
        if (expectations.isEmpty()) {
            return;
        }
        List<Expectation> all =
                expectations.values().stream().flatMap(Collection::stream).toList();
        FactsTable known = new FactsTable(tables, found.facts(), all);
        Map<LocalDate, DayStates> states = FactStates.of(known.rows(expectations.keySet()), expectations.keySet(), all);
        expectations.forEach((dt, checksOfDay) -> DeequEvaluator.judge(known.schema(), checksOfDay, states.get(dt))
                .forEach((check, outcome) -> found.add(
                        dt, Findings.ofFacts(check, outcome, found.facts().get(dt)))));
    }

    private Map<LocalDate, Map<String, List<Map<String, String>>>> examples(
            Map<LocalDate, AuditDay> days, Map<LocalDate, Map<Expectation, Outcome>> outcomes) {
        Map<String, Expectation> broken = new LinkedHashMap<>();
        List<AuditDay> brokenDays = new ArrayList<>();
        outcomes.forEach((dt, ofDay) -> {
            List<Expectation> ofThisDay = ofDay.entrySet().stream()
                    .filter(entry -> entry.getValue().status() == Outcome.Status.BROKEN)
                    .map(Map.Entry::getKey)
                    .toList();
            if (!ofThisDay.isEmpty()) {
                brokenDays.add(days.get(dt));
                ofThisDay.forEach(check -> broken.put(check.name(), check));
            }
        });
        if (brokenDays.isEmpty()) {
            return Map.of();
        }
        try {
            Dataset<Row> rows = tables.staged(brokenDays);
            return BadRows.of(rows, List.copyOf(broken.values()), checks.keys());
        } catch (RuntimeException e) {
            // The verdict stands without examples.
            LOG.warn("Cannot show examples of the bad rows: {}", RootCause.of(e));
            return Map.of();
        }
    }
}
