package dev.backstory.lake.delta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstory.lake.objects.ObjectInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.Type;

/** A file of a checkpoint: actions as the entries of the log have them, as rows of Parquet, one action a row. */
final class DeltaCheckpoint {
    private static final String MAP = " (MAP) { repeated group key_value {"
            + " required binary key (STRING); optional binary value (STRING); } } ";

    private static final String LIST = " (LIST) { repeated group list { optional binary element (STRING); } } ";

    /** What Backstory knows of actions; what others have besides is left unread. */
    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType("message checkpoint {"
            + " optional group txn {"
            + "  optional binary appId (STRING); optional int64 version; optional int64 lastUpdated; }"
            + " optional group add {"
            + "  optional binary path (STRING); optional group partitionValues" + MAP
            + "  optional int64 size; optional int64 modificationTime; optional boolean dataChange;"
            + "  optional group tags" + MAP + " optional binary stats (STRING); }"
            + " optional group remove {"
            + "  optional binary path (STRING); optional int64 deletionTimestamp; optional boolean dataChange;"
            + "  optional boolean extendedFileMetadata; optional group partitionValues" + MAP
            + "  optional int64 size; }"
            + " optional group metaData {"
            + "  optional binary id (STRING); optional binary name (STRING); optional binary description (STRING);"
            + "  optional group format { optional binary provider (STRING); optional group options" + MAP + "}"
            + "  optional binary schemaString (STRING); optional group partitionColumns" + LIST
            + "  optional group configuration" + MAP + " optional int64 createdTime; }"
            + " optional group protocol { optional int32 minReaderVersion; optional int32 minWriterVersion; }"
            + "}");

    private DeltaCheckpoint() {}

    static void write(Path file, Configuration conf, List<ObjectNode> actions) throws IOException {
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(HadoopOutputFile.fromPath(file, conf))
                .withType(SCHEMA)
                .withConf(conf)
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .build()) {
            for (ObjectNode action : actions) {
                SimpleGroup row = new SimpleGroup(SCHEMA);
                put(row, SCHEMA, action);
                writer.write(row);
            }
        }
    }

    private static void put(Group group, GroupType type, JsonNode values) {
        for (Type field : type.getFields()) {
            JsonNode value = values.path(field.getName());
            if (value.isMissingNode() || value.isNull()) {
                continue;
            }
            if (field.isPrimitive()) {
                put(group, field, value);
            } else if (isMap(field)) {
                Group map = group.addGroup(field.getName());
                value.fields().forEachRemaining(entry -> {
                    Group pair = map.addGroup(0).append("key", entry.getKey());
                    if (!entry.getValue().isNull()) {
                        pair.append("value", entry.getValue().asText());
                    }
                });
            } else if (isList(field)) {
                Group list = group.addGroup(field.getName());
                value.forEach(element -> list.addGroup(0).append("element", element.asText()));
            } else {
                put(group.addGroup(field.getName()), field.asGroupType(), value);
            }
        }
    }

    private static void put(Group group, Type field, JsonNode value) {
        switch (field.asPrimitiveType().getPrimitiveTypeName()) {
            case BOOLEAN -> group.append(field.getName(), value.asBoolean());
            case INT32 -> group.append(field.getName(), value.asInt());
            case INT64 -> group.append(field.getName(), value.asLong());
            default -> group.append(field.getName(), value.asText());
        }
    }

    static List<ObjectNode> read(Path file, Configuration conf) throws IOException {
        List<ObjectNode> actions = new ArrayList<>();
        try (ParquetFileReader reader = ParquetFileReader.open(ObjectInput.of(file, conf))) {
            MessageType whole = reader.getFileMetaData().getSchema();
            MessageType known = new MessageType(whole.getName(), known(whole, SCHEMA));
            reader.setRequestedSchema(known);
            MessageColumnIO columns = new ColumnIOFactory().getColumnIO(known, whole);
            for (PageReadStore pages = reader.readNextRowGroup(); pages != null; pages = reader.readNextRowGroup()) {
                RecordReader<Group> rows = columns.getRecordReader(pages, new GroupRecordConverter(known));
                for (long row = 0; row < pages.getRowCount(); row++) {
                    actions.add(object(rows.read()));
                }
            }
        }
        return actions;
    }

    /** Of a file's own columns those that Backstory knows, as the file has them. */
    private static List<Type> known(GroupType found, GroupType wanted) {
        List<Type> known = new ArrayList<>();
        for (Type field : found.getFields()) {
            if (wanted.containsField(field.getName())) {
                Type like = wanted.getType(field.getName());
                boolean isWhole = field.isPrimitive() || isMap(like) || isList(like);
                known.add(
                        isWhole
                                ? field
                                : field.asGroupType().withNewFields(known(field.asGroupType(), like.asGroupType())));
            }
        }
        return known;
    }

    private static ObjectNode object(Group group) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Type field : group.getType().getFields()) {
            String name = field.getName();
            if (group.getFieldRepetitionCount(name) == 0) {
                continue;
            }
            if (field.isPrimitive()) {
                object.set(name, value(group, field));
            } else if (isMap(field)) {
                ObjectNode map = object.putObject(name);
                Group pairs = group.getGroup(name, 0);
                for (int i = 0; i < pairs.getFieldRepetitionCount(0); i++) {
                    Group pair = pairs.getGroup(0, i);
                    map.put(pair.getString(0, 0), pair.getFieldRepetitionCount(1) == 0 ? null : pair.getString(1, 0));
                }
            } else if (isList(field)) {
                ArrayNode list = object.putArray(name);
                Group elements = group.getGroup(name, 0);
                for (int i = 0; i < elements.getFieldRepetitionCount(0); i++) {
                    list.add(elements.getGroup(0, i).getString(0, 0));
                }
            } else {
                object.set(name, object(group.getGroup(name, 0)));
            }
        }
        return object;
    }

    private static JsonNode value(Group group, Type field) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (field.asPrimitiveType().getPrimitiveTypeName()) {
            case BOOLEAN -> nodes.booleanNode(group.getBoolean(field.getName(), 0));
            case INT32 -> nodes.numberNode(group.getInteger(field.getName(), 0));
            case INT64 -> nodes.numberNode(group.getLong(field.getName(), 0));
            default -> nodes.textNode(group.getString(field.getName(), 0));
        };
    }

    private static boolean isMap(Type field) {
        return field.getLogicalTypeAnnotation() instanceof MapLogicalTypeAnnotation
                || field.getLogicalTypeAnnotation() instanceof MapKeyValueTypeAnnotation;
    }

    private static boolean isList(Type field) {
        return field.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation;
    }
}
