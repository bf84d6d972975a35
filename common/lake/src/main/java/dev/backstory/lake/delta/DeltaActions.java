package dev.backstory.lake.delta;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.StagedFile;
import dev.backstory.lake.days.DayLog.Change;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The text of an entry that replaces a day: an action a line, as Delta's protocol has them. */
final class DeltaActions {
    /** In what Backstory says of an entry: the version whose entry has the table's columns. */
    static final String COLUMNS = "backstory.columns";

    static final int WRITER = 2;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final long version;
    private final long at;
    private final List<ObjectNode> actions = new ArrayList<>();

    /** @param at milliseconds since 1970 */
    DeltaActions(long version, long at) {
        this.version = version;
        this.at = at;
    }

    /**
     * @param columns the table's metadata where it is new or changes, else null
     * @param columnsAt the version whose entry has it
     */
    String text(Change change, @Nullable ObjectNode columns, long columnsAt) {
        actions.add(commitInfo(change, columnsAt));
        if (version == 0) {
            ObjectNode protocol = NODES.objectNode();
            protocol.putObject("protocol").put("minReaderVersion", 1).put("minWriterVersion", WRITER);
            actions.add(protocol);
        }
        if (columns != null) {
            actions.add(NODES.objectNode().set("metaData", columns));
        }
        PublishRecord old = change.old();
        if (old != null) {
            old.files().forEach(file -> actions.add(remove(old, file)));
        }
        change.record().files().forEach(file -> actions.add(add(change, file)));
        return actions.stream().map(ObjectNode::toString).collect(Collectors.joining("\n")) + "\n";
    }

    static ObjectNode newTable(ObjectNode run, long at) {
        ObjectNode table = NODES.objectNode().put("id", UUID.randomUUID().toString());
        table.putObject("format").put("provider", "parquet").putObject("options");
        table.put("schemaString", run.toString());
        table.putArray("partitionColumns").add(DeltaSchema.DT);
        table.putObject("configuration");
        return table.put("createdTime", at);
    }

    private ObjectNode commitInfo(Change change, long columns) {
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

    private ObjectNode add(Change change, StagedFile file) {
        ObjectNode action = NODES.objectNode();
        ObjectNode add = action.putObject("add").put("path", change.record().folder() + "/" + file.name());
        day(add, change.dt());
        add.put("size", file.bytes()).put("modificationTime", at).put("dataChange", true);
        add.put("stats", NODES.objectNode().put("numRecords", file.rows()).toString());
        return action;
    }

    private ObjectNode remove(PublishRecord old, StagedFile file) {
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
}
