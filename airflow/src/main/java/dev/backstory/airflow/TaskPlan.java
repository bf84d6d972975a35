package dev.backstory.airflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One task: a Spark job of the product. Its components are its keys in the DAG's file, in that order.
 *
 * @param job actions, impressions, history, dq or pack
 * @param step the step it belongs to: actions, impressions or history
 * @param triggerRule Airflow's; null for the default: all tasks it waits for have succeeded
 * @param audits for an audit, the task whose staged result it audits
 * @param asset for an audit, the asset that its success announces, as {@code pipeline/table}; the first of several
 *     tables
 * @param conf Spark settings for spark-submit
 */
record TaskPlan(
        String id,
        String job,
        String step,
        List<String> waitsFor,
        @Nullable String triggerRule,
        @Nullable String audits,
        @Nullable String asset,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, String> conf,
        String docMd) {

    private static final String AUDIT = "dq";
    private static final String PACK = "pack";
    /** A day whose actions are left out still has histories: they are made from the days before it. */
    private static final String ALSO_AFTER_SKIPPED = "none_failed";

    TaskPlan {
        waitsFor = List.copyOf(waitsFor);
        conf = new TreeMap<>(Map.copyOf(conf));
    }

    /** Stages the tables of a step, after the audits of the steps whose tables it reads. */
    static TaskPlan stage(PipelineConfig config, Step step) {
        List<Table> tables = config.tables(step);
        return new TaskPlan(
                step.id(),
                step.id(),
                step.id(),
                step == Step.HISTORY ? List.of(audit(Step.ACTIONS), audit(Step.IMPRESSIONS)) : List.of(),
                step == Step.HISTORY && maySkip(config) ? ALSO_AFTER_SKIPPED : null,
                null,
                null,
                conf(config, step.id()),
                "Stages the table" + (tables.size() == 1 ? " " : "s ")
                        + tables.stream().map(Table::folder).collect(Collectors.joining(" and "))
                        + ". Nothing is published yet.");
    }

    /** Audits and publishes what the step staged. */
    static TaskPlan audit(PipelineConfig config, Step step) {
        return new TaskPlan(
                audit(step),
                AUDIT,
                step.id(),
                List.of(step.id()),
                null,
                step.id(),
                config.name() + "/" + config.tables(step).get(0).folder(),
                conf(config, AUDIT),
                "Audits what " + step.id() + " staged, and publishes the days that pass. The report is one click"
                        + " away: the button Report, and the tab Backstory of the run.");
    }

    /** Packs the actions that the step published. */
    static TaskPlan pack(PipelineConfig config) {
        return new TaskPlan(
                PACK,
                PACK,
                Step.ACTIONS.id(),
                List.of(audit(Step.ACTIONS)),
                null,
                null,
                null,
                conf(config, Step.HISTORY.id()),
                "Packs the months of these days that have all their days published, so that later histories are"
                        + " built faster. No other task needs it; skipped while no month of them is over.");
    }

    private static boolean maySkip(PipelineConfig config) {
        return config.sources().maySkip(Table.ACTIONS) || config.sources().maySkip(Table.IMPRESSIONS);
    }

    private static String audit(Step step) {
        return step.id() + "_" + AUDIT;
    }

    private static SortedMap<String, String> conf(PipelineConfig config, String job) {
        return new TreeMap<>(config.spark().confFor(job));
    }
}
