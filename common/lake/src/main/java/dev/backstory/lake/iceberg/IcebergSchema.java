package dev.backstory.lake.iceberg;

import dev.backstory.core.failure.BackstoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.PrimitiveType;

/**
 * The columns of a table as Iceberg has them: those of the files, all optional so that days before a column was there can
 * be read, and {@code dt}, which is in no file but is the partition.
 */
final class IcebergSchema {
    static final String DT = "dt";

    private IcebergSchema() {}

    /** @param parquet the schema of the files, as its text */
    static Schema of(String parquet) {
        MessageType message = MessageTypeParser.parseMessageType(parquet);
        AtomicInteger ids = new AtomicInteger();
        List<Types.NestedField> fields = new ArrayList<>();
        for (org.apache.parquet.schema.Type field : message.getFields()) {
            fields.add(Types.NestedField.optional(ids.incrementAndGet(), field.getName(), type(field, ids)));
        }
        fields.add(Types.NestedField.optional(ids.incrementAndGet(), DT, Types.DateType.get()));
        return new Schema(fields);
    }

    static PartitionSpec byDay(Schema schema) {
        return PartitionSpec.builderFor(schema).identity(DT).build();
    }

    /**
     * Gives a table the columns of a run: new ones are added, and integers get the longer type where a run has it. What a
     * run does not have any more stays, for the days before.
     */
    static void evolve(Table table, Schema run) {
        UpdateSchema update = table.updateSchema();
        boolean changes = false;
        for (Types.NestedField field : run.columns()) {
            Types.NestedField now = table.schema().findField(field.name());
            if (now == null) {
                update.addColumn(field.name(), field.type());
                changes = true;
            } else {
                changes |= widen(table, update, field.name(), now.type(), field.type());
            }
        }
        if (changes) {
            update.commit();
        }
    }

    private static boolean widen(Table table, UpdateSchema update, String name, Type now, Type next) {
        if (now.isListType() && next.isListType()) {
            return widen(
                    table,
                    update,
                    name + ".element",
                    now.asListType().elementType(),
                    next.asListType().elementType());
        }
        if (now.equals(next) || isLong(now, next)) {
            return false;
        }
        if (isLong(next, now)) {
            update.updateColumn(name, Types.LongType.get());
            return true;
        }
        throw new BackstoryException("Cannot publish into the Iceberg table " + table.name() + " because its column "
                + name + " is " + now + " and that of the run " + next
                + ", and Iceberg cannot make one of the other; keep the old settings, or give the lake another folder");
    }

    private static boolean isLong(Type wide, Type narrow) {
        return wide.typeId() == Type.TypeID.LONG && narrow.typeId() == Type.TypeID.INTEGER;
    }

    private static Type type(org.apache.parquet.schema.Type field, AtomicInteger ids) {
        return field.isPrimitive() ? primitive(field.asPrimitiveType()) : list(field.asGroupType(), ids);
    }

    private static Type list(GroupType group, AtomicInteger ids) {
        if (!(group.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation)) {
            throw unknown(group);
        }
        org.apache.parquet.schema.Type element = group.getType(0).asGroupType().getType(0);
        int id = ids.incrementAndGet();
        Type type = type(element, ids);
        return element.isRepetition(org.apache.parquet.schema.Type.Repetition.REQUIRED)
                ? Types.ListType.ofRequired(id, type)
                : Types.ListType.ofOptional(id, type);
    }

    private static Type primitive(PrimitiveType type) {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> Types.BooleanType.get();
            case INT32 -> logical instanceof DateLogicalTypeAnnotation ? Types.DateType.get() : Types.IntegerType.get();
            case INT64 ->
                logical instanceof TimestampLogicalTypeAnnotation time
                        ? time.isAdjustedToUTC() ? Types.TimestampType.withZone() : Types.TimestampType.withoutZone()
                        : Types.LongType.get();
            case FLOAT -> Types.FloatType.get();
            case DOUBLE -> Types.DoubleType.get();
            case BINARY ->
                logical instanceof StringLogicalTypeAnnotation ? Types.StringType.get() : Types.BinaryType.get();
            default -> throw unknown(type);
        };
    }

    private static IllegalArgumentException unknown(org.apache.parquet.schema.Type type) {
        return new IllegalArgumentException("No table of a lake has a column such as " + type);
    }
}
