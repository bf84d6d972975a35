package dev.backstory.airflow;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One DAG.
 *
 * @param doc Markdown for whoever opens it in Airflow
 * @param zone decides which local day a moment belongs to
 * @param timetable empty when it only runs if triggered
 * @param startDate the first local day it may be run for
 * @param days which days a run is for
 * @param tasks in an order in which each comes after those it waits for
 */
record DagPlan(
        String id,
        String description,
        String doc,
        String zone,
        Optional<String> timetable,
        String startDate,
        boolean catchup,
        int maxActiveRuns,
        List<String> tags,
        Days days,
        List<ParamPlan> params,
        TaskDefaults defaults,
        List<TaskPlan> tasks) {

    /**
     * Which days a run is for, as Jinja templates that Airflow fills in.
     *
     * @param first gives the first day, such as 2025-08-14
     * @param last gives the last day, which is included
     * @param rebuild gives True or False: whether days that are current are built too
     */
    record Days(String first, String last, String rebuild) {}

    DagPlan {
        tags = List.copyOf(tags);
        params = List.copyOf(params);
        tasks = List.copyOf(tasks);
        checkOrder(id, tasks);
    }

    /** Ids are unique, and nothing waits for a task that is not there or comes later; so there is no cycle either. */
    private static void checkOrder(String dag, List<TaskPlan> tasks) {
        Set<String> earlier = new HashSet<>();
        for (TaskPlan task : tasks) {
            for (String upstream : task.waitsFor()) {
                if (!earlier.contains(upstream)) {
                    throw new IllegalArgumentException("Cannot plan " + dag + " because task " + task.id()
                            + " waits for " + upstream + ", which is not a task before it; order the tasks");
                }
            }
            if (!earlier.add(task.id())) {
                throw new IllegalArgumentException("Cannot plan " + dag + " because two tasks are called " + task.id()
                        + "; give each a name of its own");
            }
        }
    }
}
