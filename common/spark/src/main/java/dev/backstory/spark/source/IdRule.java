package dev.backstory.spark.source;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.backstory.core.config.ids.IdSettings;
import dev.backstory.core.config.ids.IdType;
import dev.backstory.core.contract.IdKind;
import dev.backstory.spark.source.row.RawColumn;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * How the ids of a kind are read and judged. A number goes on as a bigint. A text goes on exactly as it is, until the
 * dictionary gives it a number; any that is not blank will do.
 */
record IdRule(IdKind kind, IdType type) {
    private static final String NOT_BLANK = "[^\\s\\p{Z}]";

    static IdRule of(IdKind kind, IdSettings ids) {
        return new IdRule(kind, ids.of(kind));
    }

    DataType dataType() {
        return type == IdType.TEXT ? DataTypes.StringType : DataTypes.LongType;
    }

    /** Null where it is no id. */
    Column read(RawColumn raw) {
        if (type == IdType.NUMBER) {
            return Conversions.wholeNumber(raw);
        }
        Column text = raw.value().cast(DataTypes.StringType);
        // Most ids begin with a printable letter of ASCII, which is seen much faster than by a pattern.
        return when(text.geq("!").and(text.lt("\u007f")).or(text.rlike(NOT_BLANK)), text);
    }

    /** @param id as {@link #read} */
    Column isUsable(Column id) {
        return type == IdType.NUMBER && kind == IdKind.ITEM ? coalesce(id.gt(0), lit(false)) : id.isNotNull();
    }

    /** @param id as {@link #read} */
    Column whyNot(RawColumn raw, Column id) {
        if (type == IdType.TEXT) {
            return Conversions.whyNoText(raw, id);
        }
        return kind == IdKind.ITEM ? Conversions.whyNoId(raw, id) : Conversions.whyNoNumber(raw, id);
    }
}
