package dev.backstory.lake.table;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import dev.backstory.core.config.Numbers;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/**
 * The Parquet schema of {@code histories}: sorted by customer_hash (which is not a column), customer_id. Both lists of a
 * row have the same length, from 0 to the length of a history, and elements as those of {@code training}.
 */
public final class HistoriesSchema {
    private HistoriesSchema() {}

    public static MessageType of(Numbers numbers) {
        return Types.buildMessage()
                .required(INT64)
                .named("customer_id")
                .requiredList()
                .requiredElement(TrainingSchema.item(numbers))
                .named("actions")
                .requiredList()
                .element(TrainingSchema.type(numbers))
                .named("action_types")
                .named("histories");
    }
}
