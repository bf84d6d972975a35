package dev.backstory.airflow;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.Step;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides what Airflow does for a pipeline: one DAG for a day at a time and one for a range in one pass, with the same
 * tasks.
 */
final class DagPlanner {
    private final PipelineConfig config;

    DagPlanner(PipelineConfig config) {
        this.config = config;
    }

    List<DagPlan> plan() {
        return List.of(DagPlan.daily(config, tasks()), DagPlan.backfill(config, tasks()));
    }

    private List<TaskPlan> tasks() {
        List<TaskPlan> tasks = new ArrayList<>();
        for (Step step : Step.daily()) {
            tasks.add(TaskPlan.stage(config, step));
            tasks.add(TaskPlan.audit(config, step));
        }
        if (holdsAMonth(config.history().lookback())) {
            tasks.add(TaskPlan.pack(config));
        }
        return tasks;
    }

    /** Whether every window contains a whole month; with shorter ones a pack would save next to nothing. */
    private static boolean holdsAMonth(Period lookback) {
        LocalDate endOfTwoLongMonths = LocalDate.of(2025, 8, 31);
        return !endOfTwoLongMonths.minus(lookback).isAfter(LocalDate.of(2025, 7, 1));
    }
}
