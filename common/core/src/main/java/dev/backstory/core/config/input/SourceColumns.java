package dev.backstory.core.config.input;

import dev.backstory.core.calendar.TimeFormat;
import dev.backstory.core.config.key.ContractColumns;
import dev.backstory.core.config.key.Maps;
import dev.backstory.core.config.key.Violations;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Which of the contract's columns a source has itself, and what is said where its keys do not agree on that. */
final class SourceColumns {
    private final Source source;
    private final ContractColumns contract;

    SourceColumns(Source source, ContractColumns contract) {
        this.source = source;
        this.contract = contract;
    }

    /** Logical name to the name in the source. */
    Map<String, String> ofSource() {
        Map<String, String> columns = new LinkedHashMap<>(contract.complete(source.columns()));
        source.constants().keySet().forEach(columns::remove);
        source.without().forEach(columns::remove);
        if (source.dt() == DayFrom.FROM_TIME) {
            columns.remove("dt");
        }
        if (source.layout() != Layout.ARRAY) {
            columns.remove("impressions");
        }
        if (columns.containsKey("ordered")) {
            columns.remove("is_order");
        }
        return Maps.copy(columns);
    }

    void check(Violations violations) {
        checkConstants(violations);
        checkWithout(violations);
        checkDay(violations);
        checkType(violations);
        checkLayout(violations);
    }

    private void checkLayout(Violations violations) {
        Layout layout = source.layout();
        if (!isImpressions()) {
            if (layout != Layout.ARRAY) {
                violations.add("is not allowed here: only sources.impressions has it", "layout");
            }
            if (source.firstPosition() != 0) {
                violations.add("is not allowed here: only sources.impressions has it", "first-position");
            }
            return;
        }
        forbid(violations, "impressions", layout != Layout.ARRAY, "is the array of layout: array");
        forbid(violations, "position", layout != Layout.ROWS, "is a column of layout: rows");
        forbid(violations, "ordered", layout != Layout.LISTS, "is a list of layout: lists");
        if (source.firstPosition() != 0 && !source.columns().containsKey("position")) {
            violations.add(
                    "needs the positions; add their column, for example columns: {position: rank}",
                    "first-position",
                    "columns");
        }
        if (source.columns().containsKey("ordered")
                && (source.columns().containsKey("is_order") || source.without().contains("is_order"))) {
            violations.add(
                    "says which items were ordered, and so does is_order; name one of them",
                    "columns.ordered",
                    "columns.is_order",
                    "without");
        }
        if (isGroupedByTime() && !source.columns().containsKey("impression_time")) {
            violations.add(
                    "rows without a ranking id belong together by customer and time; add the time's column, for example"
                            + " columns: {impression_time: shown_at}",
                    "without",
                    "layout",
                    "columns");
        }
    }

    private void forbid(Violations violations, String logical, boolean isForbidden, String what) {
        if (isForbidden && source.columns().containsKey(logical)) {
            violations.add("is not allowed here: it " + what, "columns." + logical, "layout");
        }
    }

    private boolean isGroupedByTime() {
        return source.layout() == Layout.ROWS && source.without().contains("ranking_id");
    }

    private boolean isImpressions() {
        return contract == ContractColumns.IMPRESSIONS;
    }

    private void checkConstants(Violations violations) {
        for (String logical : source.constants().keySet()) {
            String key = "constants." + logical;
            if (!constants().contains(logical)) {
                violations.add("is not allowed here; constants of this source: " + String.join(", ", constants()), key);
            } else if (source.columns().containsKey(logical)) {
                violations.add(
                        "is in columns too; name the column, or the value that all rows have",
                        key,
                        "columns." + logical);
            }
        }
    }

    private Set<String> constants() {
        Set<String> names = new LinkedHashSet<>(contract.defaults().keySet());
        names.remove("impressions");
        if (isImpressions() && source.layout() != Layout.ROWS) {
            // Fields of the structs, or elements of lists.
            names.remove("item_id");
            names.remove("is_order");
        }
        return names;
    }

    private void checkWithout(Violations violations) {
        for (String column : source.without()) {
            boolean isMissed = column.equals("action_time")
                    ? contract == ContractColumns.ORDERS && source.dt() == DayFrom.COLUMN
                    : isImpressions();
            if (!isMissed) {
                violations.add("'" + column + "' is needed here; map it in columns", "without", "dt");
            } else if (source.columns().containsKey(column)
                    || source.constants().containsKey(column)) {
                violations.add(
                        "'" + column + "' is in columns or constants too; name it in one of them",
                        "without",
                        "columns",
                        "constants");
            }
        }
    }

    private void checkDay(Violations violations) {
        if (source.dt() == DayFrom.COLUMN) {
            if (source.columns().containsKey("impression_time") && !isGroupedByTime()) {
                violations.add(
                        "is read for the day only; add dt: from-time, or remove it", "columns.impression_time", "dt");
            }
            return;
        }
        if (source.columns().containsKey("dt") || source.constants().containsKey("dt")) {
            String key = source.columns().containsKey("dt") ? "columns.dt" : "constants.dt";
            violations.add("is not allowed beside dt: from-time, which takes the day from the time", key, "dt");
        }
        if (!TimeFormat.isIso(source.dayFormat())) {
            violations.add(
                    "is not allowed beside dt: from-time, which takes the day from the time", "day-format", "dt");
        }
        if (isImpressions() && !source.columns().containsKey("impression_time")) {
            violations.add(
                    "needs the time's column; add it, for example columns: {impression_time: shown_at}",
                    "dt",
                    "columns");
        }
    }

    private void checkType(Violations violations) {
        if (contract == ContractColumns.EVENTS) {
            if (source.type() == null) {
                violations.add(
                        "is missing; it says what kind of event a row is, for example"
                                + " type: {column: event, values: {view: click, buy: order}}",
                        "type");
            }
        } else if (source.type() != null) {
            violations.add("is not allowed here: only sources.events has it", "type");
        }
    }
}
