package dev.backstory.spark.source.row;

import dev.backstory.core.calendar.DayText;
import dev.backstory.core.config.input.DayFrom;
import dev.backstory.core.config.input.Layout;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.contract.ActionType;
import java.io.Serializable;
import java.time.LocalDate;
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
    /** The logical name of the column that says what an event is. */
    public static final String EVENT_TYPE = "event_type";

    /** What the logical name of a column begins with that only the condition needs. */
    public static final String CONDITION = "where ";

    private static final Set<String> STRUCT_FIELDS = Set.of("item_id", "is_order");
    private static final Set<String> LISTS = Set.of("item_id", "is_order", "ordered");

    /** Where a column is that only the folders of a file have, or none. */
    private static final int NOWHERE = -1;

    private final SourceName source;
    private final LinkedHashMap<String, String> columns;
    private final @Nullable String itemField;
    private final @Nullable String flagField;
    private final boolean timeMayBeAbsent;
    private final ColumnReading reading;

    private SourceShape(
            SourceName source,
            Map<String, String> columns,
            @Nullable String itemField,
            @Nullable String flagField,
            boolean timeMayBeAbsent,
            ColumnReading reading) {
        this.source = source;
        this.reading = reading;
        this.columns = new LinkedHashMap<>(columns);
        this.itemField = itemField;
        this.flagField = flagField;
        this.timeMayBeAbsent = timeMayBeAbsent;
    }

    public static SourceShape actions(ActionType type, Source source) {
        return actions(type.source(), source);
    }

    /** @param name of the source in the config */
    public static SourceShape actions(String name, Source source) {
        boolean timeMayBeAbsent = name.equals(ActionType.ORDER.source()) && source.dt() == DayFrom.COLUMN;
        Map<String, String> columns = new LinkedHashMap<>(source.columns());
        if (source.type() != null) {
            columns.put(EVENT_TYPE, source.type().column());
        }
        return new SourceShape(new SourceName(name), columns, null, null, timeMayBeAbsent, ColumnReading.of(source));
    }

    public static SourceShape impressions(Source source) {
        Map<String, String> columns = new LinkedHashMap<>(source.columns());
        boolean ofStructs = source.layout() == Layout.ARRAY;
        if (ofStructs) {
            columns.keySet().removeAll(STRUCT_FIELDS);
        }
        return new SourceShape(
                new SourceName("impressions"),
                columns,
                ofStructs ? source.columns().get("item_id") : null,
                ofStructs ? source.columns().get("is_order") : null,
                false,
                ColumnReading.of(source));
    }

    /**
     * What a query reads: the columns are those of the condition that it is.
     *
     * @param name of the source and the input
     */
    public static SourceShape input(SourceName name, List<String> columns) {
        return new SourceShape(name, Map.of(), null, null, false, ColumnReading.ofInput(columns));
    }

    public SourceName source() {
        return source;
    }

    /** Logical names of the columns that are read as something, in the contract's order. */
    public List<String> logicalNames() {
        return new ArrayList<>(columns.keySet());
    }

    /** Logical names of the columns that are only part of the source's condition. */
    public List<String> conditionNames() {
        return reading.conditionColumns().stream().map(name -> CONDITION + name).toList();
    }

    /** All columns that have to be there. */
    public List<String> neededNames() {
        List<String> names = logicalNames();
        names.addAll(conditionNames());
        return names;
    }

    /** What the source calls a column. */
    public String column(String logical) {
        return logical.startsWith(CONDITION) ? logical.substring(CONDITION.length()) : columns.get(logical);
    }

    /** Null when the day is in no column. */
    public @Nullable String dayColumn() {
        return columns.get("dt");
    }

    /** The logical name of the column that says the day of a row: the day itself, or a time. Null where none does. */
    public @Nullable String dayOrTime() {
        if (dayColumn() != null) {
            return "dt";
        }
        String time = columns.containsKey("impression_time") ? "impression_time" : "action_time";
        // A constant is a day as well; for a look at all columns none is needed.
        return reading.constants().containsKey("dt") || !columns.containsKey(time) ? null : time;
    }

    /** The condition that rows of the source fulfill; null for all rows. */
    public @Nullable String condition() {
        return reading.condition();
    }

    /** The day that a folder is of, by its value; null where it is none, or where each row has to be looked at. */
    public @Nullable LocalDate dayOfFolder(String value) {
        return reading.days() == null ? DayText.parse(value) : reading.days().parseDayWithoutZone(value);
    }

    /** Whether days are written yyyy-mm-dd. */
    public boolean hasIsoDays() {
        return reading.days() == null;
    }

    /** Whether any column is a path into a nested value, by its name. */
    public boolean mayHavePaths() {
        return neededNames().stream().anyMatch(logical -> column(logical).contains("."));
    }

    /** With a column for every one that the source has not, and a value instead. */
    public RawRows withConstants(RawRows rows) {
        return reading.constants().isEmpty() ? rows : rows.with(reading.constants());
    }

    /** Whether items are structs in an array. */
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
     * @return -1 for one that the source is without
     * @throws dev.backstory.core.failure.BackstoryException when it is not there, or there more than once
     */
    public int findField(String logical, List<String> names, String where) {
        String field = logical.equals("item_id") ? itemField : flagField;
        if (field == null) {
            return NOWHERE;
        }
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
        return neededNames().stream()
                .filter(logical -> !isOptional(logical))
                .filter(logical -> names.stream().noneMatch(column(logical)::equalsIgnoreCase))
                .toList();
    }

    /** Whether a source may do without this column. */
    private boolean isOptional(String logical) {
        return timeMayBeAbsent && logical.equals("action_time");
    }

    private RequiredType required(String logical) {
        if (logical.startsWith(CONDITION)) {
            return reading.isInput() ? RequiredType.ANY : RequiredType.COMPARABLE;
        }
        boolean isList = reading.layout() == Layout.LISTS && LISTS.contains(logical);
        return isList ? RequiredType.LIST : RequiredType.of(logical);
    }

    /**
     * Checks that the values of a column, or of a field of the structs, can be what they should be.
     *
     * @param name what the source calls it
     * @param typeName what its format calls the type, for messages
     * @throws dev.backstory.core.failure.BackstoryException when no value of this type can be
     */
    public void checkType(String logical, String name, SourceType type, String typeName, String where) {
        RequiredType required = required(logical);
        if (!required.accepts(type) && !reading.readsAlso(required, type)) {
            throw source.wrongType(logical, name, typeName, required.words(), where, required.formatKey(type));
        }
    }
}
