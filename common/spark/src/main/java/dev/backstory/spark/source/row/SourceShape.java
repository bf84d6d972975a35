package dev.backstory.spark.source.row;

import dev.backstory.core.config.Source;
import dev.backstory.core.contract.ActionType;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which columns a source needs, by their logical names and by its own, and whether a file or table has them. */
public final class SourceShape implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Set<String> STRUCT_FIELDS = Set.of("item_id", "is_order");

    /** Where a column is that only the folders of a file have, or none. */
    private static final int NOWHERE = -1;

    private final SourceName source;
    private final LinkedHashMap<String, String> columns;
    private final @Nullable String itemField;
    private final @Nullable String flagField;
    private final boolean timeMayBeAbsent;

    private SourceShape(
            SourceName source,
            Map<String, String> columns,
            @Nullable String itemField,
            @Nullable String flagField,
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

    /** What the source calls the item of an impression; null for actions. */
    public @Nullable String itemField() {
        return itemField;
    }

    /** What the source calls the flag of an impression; null for actions. */
    public @Nullable String flagField() {
        return flagField;
    }

    /**
     * The place of a needed column among those of a file or table: the one of exactly its name, else the one that has it
     * in other upper and lower case.
     *
     * @param names of the columns that are there
     * @param folders names of the Hive partition folders, which have a column too
     * @param where the file or table, for messages
     * @return -1 when only a folder has it, or when this source may do without it
     * @throws dev.backstory.core.failure.BackstoryException when it is not there, or there more than once
     */
    public int find(String logical, List<String> names, Collection<String> folders, String where) {
        String column = column(logical);
        int found = find(logical, column, names, where);
        if (found == NOWHERE && !isOptional(logical) && folders.stream().noneMatch(column::equalsIgnoreCase)) {
            List<String> there = new ArrayList<>(names);
            there.addAll(folders);
            throw source.missingColumn(logical, column, there, where);
        }
        return found;
    }

    /**
     * The place of a needed field among those of the structs of the impressions array.
     *
     * @param logical {@code item_id} or {@code is_order}
     * @throws dev.backstory.core.failure.BackstoryException when it is not there, or there more than once
     */
    public int findField(String logical, List<String> names, String where) {
        String field = logical.equals("item_id") ? itemField : flagField;
        String structs = "the structs of '" + column("impressions") + "' in " + where;
        int found = find(logical, field, names, structs);
        if (found == NOWHERE) {
            throw source.missingColumn(logical, field, names, structs);
        }
        return found;
    }

    private int find(String logical, String column, List<String> names, String where) {
        List<String> alike = names.stream().filter(column::equalsIgnoreCase).toList();
        if (alike.size() <= 1) {
            return alike.isEmpty() ? NOWHERE : names.indexOf(alike.get(0));
        }
        long exact = alike.stream().filter(column::equals).count();
        if (exact == 1) {
            return names.indexOf(column);
        }
        throw exact == 0
                ? source.ambiguousColumn(logical, column, alike, where)
                : source.doubledColumn(logical, column, where);
    }

    /** Logical names of the columns that have to be there and are not. */
    public List<String> missing(Collection<String> names) {
        return logicalNames().stream()
                .filter(logical -> !isOptional(logical))
                .filter(logical -> names.stream().noneMatch(column(logical)::equalsIgnoreCase))
                .toList();
    }

    /** Whether a source may do without this column. */
    private boolean isOptional(String logical) {
        return timeMayBeAbsent && logical.equals("action_time");
    }

    /**
     * Checks that the values of a column, or of a field of the structs, can be what they should be.
     *
     * @param name what the source calls it
     * @param typeName what its format calls the type, for messages
     * @throws dev.backstory.core.failure.BackstoryException when no value of this type can be
     */
    public void checkType(String logical, String name, SourceType type, String typeName, String where) {
        RequiredType required = RequiredType.of(logical);
        if (!required.accepts(type)) {
            throw source.wrongType(logical, name, typeName, required.words(), where);
        }
    }
}
