package dev.backstory.observe.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.observe.ObservedShop;
import dev.backstory.observe.Observers;
import dev.backstory.observe.event.JobResult;
import dev.backstory.observe.event.JobRun;
import dev.backstory.observe.event.Observer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Events of every kind against OpenLineage's published JSON schemas, {@code -Dbackstory.openlineage-spec=FOLDER}: the
 * {@code spec} folder of its repository, which no package has. The event as a whole is held against them, and each facet
 * whose schema is there in the version that is sent. The others are held against the classes made of theirs ({@code make
 * test-lineage}).
 */
@EnabledIfSystemProperty(named = PublishedSchemasTest.SPEC, matches = ".+")
class PublishedSchemasTest {
    static final String SPEC = "backstory.openlineage-spec";
    private static final String PARENT = "prod/shop_daily.actions/0198a2f0-0000-7000-8000-000000000001";

    @TempDir
    Path folder;

    private final Set<String> held = new TreeSet<>();

    /** The schemas, by their addresses. */
    private static Map<String, String> schemas() throws IOException {
        Map<String, String> schemas = new HashMap<>();
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty(SPEC)))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".json")).toList()) {
                String text = Files.readString(file);
                schemas.put(new ObjectMapper().readTree(text).path("$id").asText(), text);
            }
        }
        return schemas;
    }

    private List<JsonNode> events() throws IOException {
        PipelineConfig config = ObservedShop.config("");
        Path file = folder.resolve("events.json");
        Map<String, String> spark = Map.of(
                "spark.openlineage.transport.type", "file", "spark.openlineage.transport.location", file.toString());
        List<String> problems = new ArrayList<>();
        try (Observer observer =
                Observers.open(config, spark, Map.of("OPENLINEAGE_PARENT_ID", PARENT), line -> {}, problems::add)) {
            JobRun step = ObservedShop.step(config);
            JobRun audit = ObservedShop.audit(config);
            JobRun history = ObservedShop.run(config, Step.HISTORY, false, Table.TRAINING, Table.HISTORIES);
            observer.started(step);
            observer.ended(step, ObservedShop.staged());
            observer.started(audit);
            observer.ended(audit, ObservedShop.warned());
            observer.ended(audit, ObservedShop.failed());
            observer.started(history);
            observer.ended(history, new JobResult(1, "no space", ObservedShop.START, List.of(), List.of()));
        }
        assertThat(problems).isEmpty();
        List<JsonNode> events = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            events.add(new ObjectMapper().readTree(line));
        }
        return events;
    }

    private List<String> broken(JsonNode event) throws IOException {
        Map<String, String> schemas = schemas();
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(
                SpecVersion.VersionFlag.V202012, builder -> builder.schemaLoaders(loaders -> loaders.schemas(schemas)));
        List<String> broken =
                new ArrayList<>(broken(factory, event, event.path("schemaURL").asText()));
        collect(factory, schemas, event, broken);
        return broken;
    }

    private void collect(JsonSchemaFactory factory, Map<String, String> schemas, JsonNode tree, List<String> broken) {
        if (tree.has("_schemaURL")) {
            String address = tree.path("_schemaURL").asText();
            String facet = address.substring(address.lastIndexOf('/') + 1);
            if (schemas.containsKey(address.substring(0, address.indexOf('#')))) {
                held.add(facet);
                broken.addAll(broken(factory, tree, address));
            }
        }
        tree.forEach(each -> collect(factory, schemas, each, broken));
    }

    private static List<String> broken(JsonSchemaFactory factory, JsonNode tree, String address) {
        SchemaValidatorsConfig formatsToo =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        return factory.getSchema(SchemaLocation.of(address), formatsToo).validate(tree).stream()
                .map(message -> address + ": " + message.getMessage())
                .toList();
    }

    @Test
    void everyEventIsAsTheyDemand() throws IOException {
        List<JsonNode> events = events();

        assertThat(events.stream().map(event -> event.path("eventType").asText()))
                .containsExactly("START", "COMPLETE", "START", "COMPLETE", "FAIL", "START", "FAIL");
        for (JsonNode event : events) {
            assertThat(broken(event)).isEmpty();
        }
        assertThat(held)
                .contains(
                        "ErrorMessageRunFacet",
                        "InputStatisticsInputDatasetFacet",
                        "OutputStatisticsOutputDatasetFacet",
                        "ProcessingEngineRunFacet",
                        "SchemaDatasetFacet");
    }

    /** That the schemas are looked at, and times and ids are. */
    @Test
    void whatTheyForbidIsSeen() throws IOException {
        ObjectNode event = (ObjectNode) events().get(4);
        event.put("eventTime", "yesterday");
        event.put("eventType", "LOST");
        ((ObjectNode) event.at("/run")).put("runId", "r1");
        ((ObjectNode) event.at("/run/facets/errorMessage")).remove("message");
        ((ObjectNode) event.at("/run/facets/processing_engine")).put("name", 7);

        assertThat(broken(event))
                .hasSize(5)
                .anyMatch(each -> each.contains("ErrorMessageRunFacet") && each.contains("'message'"))
                .anyMatch(each -> each.contains("ProcessingEngineRunFacet") && each.contains("integer"));
    }
}
