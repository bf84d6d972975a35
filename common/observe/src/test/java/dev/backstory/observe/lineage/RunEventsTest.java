package dev.backstory.observe.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.Verdict;
import dev.backstory.observe.ObservedShop;
import dev.backstory.observe.event.DayVerdict;
import dev.backstory.observe.event.DayVerdict.CheckResult;
import dev.backstory.observe.event.JobResult;
import dev.backstory.observe.event.JobRun;
import io.openlineage.client.OpenLineage.RunEvent;
import io.openlineage.client.OpenLineageClientUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is in events beside what the example of the docs shows. */
class RunEventsTest {
    private static final UUID TASK = UUID.fromString("0198a2f0-0000-7000-8000-000000000001");
    private static final UUID DAG = UUID.fromString("0198a2f0-0000-7000-8000-000000000002");

    private static JsonNode json(RunEvent event) throws IOException {
        return new ObjectMapper().readTree(OpenLineageClientUtils.toJson(event));
    }

    private static JsonNode ended(PipelineConfig config, DayVerdict... days) throws IOException {
        JobResult result = new JobResult(0, null, ObservedShop.START, List.of(), List.of(days));
        return json(events(null).end(ObservedShop.audit(config), result));
    }

    private static RunEvents events(@Nullable ParentRun parent) {
        return new RunEvents("default", parent);
    }

    /** A published day of actions, staged by a run of that name. */
    private static DayVerdict day(int daysBefore, String run, long rejected, CheckResult... checks) {
        DayVerdict day =
                ObservedShop.day(ObservedShop.DAY.minusDays(daysBefore), Verdict.PASS, "Published", true, checks);
        return new DayVerdict(
                day.table(),
                day.dt(),
                new RunId(run),
                day.schema(),
                day.verdict(),
                day.sentence(),
                true,
                day.rows(),
                rejected,
                day.files(),
                day.checks());
    }

    @Test
    void aVersionIsTheRunOfTheNewestDayInWhateverOrderDaysCome() throws IOException {
        JsonNode end = ended(ObservedShop.config(""), day(0, "newest", 0), day(2, "oldest", 0), day(1, "middle", 0));

        assertThat(end.at("/outputs/0/facets/version/datasetVersion").asText()).isEqualTo("newest");
        assertThat(end.at("/outputs/0/outputFacets/outputSubset/outputCondition/locations")
                        .toString())
                .isEqualTo("[\"/lake/actions/dt=2025-08-12\",\"/lake/actions/dt=2025-08-13\","
                        + "\"/lake/actions/dt=2025-08-14\"]");
    }

    @Test
    void whereNothingWasRejectedNothingRejectedIsWritten() throws IOException {
        JsonNode end = ended(ObservedShop.config(""), day(0, "r", 0));

        assertThat(end.path("outputs").findValuesAsText("name"))
                .contains("/lake/actions")
                .doesNotContain("/lake/rejected/actions");
    }

    @Test
    void whatIsObservedHasAnEnd() throws IOException {
        CheckResult wordy = new CheckResult("volume", Verdict.PASS, "x".repeat(2000), "y".repeat(2000));

        JsonNode assertion = ended(ObservedShop.config(""), day(0, "r", 0, wordy))
                .at("/inputs/0/inputFacets/dataQualityAssertions/assertions/0");

        assertThat(assertion.path("expected").asText()).isEqualTo("x".repeat(500) + "…");
        assertThat(assertion.path("actual").asText()).isEqualTo("y".repeat(500) + "…");
    }

    @Test
    void aTableSaysItsFormatAndWhatIsStagedIsFiles() throws IOException {
        PipelineConfig delta = ObservedShop.config("storage: {format: delta}\n");

        JsonNode audit = ended(delta, day(0, "r", 0));
        JsonNode step = json(events(null).end(ObservedShop.step(delta), ObservedShop.staged()));

        assertThat(audit.at("/outputs/0/facets/storage/storageLayer").asText()).isEqualTo("delta");
        assertThat(step.at("/outputs/0/facets/storage/storageLayer").asText()).isEqualTo("file");
    }

    @Test
    void aVocabularyIsMadeOfActions() throws IOException {
        JobRun run = ObservedShop.run(ObservedShop.config(""), Step.VOCABULARY, false, Table.VOCABULARY);

        JsonNode start = json(events(null).start(run));

        assertThat(start.path("inputs").findValuesAsText("name")).containsExactly("/lake/actions");
    }

    /** How many rows came from which place nobody knows. */
    @Test
    void aQueryOverTwoPlacesCountsForNeither() throws IOException {
        PipelineConfig config = ConfigLoader.load("""
                name: shop
                lake: /lake
                sources:
                  clicks: {format: query, query: "select * from a join b using (c)", inputs:
                    {a: {format: parquet, path: /raw/a, columns: [c]}, b: {format: table, table: shop.b}}}
                  impressions: {format: json, path: /raw/shown}
                """, "pipeline.yaml", Path.of("/"));

        JsonNode end = json(events(null).end(ObservedShop.step(config), ObservedShop.staged()));

        assertThat(end.path("inputs").findValuesAsText("name")).containsExactly("/raw/a", "shop.b");
        assertThat(end.path("inputs").findValues("inputStatistics")).isEmpty();
    }

    @Test
    void theRunAtTheRootIsNamedBesideTheParent() throws IOException {
        ParentRun parent = new ParentRun(
                new ParentRun.Ran("prod", "shop_daily.actions", TASK), new ParentRun.Ran("prod", "shop_daily", DAG));

        JsonNode facet = json(events(parent).start(ObservedShop.step(ObservedShop.config(""))))
                .at("/run/facets/parent");

        assertThat(facet.at("/run/runId").asText()).isEqualTo(TASK.toString());
        assertThat(facet.at("/root/run/runId").asText()).isEqualTo(DAG.toString());
        assertThat(facet.at("/root/job/namespace").asText()).isEqualTo("prod");
        assertThat(facet.at("/root/job/name").asText()).isEqualTo("shop_daily");
    }
}
