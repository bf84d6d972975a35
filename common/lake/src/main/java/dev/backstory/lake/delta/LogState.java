package dev.backstory.lake.delta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a table is at a version: the actions of its log, each as long as no later one has undone it. */
final class LogState {
    /** Delta's default: so long whoever cleans up knows which files were removed. */
    private static final Duration REMOVED_IS_KEPT = Duration.ofDays(7);

    private static final String PATH = "path";

    private final TreeMap<String, JsonNode> files = new TreeMap<>();
    private final TreeMap<String, JsonNode> removed = new TreeMap<>();
    private final TreeMap<String, JsonNode> transactions = new TreeMap<>();
    private @Nullable JsonNode metaData;
    private @Nullable JsonNode protocol;

    /** Takes in what follows. */
    void add(Collection<? extends JsonNode> actions) {
        actions.forEach(action -> {
            // Within one version a file that is removed and added stays.
            take(action, "remove", remove -> {
                files.remove(remove.get(PATH).asText());
                removed.put(remove.get(PATH).asText(), remove);
            });
        });
        actions.forEach(action -> {
            take(action, "add", add -> {
                removed.remove(add.get(PATH).asText());
                files.put(add.get(PATH).asText(), add);
            });
            take(action, "txn", txn -> transactions.put(txn.get("appId").asText(), txn));
            take(action, "metaData", changed -> metaData = changed);
            take(action, "protocol", changed -> protocol = changed);
        });
    }

    private static void take(JsonNode action, String name, Consumer<JsonNode> how) {
        JsonNode found = action.path(name);
        if (found.isObject()) {
            how.accept(found);
        }
    }

    Collection<String> files() {
        return files.keySet();
    }

    @Nullable
    JsonNode metaData() {
        return metaData;
    }

    @Nullable
    JsonNode protocol() {
        return protocol;
    }

    /** The actions of a checkpoint of this version. */
    List<ObjectNode> actions(Instant now) {
        List<ObjectNode> actions = new ArrayList<>();
        add(actions, "protocol", protocol);
        add(actions, "metaData", metaData);
        transactions.values().forEach(txn -> add(actions, "txn", txn));
        long before = now.minus(REMOVED_IS_KEPT).toEpochMilli();
        removed.values().stream()
                .filter(remove -> remove.path("deletionTimestamp").asLong() > before)
                .forEach(remove -> add(actions, "remove", asKnown(remove)));
        files.values().forEach(file -> add(actions, "add", asKnown(file)));
        return actions;
    }

    private static void add(List<ObjectNode> actions, String name, @Nullable JsonNode action) {
        if (action != null) {
            actions.add(JsonNodeFactory.instance.objectNode().set(name, action));
        }
    }

    /** A checkpoint changes no data. */
    private static JsonNode asKnown(JsonNode file) {
        return ((ObjectNode) file.deepCopy()).put("dataChange", false);
    }
}
