package dev.backstory.core.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The schema and the loader refuse the same configs: a config with every key is changed in one place at a time, in
 * every place, and both are asked.
 */
final class SchemaAgreementTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(SettingsSchema.generate());

    private static final String EVERY_KEY = """
            {"name": "shop", "lake": "data/lake", "timezone": "UTC",
             "storage": {"format": "iceberg", "catalog-name": "c", "namespace": "n", "catalog": {"type": "jdbc"}},
             "sources": {
               "clicks": {"format": "csv", "path": "raw/clicks", "columns": {"dt": "day", "item_id": "item"},
                 "day-format": "yyyyMMdd", "arrival": {"wait-until": "+2d 06:00", "then": "publish-empty"}, "where": "a > 1", "constants": {"customer_id": 7},
                 "csv": {"separator": ";", "quote": "none", "encoding": "windows-1252", "header": ["a"], "nulls": ["NA"]}},
               "carts": {"format": "query", "query": "select 1 as a from f",
                 "inputs": {"f": {"format": "csv", "path": "raw/f", "columns": ["a"], "csv": {"separator": ";"}},
                   "t": {"format": "table", "table": "c.t"}}, "dt": "from-time", "time-format": "epoch-millis"},
               "events": {"format": "json", "path": "raw/events",
                 "type": {"column": "event", "values": {"view": "click", "buy": "order"}, "ignore": ["search"]}},
               "orders": {"format": "jdbc", "url": "jdbc:x", "table": "t", "user": "u", "password": "${ENV:P}",
                 "partition": {"column": "c", "from": 1, "to": "9", "parts": 3}, "fetch-size": 50},
               "impressions": {"format": "orc", "path": "raw/shown", "columns": {"is_order": "bought", "position": "rank"},
                 "layout": "rows", "first-position": 1, "constants": {"ranking_id": "r"}}},
             "history": {"length": 5, "lookback": "P1M", "data-from": "2026-01-01", "missing-days": "warn", "outputs": ["training"]},
             "training": {"numbers": "wide", "columns": {"label": "is_order"}},
             "types": {"4": "wish"}, "vocabulary": {"min-count": 3, "max-items": 9},
             "spark": {"master": "yarn", "conf": {"spark.a": "1"}, "steps": {"dq": {"spark.b": 2}}},
             "dq": {
               "actions": {"max-rejected-share": 0.5, "allow-empty": true, "warn-other-day-share": 0.5,
                 "max-other-day-share": 0.6, "fail-on": ["volume"], "mute": {"type-mix": "sale"}, "rules": [
                 {"name": "a", "expression": "b", "level": "warn", "hint": "c", "where": "d"},
                 {"name": "e", "constraint": "has-mean", "column": "f", "min": 1, "max": 2},
                 {"name": "g", "constraint": "is-contained-in", "column": "f", "values": ["h"]},
                 {"name": "i", "constraint": "has-pattern", "column": "f", "pattern": "j"},
                 {"name": "k", "query": "l", "where": "m"}]},
               "impressions": {}, "training": {}},
             "calendar": {"closed": ["2025-12-25"]},
             "metrics": {"statsd": "localhost:8125", "prefix": "shop"},
             "airflow": {"schedule": "@daily", "start-date": "2026-01-01", "catchup": true, "max-active-runs": 2, "retries": 1,
               "retry-delay-minutes": 1, "max-retry-delay-minutes": 7, "timeout-minutes": 60, "look-again-minutes": 5, "pool": "p",
               "connection": "c", "alert-connection": "a", "alert-format": "teams", "alert-warnings": true,
               "alert-notifier": "a.B", "alert-arguments": {"text": "t"}, "config": "c/p.yaml", "reports-url": "http://r",
               "owner": "o", "tags": ["t"], "runner": "livy", "customise": "a.b",
               "platform": {"jars": "/j", "config": "/c", "deferrable": true, "settings": {"queue": "q"}}}}
            """;

    /** What only the loader knows, as the place and the value that it refuses. */
    private static final Set<String> LOADER_ONLY = Set.of(
            "/timezone=\"x\"",
            "without /storage/format",
            "/sources/clicks/day-format=\"x\"",
            "/sources/clicks/csv/encoding=\"x\"",
            "/sources/carts/time-format=\"x\"",
            "/sources/events/type/values={}",
            "/sources/events/type/values/view=\"x\"",
            "/sources/events/type/values/buy=\"x\"",
            "/sources/carts/inputs={}",
            "/sources/carts/inputs/f/columns=[]",
            "without /sources/carts/inputs/f/columns",
            "without /sources/events/type",
            "without /sources/impressions/layout",
            "without /sources/impressions/columns",
            "without /sources/impressions/columns/position",
            "/sources/impressions/columns={}",
            "/sources/orders/url=\"x\"",
            "/history/outputs=[]",
            "without /airflow/alert-connection",
            "without /airflow/alert-notifier",
            "without /airflow/runner",
            "without /airflow/platform",
            "/dq/actions/rules/2/values=[]",
            "/dq/actions/rules/1/min=5",
            "/dq/actions/rules/1/max=-1",
            "/dq/actions/rules/1/max=0.7");

    /** Where the keys are values of the source's own, numbers, names for a query, those of Iceberg, a notifier, a platform. */
    private static final Set<String> ANY_KEY = Set.of(
            "/sources/events/type/values",
            "/types",
            "/sources/carts/inputs",
            "/storage/catalog",
            "/airflow/alert-arguments",
            "/airflow/platform/settings");

    private static boolean schemaRefuses(JsonNode config) {
        return !SCHEMA.validate(config).isEmpty();
    }

    private static List<String> problems(JsonNode config) throws IOException {
        return ConfigText.problems(JSON.writeValueAsString(config));
    }

    private static List<JsonPointer> places(JsonNode node, JsonPointer here) {
        List<JsonPointer> places = new ArrayList<>();
        node.fieldNames().forEachRemaining(name -> {
            JsonPointer place = here.appendProperty(name);
            places.add(place);
            places.addAll(places(node.get(name), place));
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            places.add(here.appendIndex(i));
            places.addAll(places(node.get(i), here.appendIndex(i)));
        }
        return places;
    }

    private static void set(ContainerNode<?> parent, JsonPointer place, JsonNode value) {
        if (parent instanceof ObjectNode object) {
            object.set(place.last().getMatchingProperty(), value);
        } else {
            ((ArrayNode) parent).set(place.last().getMatchingIndex(), value);
        }
    }

    private static void assertSameVerdict(String change, JsonNode config) throws IOException {
        List<String> problems = problems(config);
        assertThat(schemaRefuses(config))
                .as("%s, of which the loader says %s", change, problems)
                .isEqualTo(!problems.isEmpty() && !LOADER_ONLY.contains(change));
    }

    @Test
    void bothAcceptTheWholeConfig() throws IOException {
        JsonNode config = JSON.readTree(EVERY_KEY);
        assertThat(problems(config)).isEmpty();
        assertThat(SCHEMA.validate(config)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "{}", "\"x\"", "\"\"", "5", "-1", "0.7", "true", "[null]"})
    void everyValueReplaced(String value) throws IOException {
        for (JsonPointer place : places(JSON.readTree(EVERY_KEY), JsonPointer.empty())) {
            ObjectNode config = (ObjectNode) JSON.readTree(EVERY_KEY);
            set((ContainerNode<?>) config.at(place.head()), place, JSON.readTree(value));
            assertSameVerdict(place + "=" + value, config);
        }
    }

    @Test
    void everyKeyRemoved() throws IOException {
        for (JsonPointer place : places(JSON.readTree(EVERY_KEY), JsonPointer.empty())) {
            ObjectNode config = (ObjectNode) JSON.readTree(EVERY_KEY);
            if (config.at(place.head()) instanceof ObjectNode parent) {
                parent.remove(place.last().getMatchingProperty());
                assertSameVerdict("without " + place, config);
            }
        }
    }

    @Test
    void anUnknownKeyAddedEverywhere() throws IOException {
        List<JsonPointer> places = places(JSON.readTree(EVERY_KEY), JsonPointer.empty());
        places.add(JsonPointer.empty());
        for (JsonPointer place : places) {
            ObjectNode config = (ObjectNode) JSON.readTree(EVERY_KEY);
            if (config.at(place) instanceof ObjectNode object && !ANY_KEY.contains(place.toString())) {
                object.put("unheard-of", "x");
                assertThat(problems(config)).hasSize(1).first().asString().contains("'unheard-of'");
                assertThat(SCHEMA.validate(config)).as(place.toString()).isNotEmpty();
            }
        }
    }
}
