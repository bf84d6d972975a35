package dev.backstory.airflow;

import dev.backstory.core.config.AirflowSettings;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Decides what Airflow is to do for a pipeline: a day at a time, and a range in one pass. */
final class DagPlanner {
    /** A range of its own at a time: two ranges would only wait for each other's locks. */
    private static final int RANGES_AT_ONCE = 1;

    private static final String PACK = "pack";

    private final PipelineConfig config;
    private final AirflowSettings airflow;

    DagPlanner(PipelineConfig config) {
        this.config = config;
        this.airflow = config.airflow();
    }

    List<DagPlan> plan() {
        return List.of(daily(), backfill());
    }

    private DagPlan daily() {
        return new DagPlan(
                config.name() + "_daily",
                "One day of " + config.name() + ": actions, impressions and training rows, each audited and published",
                new DagDoc(config).daily(),
                zone(),
                Optional.ofNullable(airflow.schedule()).map(DagPlanner::cron),
                airflow.startDate().toString(),
                airflow.catchup(),
                airflow.maxActiveRuns(),
                tags("daily"),
                new DagPlan.Days(
                        "{{ dt_of_run(params, dag_run) }}", "{{ dt_of_run(params, dag_run) }}", "{{ params.rebuild }}"),
                List.of(
                        ParamPlan.optionalDay(
                                "dt", "The day to run. Left empty, it is the day in which the data interval begins."),
                        ParamPlan.flag("rebuild", "Build the day even if it is current.")),
                TaskDefaults.of(config),
                tasks());
    }

    private DagPlan backfill() {
        return new DagPlan(
                config.name() + "_backfill",
                "A range of days of " + config.name() + " in one pass",
                new DagDoc(config).backfill(),
                zone(),
                Optional.empty(),
                airflow.startDate().toString(),
                false,
                RANGES_AT_ONCE,
                tags("backfill"),
                new DagPlan.Days("{{ params['from'] }}", "{{ params['to'] }}", "{{ params.rebuild }}"),
                List.of(
                        ParamPlan.neededDay("from", "The first day of the range."),
                        ParamPlan.neededDay("to", "The last day of the range, included."),
                        ParamPlan.flag("rebuild", "Build the days that are current too.")),
                TaskDefaults.of(config),
                tasks());
    }

    /** A name that Python's zone database has as well, or an offset such as +05:30. */
    private String zone() {
        ZoneId plain = config.timezone().normalized();
        return plain.equals(ZoneOffset.UTC) ? "UTC" : plain.getId();
    }

    private static String cron(String schedule) {
        return schedule.equals("@daily") ? "0 0 * * *" : schedule.trim().replaceAll(" +", " ");
    }

    private List<String> tags(String kind) {
        List<String> tags = new ArrayList<>(List.of("backstory", config.name(), kind));
        tags.addAll(airflow.tags());
        return tags.stream().distinct().sorted().toList();
    }

    private List<TaskPlan> tasks() {
        List<TaskPlan> tasks = new ArrayList<>();
        for (Step step : Step.values()) {
            List<Table> tables = config.tables(step);
            List<String> waitsFor =
                    step == Step.HISTORY ? List.of(audit(Step.ACTIONS), audit(Step.IMPRESSIONS)) : List.of();
            tasks.add(new TaskPlan(
                    step.id(),
                    step.id(),
                    step.id(),
                    waitsFor,
                    Optional.empty(),
                    conf(step.id()),
                    Optional.empty(),
                    Optional.empty(),
                    "Stages the table" + (tables.size() == 1 ? " " : "s ")
                            + tables.stream().map(Table::folder).collect(Collectors.joining(" and "))
                            + ". Nothing is published yet."));
            tasks.add(new TaskPlan(
                    audit(step),
                    "dq",
                    step.id(),
                    List.of(step.id()),
                    Optional.of(step.id()),
                    conf("dq"),
                    Optional.of(config.name() + "/" + tables.get(0).folder()),
                    Optional.of(tables.get(0).folder()).filter(reports -> !reports.equals(step.id())),
                    "Audits what " + step.id() + " staged, and publishes the days that pass. The report is one click"
                            + " away: the button Report, and the tab Backstory of the run."));
        }
        if (holdsAMonth(config.history().lookback())) {
            tasks.add(new TaskPlan(
                    PACK,
                    PACK,
                    Step.ACTIONS.id(),
                    List.of(audit(Step.ACTIONS)),
                    Optional.empty(),
                    conf(Step.HISTORY.id()),
                    Optional.empty(),
                    Optional.empty(),
                    "Packs the months of these days that have all their days published, so that later histories are"
                            + " built faster. No other task needs it; skipped while no month of them is over."));
        }
        return tasks;
    }

    /** Whether every window holds a whole month; in a shorter one a pack would save next to nothing. */
    private static boolean holdsAMonth(Period lookback) {
        LocalDate endOfTwoLongMonths = LocalDate.of(2025, 8, 31);
        return !endOfTwoLongMonths.minus(lookback).isAfter(LocalDate.of(2025, 7, 1));
    }

    private SortedMap<String, String> conf(String job) {
        return new TreeMap<>(config.spark().confFor(job));
    }

    private static String audit(Step step) {
        return step.id() + "_dq";
    }
}
