package dev.backstory.spark.source.row;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * The two fields that matter in an element of the impressions array, by their names and types in the source. A source may have
 * no flag, whose name is null then.
 */
public record ItemFields(
        String itemName, SourceType itemType, @Nullable String flagName, SourceType flagType) {

    /** Two texts: what an array has that was text itself. */
    public static ItemFields texts(String itemName, @Nullable String flagName) {
        return new ItemFields(itemName, SourceType.TEXT, flagName, SourceType.TEXT);
    }

    /** @param prefix names the element, for reasons */
    public RawColumn item(Column element, Column prefix) {
        return field(element, prefix, itemName, itemType);
    }

    /** @param prefix names the element, for reasons */
    public RawColumn flag(Column element, Column prefix) {
        return flagName == null
                ? new RawColumn(prefix, lit(null).cast(DataTypes.StringType), SourceType.TEXT)
                : field(element, prefix, flagName, flagType);
    }

    private static RawColumn field(Column element, Column prefix, String name, SourceType type) {
        Column value = element.getField(name);
        Column label = concat(prefix, lit("." + name));
        return switch (type) {
            case BOOLEAN -> new RawColumn(label, value, SourceType.BOOLEAN);
            case INTEGER -> new RawColumn(label, value.cast(DataTypes.LongType), SourceType.INTEGER);
            default -> new RawColumn(label, value.cast(DataTypes.StringType), SourceType.TEXT);
        };
    }
}
