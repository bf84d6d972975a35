package dev.backstory.spark.source.row;

import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;

/**
 * The two fields that matter in an element of the impressions array, by their names and types in the source.
 *
 * @param itemType an integer type, or string
 * @param flagType boolean, an integer type, or string
 */
public record ItemFields(String itemName, DataType itemType, String flagName, DataType flagType) {

    public RawColumn item(Column element, Column prefix) {
        return field(element, prefix, itemName, itemType);
    }

    public RawColumn flag(Column element, Column prefix) {
        return field(element, prefix, flagName, flagType);
    }

    private static RawColumn field(Column element, Column prefix, String name, DataType type) {
        Column value = element.getField(name);
        Column label = org.apache.spark.sql.functions.concat(prefix, lit("." + name));
        if (type instanceof BooleanType) {
            return new RawColumn(label, value, RawColumn.Kind.FLAG);
        }
        return type instanceof IntegralType
                ? new RawColumn(label, value.cast(DataTypes.LongType), RawColumn.Kind.INTEGER)
                : new RawColumn(label, value.cast(DataTypes.StringType), RawColumn.Kind.TEXT);
    }
}
