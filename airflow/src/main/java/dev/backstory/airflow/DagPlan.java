package dev.backstory.airflow;

import dev.backstory.core.config.AirflowSettings;
import dev.backstory.core.config.PipelineConfig;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A DAG. Its components are the keys of its file, in that order.
 *
 * @param zone decides which day a moment belongs to
 * @param cron null if it runs only when triggered
 * @param startDate the first day it may be run for
 * @param days the days that a run is for
 * @param tasks ordered so that each comes after those it waits for
 * @param customise a function that is called with the DAG; null for none
 * @param docMd its documentation in Airflow, as Markdown
 */
record DagPlan(
        String dagId,
        String description,
        String zone,
        @Nullable String cron,
        String startDate,
        boolean catchup,
        int maxActiveRuns,
        List<String> tags,
        List<ParamPlan> params,
        Days days,
        TaskDefaults defaults,
        List<TaskPlan> tasks,
        @Nullable String customise,
        String docMd) {
    /** One range at a time: two would only wait for each other's locks. */
    private static final int RANGES_AT_ONCE = 1;

    /**
     * The days that a run is for, as Jinja templates that Airflow fills in; outside its tasks, {@code days.of_run} of
     * the Python package computes the same.
     *
     * @param first renders to the first day, such as 2025-08-14
     * @param last renders to the last day, which is included
     * @param rebuild renders to True or False: whether days that are current are rebuilt as well
     */
    record Days(String first, String last, String rebuild) {}

    DagPlan {
        tags = List.copyOf(tags);
        params = List.copyOf(params);
        tasks = List.copyOf(tasks);
        checkOrder(dagId, tasks);
    }

    /** One day per run, by the schedule. */
    static DagPlan daily(PipelineConfig config, List<TaskPlan> tasks) {
        AirflowSettings airflow = config.airflow();
        return new DagPlan(
                config.name() + "_daily",
                "One day of " + config.name() + ": actions, impressions and training rows, each audited and published",
                zone(config),
                airflow.schedule() == null ? null : cron(airflow.schedule()),
                airflow.startDate().toString(),
                airflow.catchup(),
                airflow.maxActiveRuns(),
                tags(config, "daily"),
                List.of(
                        ParamPlan.optionalDay(
                                "dt",
                                airflow.schedule() == null
                                        ? "The day to run. Left empty, it is yesterday."
                                        : "The day to run. Left empty, it is the day in which the data interval begins."),
                        ParamPlan.flag("rebuild", "Build the day even if it is current.")),
                new Days(
                        "{{ dt_of_run(params, dag_run) }}", "{{ dt_of_run(params, dag_run) }}", "{{ params.rebuild }}"),
                TaskDefaults.of(config),
                tasks,
                config.airflow().customise(),
                new DagDoc(config).daily());
    }

    /** One range per run, in one pass, when triggered. */
    static DagPlan backfill(PipelineConfig config, List<TaskPlan> tasks) {
        return new DagPlan(
                config.name() + "_backfill",
                "A range of days of " + config.name() + " in one pass",
                zone(config),
                null,
                config.airflow().startDate().toString(),
                false,
                RANGES_AT_ONCE,
                tags(config, "backfill"),
                List.of(
                        ParamPlan.neededDay("from", "The first day of the range."),
                        ParamPlan.neededDay("to", "The last day of the range, included."),
                        ParamPlan.flag("rebuild", "Build the days that are current too.")),
                new Days("{{ params['from'] }}", "{{ params['to'] }}", "{{ params.rebuild }}"),
                TaskDefaults.of(config),
                tasks,
                config.airflow().customise(),
                new DagDoc(config).backfill());
    }

    /** The lowest version of the file's format that can express this plan. */
    int format() {
        return defaults.areOfFormat1() && customise == null ? 1 : 2;
    }

    /** A name that Python's zone database also has, or an offset such as +05:30. */
    private static String zone(PipelineConfig config) {
        ZoneId plain = config.timezone().normalized();
        return plain.equals(ZoneOffset.UTC) ? "UTC" : plain.getId();
    }

    private static String cron(String schedule) {
        return schedule.equals("@daily") ? "0 0 * * *" : schedule.trim().replaceAll(" +", " ");
    }

    private static List<String> tags(PipelineConfig config, String kind) {
        List<String> tags = new ArrayList<>(List.of("backstory", config.name(), kind));
        tags.addAll(config.airflow().tags());
        return tags.stream().distinct().sorted().toList();
    }

    /**
     * Checks that ids are unique and that no task waits for one that does not exist or comes later; so there is no
     * cycle either.
     */
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
                throw new IllegalArgumentException(
                        "Cannot plan " + dag + " because two tasks are called " + task.id() + "; rename one of them");
            }
        }
    }
}
