package dev.backstory.spark.source.row;

import dev.backstory.core.config.Source;
import dev.backstory.core.contract.ActionType;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which columns a source needs, by their logical names and by its own. */
public final class SourceShape implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Set<String> STRUCT_FIELDS = Set.of("item_id", "is_order");

    private final SourceName source;
    private final LinkedHashMap<String, String> columns;
    private final String itemField;
    private final String flagField;
    private final boolean timeMayBeAbsent;

    private SourceShape(
            SourceName source,
            Map<String, String> columns,
            String itemField,
            String flagField,
            boolean timeMayBeAbsent) {
        this.source = source;
        this.columns = new LinkedHashMap<>(columns);
        this.itemField = itemField;
        this.flagField = flagField;
        this.timeMayBeAbsent = timeMayBeAbsent;
    }

    public static SourceShape actions(ActionType type, Source source) {
        return new SourceShape(new SourceName(type.source()), source.columns(), null, null, type == ActionType.ORDER);
    }

    public static SourceShape impressions(Source source) {
        Map<String, String> columns = new LinkedHashMap<>(source.columns());
        columns.keySet().removeAll(STRUCT_FIELDS);
        return new SourceShape(
                new SourceName("impressions"),
                columns,
                source.columns().get("item_id"),
                source.columns().get("is_order"),
                false);
    }

    public SourceName source() {
        return source;
    }

    /** Logical names, in the contract's order. */
    public List<String> logicalNames() {
        return new ArrayList<>(columns.keySet());
    }

    /** What the source calls a column. */
    public String column(String logical) {
        return columns.get(logical);
    }

    public String dayColumn() {
        return columns.get("dt");
    }

    public boolean isImpressions() {
        return itemField != null;
    }

    public String itemField() {
        return itemField;
    }

    public String flagField() {
        return flagField;
    }

    /** Whether a source may do without this column. */
    public boolean isOptional(String logical) {
        return timeMayBeAbsent && logical.equals("action_time");
    }

    /** Lower-case source name to logical name. */
    public Map<String, String> logicalByColumn() {
        Map<String, String> byColumn = new LinkedHashMap<>();
        columns.forEach((logical, column) -> byColumn.put(column.toLowerCase(Locale.ROOT), logical));
        return byColumn;
    }
}
