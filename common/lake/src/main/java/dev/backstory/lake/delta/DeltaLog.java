package dev.backstory.lake.delta;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.StagedFile;
import dev.backstory.lake.days.DayLog;
import dev.backstory.lake.objects.Listed;
import dev.backstory.lake.objects.SmallObjects;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * A table of Delta, whose versions are the entries of its log: an entry is written under the next number if nobody has it.
 * What an entry says of Backstory is in its {@code userMetadata}, which the table's history shows.
 */
final class DeltaLog implements DayLog {
    private static final String FOLDER = "_delta_log";
    private static final String ENTRY = "\\d{20}\\.json";
    private static final String COLUMNS = "backstory.columns";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final SmallObjects objects;

    DeltaLog(Path folder, SmallObjects objects) {
        this.folder = folder;
        this.objects = objects;
    }

    /**
     * What the newest entry of Backstory says, or the one that was restored.
     *
     * @param columns the version whose entry has the table's columns
     */
    private record State(long newest, String days, long columns) {}

    @Override
    public Optional<Version> newest() {
        return state().map(state -> new Version(Long.toString(state.newest()), state.days()));
    }

    private Optional<State> state() {
        OptionalLong newest = objects.objects(new Path(folder, FOLDER), "").stream()
                .map(Listed::name)
                .filter(name -> name.matches(ENTRY))
                .mapToLong(name -> Long.parseLong(name.substring(0, name.indexOf('.'))))
                .max();
        return newest.isPresent() ? Optional.of(state(newest.getAsLong())) : Optional.empty();
    }

    private State state(long newest) {
        Long columns = null;
        long version = newest;
        while (version >= 0) {
            List<JsonNode> entry = entry(version);
            JsonNode info = action(entry, "commitInfo");
            JsonNode ours = ours(info);
            if (columns == null && action(entry, "metaData") != null) {
                columns = version;
            }
            if (ours != null) {
                return new State(
                        newest,
                        ours.get(DAYS).asText(),
                        columns != null ? columns : ours.get(COLUMNS).asLong());
            }
            if (info != null && info.path("operation").asText().equals("RESTORE")) {
                version = info.at("/operationParameters/version").asLong(-1);
            } else if (action(entry, "add") != null || action(entry, "remove") != null) {
                throw new BackstoryException("Cannot read the Delta table " + folder + " because its version " + version
                        + " ("
                        + (info == null ? "unknown" : info.path("operation").asText())
                        + ") is not of Backstory, so that nobody knows what its days are; restore the version before it"
                        + " (RESTORE TABLE … TO VERSION AS OF " + (version - 1)
                        + "), and let Backstory alone write it");
            } else {
                version--;
            }
        }
        throw new BackstoryException("Cannot read the Delta table " + folder
                + " because none of its versions is of Backstory; give the lake another folder");
    }

    /** What Backstory has written into an entry; null where the entry is not its own. */
    private static @Nullable JsonNode ours(@Nullable JsonNode info) {
        String written = info == null ? "" : info.path("userMetadata").asText();
        if (!written.contains(DAYS)) {
            return null;
        }
        return parsed(written);
    }

    private static @Nullable JsonNode action(List<JsonNode> entry, String name) {
        return entry.stream()
                .filter(action -> action.has(name))
                .map(action -> action.get(name))
                .findFirst()
                .orElse(null);
    }

