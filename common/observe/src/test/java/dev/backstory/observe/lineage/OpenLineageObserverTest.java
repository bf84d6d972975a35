package dev.backstory.observe.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.CodeVersion;
import dev.backstory.core.run.Verdict;
import dev.backstory.observe.ObservedShop;
import dev.backstory.observe.Observers;
import dev.backstory.observe.event.DayVerdict.CheckResult;
import dev.backstory.observe.event.JobResult;
import dev.backstory.observe.event.JobRun;
import dev.backstory.observe.event.Observer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file, or a server, gets. */
class OpenLineageObserverTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final PipelineConfig CONFIG = ObservedShop.config("");

    private final List<String> said = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    @TempDir
    Path folder;

    private List<JsonNode> events(JobRun run, JobResult result) throws IOException {
        Path file = folder.resolve("events.json");
        Map<String, String> spark = Map.of(
                "spark.openlineage.transport.type", "file", "spark.openlineage.transport.location", file.toString());
        try (Observer observer = Observers.open(CONFIG, spark, Map.of(), said::add, problems::add)) {
            observer.started(run);
            observer.ended(run, result);
        }
        assertThat(problems).isEmpty();
        List<JsonNode> events = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            events.add(JSON.readTree(line));
        }
        return events;
    }

    /** Without what each facet says of itself, which must be there. */
    private static JsonNode bare(JsonNode tree) {
        if (tree instanceof ObjectNode object && object.has("_producer")) {
            assertThat(object.remove("_producer").asText()).isEqualTo("urn:backstory:" + CodeVersion.text());
            assertThat(object.remove("_schemaURL").asText()).startsWith("https://openlineage.io/spec/facets/");
        }
        tree.forEach(OpenLineageObserverTest::bare);
        return tree;
    }

    @Test
    void aStepBeginsWithWhatItWillReadAndWrite() throws IOException {
        JsonNode start =
                events(ObservedShop.step(CONFIG), ObservedShop.staged()).get(0);

        assertThat(bare(start)).isEqualTo(JSON.readTree("""
                {
                  "eventTime": "2025-08-15T01:00:00Z",
                  "producer": "urn:backstory:0.1.0",
                  "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
                  "eventType": "START",
                  "run": {
                    "runId": "fa1b5c47-0419-37b1-8b60-5e50ad97720a",
                    "facets": {
                      "nominalTime": {
                        "nominalStartTime": "2025-08-13T22:00:00Z",
                        "nominalEndTime": "2025-08-14T22:00:00Z"
                      },
                      "tags": {
                        "tags": [
                          {"key": "pipeline", "value": "shop", "source": "BACKSTORY"},
                          {"key": "run", "value": "r1", "source": "BACKSTORY"},
                          {"key": "days", "value": "2025-08-14", "source": "BACKSTORY"}
                        ]
                      },
                      "processing_engine": {"version": "0.1.0", "name": "backstory"}
                    }
                  },
                  "job": {
                    "namespace": "default",
                    "name": "shop.actions",
                    "facets": {
                      "jobType": {
                        "processingType": "BATCH",
                        "integration": "BACKSTORY",
                        "jobType": "STEP"
                      }
                    }
                  },
                  "inputs": [
                    {"namespace": "file", "name": "/raw/clicks"},
                    {"namespace": "postgres://db:5432", "name": "shop.public.orders"}
                  ],
                  "outputs": [{"namespace": "file", "name": "/lake/_staging/actions"}]
                }
                """));
    }

    @Test
    void aStepEndsWithWhatItHasReadAndStaged() throws IOException {
        JsonNode end = events(ObservedShop.step(CONFIG), ObservedShop.staged()).get(1);

        assertThat(end.path("eventType").asText()).isEqualTo("COMPLETE");
        assertThat(bare(end.path("inputs"))).isEqualTo(JSON.readTree("""
                [
                  {
                    "namespace": "file",
                    "name": "/raw/clicks",
                    "inputFacets": {"inputStatistics": {"rowCount": 11}}
                  },
                  {
                    "namespace": "postgres://db:5432",
                    "name": "shop.public.orders",
                    "inputFacets": {"inputStatistics": {"rowCount": 2}}
                  }
                ]
                """));
        assertThat(bare(end.path("outputs"))).isEqualTo(JSON.readTree("""
                [
                  {
                    "namespace": "file",
                    "name": "/lake/_staging/actions",
                    "facets": {
                      "version": {"datasetVersion": "r1"},
                      "storage": {"storageLayer": "file", "fileFormat": "parquet"},
                      "schema": {
                        "fields": [
                          {"name": "customer_hash", "type": "int32"},
                          {"name": "action_time", "type": "int64"},
                          {"name": "actions", "type": "LIST"}
                        ]
                      }
                    },
                    "outputFacets": {
                      "outputStatistics": {"rowCount": 12, "size": 1200, "fileCount": 2},
                      "outputSubset": {
                        "outputCondition": {
                          "type": "location",
                          "locations": ["/lake/_staging/actions/run=r1/dt=2025-08-14"]
                        }
                      }
                    }
                  }
                ]
                """));
    }

    /** As the docs show it. */
    @Test
    void anAuditEndsWithItsFindingsAndWhatItPublished() throws IOException {
        JsonNode end = events(ObservedShop.audit(CONFIG), ObservedShop.warned()).get(1);

        String docs = Files.readString(Path.of("../../docs/lineage.md"));
        int from = docs.indexOf("```json") + "```json".length();
        assertThat(bare(end)).isEqualTo(JSON.readTree(docs.substring(from, docs.indexOf("```", from))));
    }

    @Test
    void aFailedDayIsAFailedRunThatWroteNothing() throws IOException {
        JsonNode end = events(ObservedShop.audit(CONFIG), ObservedShop.failed()).get(1);

        assertThat(end.path("eventType").asText()).isEqualTo("FAIL");
        assertThat(end.path("outputs")).isEmpty();
        assertThat(end.at("/run/facets/errorMessage/message").asText())
                .isEqualTo("actions 2025-08-14 failed its audit: rejected share: 1 of 13 rows");
        JsonNode assertion = end.at("/inputs/0/inputFacets/dataQualityAssertions/assertions/0");
        assertThat(assertion.toString())
                .isEqualTo("{\"assertion\":\"rejected share\",\"success\":false,\"severity\":\"error\","
                        + "\"name\":\"rejected share\",\"expected\":\"at most 1%\",\"actual\":\"1 of 13 rows\"}");
        assertThat(end.at("/run/facets/test/tests/0").toString())
                .isEqualTo("{\"name\":\"actions 2025-08-14\",\"status\":\"fail\",\"severity\":\"error\","
                        + "\"type\":\"audit\",\"actual\":\"Not published: 1 check failed\"}");
    }

    @Test
    void ofARangeAnAssertionNamesTheWorstDay() throws IOException {
        CheckResult fine = new CheckResult("volume", Verdict.PASS, "50 to 150 rows", "60 rows");
        CheckResult low = new CheckResult("volume", Verdict.WARN, "50 to 150 rows", "12 rows");
        JobResult result = new JobResult(
                0,
                null,
                ObservedShop.START,
                List.of(),
                List.of(
                        ObservedShop.day(ObservedShop.DAY.minusDays(2), Verdict.PASS, "Published", true, fine),
                        ObservedShop.day(ObservedShop.DAY.minusDays(1), Verdict.WARN, "Published", true, low),
                        ObservedShop.day(ObservedShop.DAY, Verdict.PASS, "Published", true, fine)));

        JsonNode end = events(ObservedShop.audit(CONFIG), result).get(1);

        assertThat(end.at("/inputs/0/inputFacets/dataQualityAssertions/assertions")
                        .toString())
                .isEqualTo("[{\"assertion\":\"volume\",\"success\":false,\"severity\":\"warn\",\"name\":\"volume\","
                        + "\"expected\":\"50 to 150 rows\",\"actual\":\"on 1 of 3 days, as on 2025-08-13: 12 rows\"}]");
        assertThat(end.at("/run/facets/test/tests")).hasSize(3);
        assertThat(end.at("/outputs/0/outputFacets/outputStatistics/rowCount").asLong())
                .isEqualTo(36);
        assertThat(end.at("/outputs/0/outputFacets/outputSubset/outputCondition/locations")
                        .toString())
                .isEqualTo("[\"/lake/actions/dt=2025-08-12\",\"/lake/actions/dt=2025-08-13\","
                        + "\"/lake/actions/dt=2025-08-14\"]");
    }

    @Test
    void historiesAreMadeFromTheTwoTables() throws IOException {
        JobRun run = ObservedShop.run(CONFIG, Step.HISTORY, false, Table.TRAINING, Table.HISTORIES);

        JsonNode start = events(run, new JobResult(0, null, ObservedShop.START, List.of(), List.of()))
                .get(0);

        assertThat(start.path("inputs").findValuesAsText("name")).containsExactly("/lake/actions", "/lake/impressions");
        assertThat(start.path("outputs").findValuesAsText("name"))
                .containsExactly("/lake/_staging/training", "/lake/_staging/histories");
    }

    /** A try again under the same run id is the same run; the audit of it is another. */
    @Test
    void aRunHasOneId() {
        assertThat(RunEvents.id(ObservedShop.step(CONFIG))).isEqualTo(RunEvents.id(ObservedShop.step(CONFIG)));
        assertThat(RunEvents.id(ObservedShop.step(CONFIG))).isNotEqualTo(RunEvents.id(ObservedShop.audit(CONFIG)));
        assertThat(RunEvents.id(ObservedShop.step(CONFIG)))
                .isNotEqualTo(RunEvents.id(ObservedShop.run(CONFIG, Step.IMPRESSIONS, false, Table.IMPRESSIONS)));
    }

    @Test
    void aServerGetsThemInOrderWithTheParentThatAirflowNames() throws IOException {
        List<String> bodies = Collections.synchronizedList(new ArrayList<>());
        List<String> authorizations = Collections.synchronizedList(new ArrayList<>());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/lineage", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.sendResponseHeaders(201, -1);
            exchange.close();
        });
        server.start();
        Map<String, String> environment = Map.of(
                "OPENLINEAGE_URL", "http://127.0.0.1:" + server.getAddress().getPort(),
                "OPENLINEAGE_API_KEY", "k1",
                "OPENLINEAGE_NAMESPACE", "prod",
                "OPENLINEAGE_PARENT_ID", "prod/shop_daily.actions/0198a2f0-0000-7000-8000-000000000001");
        try (Observer observer = Observers.open(CONFIG, Map.of(), environment, said::add, problems::add)) {
            observer.started(ObservedShop.step(CONFIG));
            observer.ended(ObservedShop.step(CONFIG), ObservedShop.staged());
        } finally {
            server.stop(0);
        }

        assertThat(problems).isEmpty();
        assertThat(said)
                .containsExactly("read and wrote {\"inputs\":[[\"file\",\"/raw/clicks\"],[\"postgres://db:5432\","
                        + "\"shop.public.orders\"]],\"outputs\":[[\"file\",\"/lake/_staging/actions\"]]}");
        assertThat(bodies).hasSize(2);
        assertThat(authorizations).containsOnly("Bearer k1");
        JsonNode start = JSON.readTree(bodies.get(0));
        assertThat(start.path("eventType").asText()).isEqualTo("START");
        assertThat(start.at("/job/namespace").asText()).isEqualTo("prod");
        assertThat(start.at("/run/facets/parent/job/name").asText()).isEqualTo("shop_daily.actions");
        assertThat(start.at("/run/facets/parent/run/runId").asText()).isEqualTo("0198a2f0-0000-7000-8000-000000000001");
        assertThat(JSON.readTree(bodies.get(1)).path("eventType").asText()).isEqualTo("COMPLETE");
    }

    @Test
    void aServerThatIsDownIsOneLine() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        Instant start = Instant.now();
        try (Observer observer = Observers.open(
                CONFIG, Map.of(), Map.of("OPENLINEAGE_URL", "http://127.0.0.1:" + port), said::add, problems::add)) {
            observer.started(ObservedShop.step(CONFIG));
            observer.ended(ObservedShop.step(CONFIG), ObservedShop.staged());
        }

        assertThat(problems)
                .containsExactly("lineage: 2 of 2 messages did not reach http://127.0.0.1:" + port
                        + " (Connect to http://127.0.0.1:" + port + " failed: Connection refused); no day is affected");
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void settingsThatCannotBeUsedAreOneLine() {
        try (Observer observer = Observers.open(
                CONFIG, Map.of("spark.openlineage.transport.type", "pigeon"), Map.of(), said::add, problems::add)) {
            assertThat(observer).isSameAs(Observer.NONE);
        }

        assertThat(problems)
                .containsExactly("lineage: no events are sent, because its settings cannot be used: Failed to find"
                        + " TransportBuilder; no day is affected");
    }

    @Test
    void aFileWithoutAPlaceIsNamed() {
        try (Observer observer = Observers.open(
                CONFIG, Map.of("spark.openlineage.transport.type", "file"), Map.of(), said::add, problems::add)) {
            assertThat(observer).isSameAs(Observer.NONE);
        }

        assertThat(problems)
                .containsExactly("lineage: no events are sent, because its settings cannot be used: its file transport"
                        + " has no location; give it one, such as transport: {type: file, location: /tmp/events.json};"
                        + " no day is affected");
    }
}
