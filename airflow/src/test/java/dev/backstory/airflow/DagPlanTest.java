package dev.backstory.airflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DagPlanTest {
    private static List<DagPlan> plan(String airflow) {
        PipelineConfig config = ConfigLoader.load("""
                name: shop
                lake: data/lake
                timezone: Europe/Berlin
                sources:
                  clicks: {format: parquet, path: raw/clicks}
                  impressions: {format: json, path: raw/impressions}
                airflow: %s
                """.formatted(airflow), "pipeline.yaml", Path.of("/pipelines"));
        return new DagPlanner(config).plan();
    }

    private static TaskPlan task(String id, String... waitsFor) {
        return new TaskPlan(id, "dq", "actions", List.of(waitsFor), null, null, null, new TreeMap<>(), "");
    }

    private static DagPlan withTasks(TaskPlan... tasks) {
        DagPlan any = plan("{}").get(0);
        return new DagPlan(
                "d",
                "",
                "UTC",
                null,
                "2026-01-01",
                false,
                1,
                List.of(),
                List.of(),
                any.days(),
                any.defaults(),
                List.of(tasks),
                null,
                "");
    }

    @Test
    void bothDagsHaveTheStepsInTheirOrder() {
        Map<String, List<String>> edges = Map.of(
                "actions", List.of(),
                "actions_dq", List.of("actions"),
                "impressions", List.of(),
                "impressions_dq", List.of("impressions"),
                "history", List.of("actions_dq", "impressions_dq"),
                "history_dq", List.of("history"),
                "pack", List.of("actions_dq"));
        assertThat(plan("{}")).extracting(DagPlan::dagId).containsExactly("shop_daily", "shop_backfill");
        assertThat(plan("{}"))
                .allSatisfy(dag -> assertThat(
                                dag.tasks().stream().collect(Collectors.toMap(TaskPlan::id, TaskPlan::waitsFor)))
                        .isEqualTo(edges));
    }

    @Test
    void onlyTheDailyDagHasASchedule() {
        assertThat(plan("{schedule: \" 5   3 * * *\"}".replace(" 5", "5")))
                .extracting(DagPlan::cron)
                .containsExactly("5 3 * * *", null);
        assertThat(plan("{schedule: \"@daily\"}").get(0).cron()).isEqualTo("0 0 * * *");
        assertThat(plan("{}").get(0).cron()).isNull();
    }

    @Test
    void onlyAuditsAnnounceTheirTable() {
        assertThat(plan("{}").get(0).tasks())
                .extracting(TaskPlan::id, TaskPlan::asset)
                .containsExactly(
                        tuple("actions", null),
                        tuple("actions_dq", "shop/actions"),
                        tuple("impressions", null),
                        tuple("impressions_dq", "shop/impressions"),
                        tuple("history", null),
                        tuple("history_dq", "shop/training"),
                        tuple("pack", null));
    }

    @Test
    void whatTheTriggerFormSaysIsRightWithAndWithoutASchedule() {
        assertThat(plan("{schedule: \"@daily\"}").get(0).params())
                .extracting(ParamPlan::name, ParamPlan::required, ParamPlan::description)
                .containsExactly(
                        tuple(
                                "dt",
                                false,
                                "The day to run. Left empty, it is the day in which the data interval begins."),
                        tuple("rebuild", false, "Build the day even if it is current."));
        DagPlan without = plan("{}").get(0);
        assertThat(without.params())
                .extracting(ParamPlan::description)
                .first()
                .isEqualTo("The day to run. Left empty, it is yesterday.");
        assertThat(without.docMd())
                .startsWith("One run is one local day (Europe/Berlin), its `dt`: the one that is named when the run is"
                        + " triggered, or yesterday.")
                .doesNotContain("data interval");
        assertThat(plan("{}").get(1).params())
                .extracting(ParamPlan::name, ParamPlan::required)
                .containsExactly(tuple("from", true), tuple("to", true), tuple("rebuild", false));
    }

    @Test
    void theTableOfWhatToDoHasEachAnswerBesideItsQuestion() {
        DagPlan waits = new DagPlanner(ConfigLoader.load("""
                name: shop
                lake: data/lake
                sources:
                  clicks: {format: parquet, path: raw/clicks, arrival: {wait-until: "06:00"}}
                  impressions: {format: json, path: raw/impressions}
                """, "pipeline.yaml", Path.of("/pipelines")))
                .plan()
                .get(0);
        assertThat(waits.docMd().lines().filter(line -> line.startsWith("|")))
                .allMatch(row ->
                        row.endsWith("|") && row.chars().filter(c -> c == '|').count() == 4)
                .contains(
                        "| `history` failed after its tries | action days of the window are missing; the log names them and"
                                + " the command that builds them | publish them in any way, clear the task |",
                        "| `actions` or `impressions` is *up for reschedule* | a source is not there yet | nothing: it is"
                                + " looked for again every 10 minutes, and holds no worker meanwhile |");
    }

    @ParameterizedTest
    @CsvSource({"P1Y, true", "P61D, true", "P60D, false", "P2M, true", "P1M, false", "P7D, false"})
    void packsAreMadeWhereEveryWindowHoldsAMonth(String lookback, boolean packs) {
        assertThat(plan("{}\nhistory: {lookback: " + lookback + "}"))
                .allSatisfy(dag -> assertThat(
                                dag.tasks().stream().anyMatch(task -> task.id().equals("pack")))
                        .isEqualTo(packs));
    }

    @Test
    void aTaskWaitsOnlyForEarlierOnes() {
        assertThatThrownBy(() -> withTasks(task("a", "b"), task("b", "a")))
                .hasMessage("Cannot plan d because task a waits for b, which is not a task before it; order the tasks");
        assertThatThrownBy(() -> withTasks(task("a"), task("a")))
                .hasMessage("Cannot plan d because two tasks are called a; rename one of them");
    }

    @Test
    void sparkIsNotNeeded() {
        assertThatThrownBy(() -> Class.forName("org.apache.spark.sql.SparkSession"))
                .isInstanceOf(ClassNotFoundException.class);
    }
}