    private List<JsonNode> entry(long version) {
        Path file = file(version);
        String text = objects.read(file)
                .orElseThrow(() -> new BackstoryException("Cannot read the Delta table " + folder + " because " + file
                        + " is not there; Backstory needs the log since its last publication, so keep it longer"
                        + " (delta.logRetentionDuration), and rebuild a day of a lake in another folder"));
        return text.lines()
                .filter(line -> !line.isBlank())
                .map(DeltaLog::parsed)
                .collect(Collectors.toList());
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new BackstoryException(
                    "Cannot read an entry of Delta's log because it is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private Path file(long version) {
        return new Path(new Path(folder, FOLDER), String.format(Locale.ROOT, "%020d.json", version));
    }

    @Override
    public boolean commit(@Nullable Version before, Change change) {
        Optional<State> state = state();
        String now = state.map(found -> Long.toString(found.newest())).orElse("");
        if (!now.equals(before == null ? "" : before.id())) {
            return false;
        }
        long version = state.map(found -> found.newest() + 1).orElse(0L);
        long at = Instant.now().toEpochMilli();
        ObjectNode run = DeltaSchema.of(change.record().schema());
        ObjectNode metaData = state.isEmpty() ? newTable(run, at) : changed(state.get(), run);
        long columns = metaData != null ? version : state.orElseThrow().columns();

        List<ObjectNode> actions = new ArrayList<>();
        actions.add(commitInfo(change, version, columns, at));
        if (state.isEmpty()) {
            actions.add(NODES.objectNode());
            actions.get(1).putObject("protocol").put("minReaderVersion", 1).put("minWriterVersion", 2);
        }
        if (metaData != null) {
            actions.add(NODES.objectNode().set("metaData", metaData));
        }
        PublishRecord old = change.old();
        if (old != null) {
            old.files().forEach(file -> actions.add(remove(old, file, at)));
        }
        change.record().files().forEach(file -> actions.add(add(change, file, at)));
        String text = actions.stream().map(ObjectNode::toString).collect(Collectors.joining("\n")) + "\n";
        return objects.swap(file(version), null, text).isPresent();
    }

    private static ObjectNode newTable(ObjectNode run, long at) {
        ObjectNode metaData = NODES.objectNode().put("id", UUID.randomUUID().toString());
        metaData.putObject("format").put("provider", "parquet").putObject("options");
        metaData.put("schemaString", run.toString());
        metaData.putArray("partitionColumns").add(DeltaSchema.DT);
        metaData.putObject("configuration");
        return metaData.put("createdTime", at);
    }

    /** Null where a run has no column that the table has not. */
    private @Nullable ObjectNode changed(State state, ObjectNode run) {
        JsonNode metaData = action(entry(state.columns()), "metaData");
        if (metaData == null) {
            throw new BackstoryException("Cannot publish into the Delta table " + folder + " because its version "
                    + state.columns() + " does not say its columns; give the lake another folder");
        }
        ObjectNode now = (ObjectNode) parsed(metaData.get("schemaString").asText());
        ObjectNode merged = DeltaSchema.merged(folder, now, run);
        return merged.equals(now) ? null : ((ObjectNode) metaData.deepCopy()).put("schemaString", merged.toString());
    }

    private static ObjectNode commitInfo(Change change, long version, long columns, long at) {
        PublishRecord record = change.record();
        ObjectNode commit = NODES.objectNode();
        ObjectNode info = commit.putObject("commitInfo").put("timestamp", at).put("operation", "WRITE");
        info.putObject("operationParameters")
                .put("mode", "Overwrite")
                .put("partitionBy", "[\"dt\"]")
                .put("predicate", "[\"(dt = '" + change.dt() + "')\"]");
        if (version > 0) {
            info.put("readVersion", version - 1);
        }
        info.put("isolationLevel", "Serializable").put("isBlindAppend", false).put("engineInfo", "Backstory");
        info.putObject("operationMetrics")
                .put("numFiles", Integer.toString(record.files().size()))
                .put("numOutputRows", Long.toString(record.rows()));
        ObjectNode ours = NODES.objectNode();
        change.facts().forEach(ours::put);
        ours.put(COLUMNS, columns);
        info.put("userMetadata", ours.toString());
        return commit;
    }

    private static ObjectNode add(Change change, StagedFile file, long at) {
        ObjectNode action = NODES.objectNode();
        ObjectNode add = action.putObject("add").put("path", change.record().folder() + "/" + file.name());
        day(add, change.dt());
        add.put("size", file.bytes()).put("modificationTime", at).put("dataChange", true);
        add.put("stats", NODES.objectNode().put("numRecords", file.rows()).toString());
        return action;
    }

    private static ObjectNode remove(PublishRecord old, StagedFile file, long at) {
        ObjectNode action = NODES.objectNode();
        ObjectNode remove = action.putObject("remove").put("path", old.folder() + "/" + file.name());
        remove.put("deletionTimestamp", at).put("dataChange", true).put("extendedFileMetadata", true);
        day(remove, old.dt());
        remove.put("size", file.bytes());
        return action;
    }

    private static void day(ObjectNode file, LocalDate dt) {
        file.putObject("partitionValues").put(DeltaSchema.DT, dt.toString());
    }

    /** The log stays, as Delta's readers want it; versions whose files are gone cannot be read any more. */
    @Override
    public Kept keepSince(Instant before, boolean now) {
        return new Kept(newest().map(Version::days).map(Set::of).orElse(Set.of()), Set.of());
    }
}
