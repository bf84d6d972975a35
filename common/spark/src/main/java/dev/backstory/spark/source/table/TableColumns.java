package dev.backstory.spark.source.table;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import dev.backstory.core.failure.FinalException;
import dev.backstory.spark.source.format.ParquetShape;
import dev.backstory.spark.source.format.ParquetShape.Kind;
import dev.backstory.spark.source.format.ParquetTypes;
import dev.backstory.spark.source.row.ItemFields;
import dev.backstory.spark.source.row.RawColumn;
import dev.backstory.spark.source.row.RawRows;
import dev.backstory.spark.source.row.SourceShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import scala.collection.JavaConverters;

/** The columns of a table by the types that Spark gives them, as those of a Parquet file are by theirs. */
final class TableColumns {
    private final SourceShape shape;
    private final String where;
    private final boolean isOrc;
    private final List<Attribute> attributes;
    private final List<ParquetShape.Column> columns = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    /** A column of days or times, before anything else is done with the table. */
    record Typed(Column value, DataType type) {}

    private TableColumns(SourceShape shape, String where, boolean isOrc, List<Attribute> attributes) {
        this.shape = shape;
        this.where = where;
        this.isOrc = isOrc;
        this.attributes = attributes;
    }

    /** @param isOrc whether Spark reads it from ORC, whose times it takes to be in the zone of the machine */
    static TableColumns of(Dataset<Row> table, SourceShape shape, String where, boolean isOrc) {
        TableColumns columns = new TableColumns(
                shape,
                where,
                isOrc,
                JavaConverters.seqAsJavaList(table.queryExecution().analyzed().output()));
        for (Attribute attribute : columns.attributes) {
            columns.add(List.of(attribute.name()), attribute.dataType());
        }
        if (shape.mayHavePaths()) {
            columns.attributes.forEach(attribute -> columns.addFields(List.of(attribute.name()), attribute.dataType()));
        }
        return columns;
    }

    private void add(List<String> path, DataType type) {
        String name = String.join(".", path);
        boolean isText = isNeeded(name) && (type instanceof StringType || type instanceof BinaryType);
        Kind kind = isText ? Kind.BYTES : type instanceof NullType ? Kind.NULL : Kind.PLAIN;
        String json = (isText ? DataTypes.StringType : type).json();
        columns.add(new ParquetShape.Column(name, json, type.simpleString(), kind, false, new ArrayList<>(path)));
        names.add(name);
    }

    /** Needed fields of a struct; a column that has the name of the path itself stands before it. */
    private void addFields(List<String> path, DataType type) {
        if (!(type instanceof StructType struct)) {
            return;
        }
        for (StructField field : struct.fields()) {
            List<String> inner = new ArrayList<>(path);
            inner.add(field.name());
            String name = String.join(".", inner);
            if (isNeeded(name)
                    && attributes.stream().noneMatch(other -> other.name().equalsIgnoreCase(name))) {
                add(inner, field.dataType());
            }
            addFields(inner, field.dataType());
        }
    }

    private boolean isNeeded(String name) {
        return shape.neededNames().stream()
                .anyMatch(logical -> shape.column(logical).equalsIgnoreCase(name));
    }

    /**
     * A column as the table has it; empty where there is none.
     *
     * @param logical null for none
     */
    Optional<Typed> typed(String logical) {
        ParquetShape.Column column = logical == null ? null : find(logical);
        return column == null
                ? Optional.empty()
                : Optional.of(new Typed(fields(new Column(attributes.get(top(column))), column), column.sparkType()));
    }

    private ParquetShape.Column find(String logical) {
        int found = shape.find(logical, names, List.of(), where);
        return found < 0 ? null : columns.get(found);
    }

    /** By its place: names may differ in case alone. */
    private int top(ParquetShape.Column column) {
        for (int i = 0; i < attributes.size(); i++) {
            if (attributes.get(i).name().equals(column.path().get(0))) {
                return i;
            }
        }
        throw new IllegalStateException(column.name());
    }

    private Column value(ParquetShape.Column column) {
        Column value = fields(col("c" + top(column)), column);
        return column.kind() == Kind.BYTES ? value.cast(DataTypes.StringType) : value;
    }

    private static Column fields(Column top, ParquetShape.Column column) {
        Column value = top;
        for (String field : column.path().subList(1, column.path().size())) {
            value = value.getField(field);
        }
        return value;
    }

    /** @param wanted rows of the table */
    RawRows rows(Dataset<Row> wanted) {
        Map<String, RawColumn> raw = new LinkedHashMap<>();
        List<Column> problems = new ArrayList<>();
        ItemFields items = null;
        for (String logical : shape.logicalNames()) {
            ParquetShape.Column found = find(logical);
            if (found == null) {
                continue;
            }
            checkTime(logical, found);
            raw.put(logical, ParquetTypes.raw(shape, logical, found, value(found), where));
            ParquetTypes.problem(found, value(found)).ifPresent(problems::add);
            if (logical.equals("impressions")) {
                items = ParquetTypes.items(shape, found, where);
            }
        }
        Map<String, Column> conditionColumns = new LinkedHashMap<>();
        for (String logical : shape.conditionNames()) {
            ParquetShape.Column found = find(logical);
            checkTime(logical, found);
            conditionColumns.put(
                    shape.column(logical), ParquetTypes.compared(shape, logical, found, value(found), where));
        }
        problems.add(lit(null).cast(DataTypes.StringType));
        return new RawRows(
                renamed(wanted), raw, items, json(), coalesce(problems.toArray(Column[]::new)), conditionColumns);
    }

    private void checkTime(String logical, ParquetShape.Column column) {
        if (isOrc && (column.sparkType() instanceof TimestampType || column.sparkType() instanceof TimestampNTZType)) {
            throw new FinalException("Cannot read " + shape.source() + " because its column '" + column.name() + "' ("
                    + logical + ") is a timestamp of ORC in " + where
                    + ", which Spark takes to be in the zone of each machine; map a column of another type, or name the"
                    + " table's files by format: orc and their path");
        }
    }

    /** Names that no other column has. */
    private Dataset<Row> renamed(Dataset<Row> wanted) {
        List<Column> all = new ArrayList<>();
        for (int i = 0; i < attributes.size(); i++) {
            if (isNeededAtAll(i) || isShown(attributes.get(i).dataType())) {
                all.add(new Column(attributes.get(i)).as("c" + i));
            }
        }
        return wanted.select(all.toArray(Column[]::new));
    }

    private boolean isNeededAtAll(int top) {
        return columns.stream().anyMatch(column -> top(column) == top && isNeeded(column.name()));
    }

    /** A simple type whose values are the same on every machine. */
    private boolean isShown(DataType type) {
        return type instanceof StringType
                || type instanceof NumericType
                || type instanceof BooleanType
                || type instanceof DateType
                || (!isOrc && (type instanceof TimestampType || type instanceof TimestampNTZType));
    }

    private Column json() {
        List<Column> shown = new ArrayList<>();
        for (int i = 0; i < attributes.size(); i++) {
            DataType type = attributes.get(i).dataType();
            if (isShown(type) || isNeededAtAll(i)) {
                Column value = col("c" + i);
                shown.add((type instanceof BinaryType || type instanceof NullType
                                ? value.cast(DataTypes.StringType)
                                : value)
                        .as(attributes.get(i).name()));
            }
        }
        return to_json(struct(shown.toArray(Column[]::new)), Map.of("ignoreNullFields", "false"));
    }
}
