package dev.backstory.lake.table;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/** The Parquet schemas of the tables whose columns have fixed names; a day's {@code dt} is its folder, not a column. */
public final class TableSchemas {
    /** Microseconds since the epoch, an instant: readers show it in their own zone. */
    static final LogicalTypeAnnotation INSTANT_MICROS = timestampType(true, TimeUnit.MICROS);

    /** Sorted by customer_hash, customer_id, then newest first: action_time, action_type, item_id, all descending. */
    public static final MessageType ACTIONS = Types.buildMessage()
            .required(INT32)
            .named("customer_hash")
            .required(INT64)
            .named("customer_id")
            .required(INT64)
            .named("item_id")
            .required(INT64)
            .as(INSTANT_MICROS)
            .named("action_time")
            .required(INT32)
            .named("action_type")
            .named("actions");

    /** Sorted by customer_hash, customer_id, ranking_id (nulls first, then by its UTF-8 bytes), impression_pos. */
    public static final MessageType IMPRESSIONS = Types.buildMessage()
            .required(INT32)
            .named("customer_hash")
            .optional(BINARY)
            .as(stringType())
            .named("ranking_id")
            .required(INT64)
            .named("customer_id")
            .required(INT32)
            .named("impression_pos")
            .required(INT64)
            .named("impression_item_id")
            .optional(INT32)
            .named("label")
            .named("impressions");

    /**
     * {@code _packs/actions}: in the order of {@link #ACTIONS}, up to some thousand actions of a customer in a row, their
     * values in three lists of the same {@code length}. A code is the action's type plus 128 times the day of the month
     * of its dt.
     */
    public static final MessageType PACK = Types.buildMessage()
            .required(INT32)
            .named("customer_hash")
            .required(INT64)
            .named("customer_id")
            .required(INT32)
            .named("length")
            .requiredList()
            .requiredElement(INT64)
            .named("item_ids")
            .requiredList()
            .element(Types.required(INT64).as(INSTANT_MICROS).named("element"))
            .named("action_times")
            .requiredList()
            .requiredElement(INT32)
            .named("codes")
            .named("pack");

    /** {@code rejected/<table>}: a row as it came, why it was rejected, and the source it came from. */
    public static final MessageType REJECTED = Types.buildMessage()
            .required(BINARY)
            .as(stringType())
            .named("raw")
            .requiredList()
            .requiredElement(BINARY)
            .as(stringType())
            .named("reasons")
            .optional(BINARY)
            .as(stringType())
            .named("source")
            .named("rejected");

    private TableSchemas() {}
}
