package dev.backstory.spark.source.row;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a source as its format gives them.
 *
 * @param columns by logical name, without a column that is absent and may be
 * @param items what the structs of the impressions array hold; null for actions
 * @param raw the whole row as JSON text; evaluated for rejected rows only
 * @param problem why a row could not be split into columns at all; null where it could
 * @param conditionColumns what the condition of the source compares, by the name it has there
 */
public record RawRows(
        Dataset<Row> rows,
        Map<String, RawColumn> columns,
        ItemFields items,
        Column raw,
        Column problem,
        Map<String, Column> conditionColumns) {

    /** The same of other rows, which have the same columns. */
    public RawRows of(Dataset<Row> others) {
        return new RawRows(others, columns, items, raw, problem, conditionColumns);
    }

    /** With texts that all rows have, by logical name; null for a null. */
    RawRows with(Map<String, @Nullable String> constants) {
        Map<String, RawColumn> all = new LinkedHashMap<>(columns);
        constants.forEach((logical, value) ->
                all.put(logical, RawColumn.text(logical, lit(value).cast(DataTypes.StringType))));
        return new RawRows(rows, all, items, raw, problem, conditionColumns);
    }

    /** With other items, and more that may be wrong with a row. */
    public RawRows with(RawColumn impressions, ItemFields fields, Column orProblem) {
        Map<String, RawColumn> all = new LinkedHashMap<>(columns);
        all.put("impressions", impressions);
        return new RawRows(rows, all, fields, raw, coalesce(problem, orProblem), conditionColumns);
    }
}
