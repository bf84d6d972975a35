package dev.backstory.lake.table;

import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import dev.backstory.core.config.Numbers;
import dev.backstory.core.config.TrainingSettings;
import java.util.Map;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * The Parquet schema of {@code training} as the settings name and size its columns. The elements of both lists are
 * required, so that Spark reads {@code array<bigint>} and {@code array<int>} (narrow: {@code array<int>} and
 * {@code array<tinyint>}) without nulls.
 */
public final class TrainingSchema {
    private TrainingSchema() {}

    public static MessageType of(TrainingSettings settings) {
        Map<String, String> names = settings.columns();
        PrimitiveTypeName item = item(settings.numbers());
        return Types.buildMessage()
                .optional(BINARY)
                .as(stringType())
                .named(names.get("ranking_id"))
                .required(INT64)
                .named(names.get("customer_id"))
                .required(INT32)
                .named(names.get("impression_pos"))
                .required(item)
                .named(names.get("impression_item_id"))
                .optional(INT32)
                .named(names.get("label"))
                .requiredList()
                .requiredElement(item)
                .named(names.get("actions"))
                .requiredList()
                .element(type(settings.numbers()))
                .named(names.get("action_types"))
                .required(INT32)
                .named(names.get("history_length"))
                .optional(INT64)
                .as(TableSchemas.INSTANT_MICROS)
                .named(names.get("newest_action_time"))
                .named("training");
    }

    static PrimitiveTypeName item(Numbers numbers) {
        return numbers == Numbers.NARROW ? INT32 : INT64;
    }

    /** The elements of {@code action_types}. */
    static PrimitiveType type(Numbers numbers) {
        return numbers == Numbers.NARROW
                ? Types.required(INT32).as(intType(8, true)).named("element")
                : Types.required(INT32).named("element");
    }
}
