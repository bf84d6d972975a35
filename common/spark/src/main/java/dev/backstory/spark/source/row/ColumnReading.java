package dev.backstory.spark.source.row;

import dev.backstory.core.calendar.TimeFormat;
import dev.backstory.core.config.input.Layout;
import dev.backstory.core.config.input.Source;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a config says that a source's columns are read.
 *
 * @param constants by logical name: what a column that is not there has in all rows; null for a null
 * @param condition over the source's own columns; null for none
 * @param conditionColumns that it names
 * @param times the format of times; null for ISO-8601
 * @param days the format of days; null for yyyy-mm-dd
 * @param layout of impressions
 * @param isInput whether its columns are read as they are, for a query
 */
record ColumnReading(
        LinkedHashMap<String, @Nullable String> constants,
        @Nullable String condition,
        ArrayList<String> conditionColumns,
        @Nullable TimeFormat times,
        @Nullable TimeFormat days,
        Layout layout,
        boolean isInput)
        implements Serializable {

    static ColumnReading of(Source source) {
        LinkedHashMap<String, @Nullable String> constants = new LinkedHashMap<>(source.constants());
        // A column of orders that is not there is one that may be absent: no value stands for it.
        source.without().stream()
                .filter(column -> isColumn(column, source))
                .forEach(column -> constants.put(column, null));
        return new ColumnReading(
                constants,
                source.where(),
                new ArrayList<>(source.where() == null ? List.of() : Condition.columns(source.where())),
                source.times(),
                source.days(),
                source.layout(),
                false);
    }

    /** Of what a query reads: columns as they are. */
    static ColumnReading ofInput(List<String> columns) {
        return new ColumnReading(new LinkedHashMap<>(), null, new ArrayList<>(columns), null, null, Layout.ARRAY, true);
    }

    /** Whether a null stands for it in each row: not where it would be a field, or an element of a list. */
    private static boolean isColumn(String logical, Source source) {
        return logical.equals("ranking_id") || (logical.equals("is_order") && source.layout() == Layout.ROWS);
    }

    /** Whether a column of this type can be read with the formats that the config names. */
    boolean readsAlso(RequiredType required, SourceType type) {
        TimeFormat format = switch (required) {
            case TIME -> times;
            case DAY -> days;
            default -> null;
        };
        if (format == null) {
            return false;
        }
        return switch (type) {
            case INTEGER, WHOLE_DECIMAL -> true;
            case FRACTION -> format.isEpoch();
            default -> false;
        };
    }
}
