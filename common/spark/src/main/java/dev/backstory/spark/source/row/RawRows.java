package dev.backstory.spark.source.row;

import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows of a source as its format gives them.
 *
 * @param columns by logical name, without a column that is absent and may be
 * @param items what the structs of the impressions array hold; null for actions
 * @param raw the whole row as JSON text; evaluated for rejected rows only
 * @param problem why a row could not be split into columns at all; null where it could
 */
public record RawRows(
        Dataset<Row> rows, Map<String, RawColumn> columns, ItemFields items, Column raw, Column problem) {}
