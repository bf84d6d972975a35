package dev.backstory.lake.delta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstory.core.failure.BackstoryException;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** The columns of a table as Delta writes them: those of the files, all nullable, and {@code dt}, the partition. */
final class DeltaSchema {
    static final String DT = "dt";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String FIELDS = "fields";
    private static final String NAME = "name";
    private static final String TYPE = "type";

    private DeltaSchema() {}

    /** @param parquet the schema of the files, as its text */
    static ObjectNode of(String parquet) {
        MessageType message = MessageTypeParser.parseMessageType(parquet);
        ObjectNode schema = JSON.objectNode().put(TYPE, "struct");
        ArrayNode fields = schema.putArray(FIELDS);
        message.getFields().forEach(field -> fields.add(field(field.getName(), type(field))));
        fields.add(field(DT, JSON.textNode("date")));
        return schema;
    }

    private static ObjectNode field(String name, JsonNode type) {
        ObjectNode field = JSON.objectNode().put(NAME, name);
        field.set(TYPE, type);
        field.put("nullable", true).putObject("metadata");
        return field;
    }

    /**
     * The columns of a table with those of a run; what a run does not have any more stays, for the days before.
     *
     * @param folder of the table, for the message
     */
    static ObjectNode merged(Path folder, ObjectNode now, ObjectNode run) {
        ObjectNode merged = now.deepCopy();
        ArrayNode fields = merged.withArray(FIELDS);
        for (JsonNode field : run.get(FIELDS)) {
            JsonNode same = find(now, field.get(NAME).asText());
            if (same == null) {
                fields.add(field);
            } else if (!same.get(TYPE).equals(field.get(TYPE))) {
                throw new BackstoryException("Cannot publish into the Delta table " + folder + " because its column "
                        + field.get(NAME).asText() + " is " + same.get(TYPE) + " and that of the run "
                        + field.get(TYPE) + ", and a table of Delta keeps its types; keep the old settings, or give the"
                        + " lake another folder");
            }
        }
        return merged;
    }

    private static @Nullable JsonNode find(ObjectNode schema, String name) {
        for (JsonNode field : schema.get(FIELDS)) {
            if (field.get(NAME).asText().equals(name)) {
                return field;
            }
        }
        return null;
    }

    private static JsonNode type(Type field) {
        return field.isPrimitive() ? JSON.textNode(primitive(field.asPrimitiveType())) : list(field.asGroupType());
    }

    private static ObjectNode list(GroupType group) {
        if (!(group.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation)) {
            throw unknown(group);
        }
        Type element = group.getType(0).asGroupType().getType(0);
        ObjectNode list = JSON.objectNode().put(TYPE, "array");
        list.set("elementType", type(element));
        return list.put("containsNull", !element.isRepetition(Type.Repetition.REQUIRED));
    }

    private static String primitive(PrimitiveType type) {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> "boolean";
            case INT32 -> int32(logical);
            case INT64 -> logical instanceof TimestampLogicalTypeAnnotation ? "timestamp" : "long";
            case FLOAT -> "float";
            case DOUBLE -> "double";
            case BINARY -> logical instanceof StringLogicalTypeAnnotation ? "string" : "binary";
            default -> throw unknown(type);
        };
    }

    private static String int32(LogicalTypeAnnotation logical) {
        if (logical instanceof DateLogicalTypeAnnotation) {
            return "date";
        }
        int bits = logical instanceof IntLogicalTypeAnnotation number ? number.getBitWidth() : Integer.SIZE;
        return bits == Byte.SIZE ? "byte" : bits == Short.SIZE ? "short" : "integer";
    }

    private static IllegalArgumentException unknown(Type type) {
        return new IllegalArgumentException("No table of a lake has a column such as " + type);
    }
}
