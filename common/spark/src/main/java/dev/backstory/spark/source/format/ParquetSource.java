package dev.backstory.spark.source.format;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import dev.backstory.core.calendar.DayText;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.spark.files.NamedParquet;
import dev.backstory.spark.source.row.ItemFields;
import dev.backstory.spark.source.row.RawColumn;
import dev.backstory.spark.source.row.RawRows;
import dev.backstory.spark.source.row.SourceFile;
import dev.backstory.spark.source.row.SourceShape;
import dev.backstory.spark.source.row.SourceType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Parquet files through Spark's reader, those of one shape together. */
final class ParquetSource {
    private static final Map<String, String> READING = Map.of(
            // Times before 1900 are taken as they are; by default Spark would stop at one.
            "datetimeRebaseMode", "CORRECTED",
            "int96RebaseMode", "CORRECTED",
            // A page that has changed since it was written is an error, and not other values.
            "parquet.page.verify-checksum.enabled", "true");

    private final SparkSession session;
    private final SourceShape shape;
    private final List<SourceFile> files;

    private record Group(ParquetShape shape, List<String> folders) {}

    ParquetSource(SparkSession session, SourceShape shape, List<SourceFile> files) {
        this.session = session;
        this.shape = shape;
        this.files = files;
    }

    List<RawRows> rows() {
        Map<Group, List<SourceFile>> groups = new LinkedHashMap<>();
        ParquetFooters.byShape(session, shape, files)
                .forEach((parquet, alike) -> alike.forEach(
                        file -> groups.computeIfAbsent(new Group(parquet, file.folderNames()), key -> new ArrayList<>())
                                .add(file)));
        List<RawRows> rows = new ArrayList<>();
        groups.forEach((group, alike) -> rowsIfAny(group, alike).ifPresent(rows::add));
        return rows;
    }

    /** Files without rows may have columns of any type, or none: their writer has seen no value. */
    private Optional<RawRows> rowsIfAny(Group group, List<SourceFile> alike) {
        try {
            return Optional.of(rows(group, alike));
        } catch (BackstoryException e) {
            List<SourceFile> withRows = ParquetFooters.withRows(session, shape, alike);
            return withRows.isEmpty() ? Optional.empty() : Optional.of(rows(group, withRows));
        }
    }

    private RawRows rows(Group group, List<SourceFile> alike) {
        String where = alike.get(0).path();
        Set<String> folders = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        folders.addAll(group.folders);
        Map<String, RawColumn> columns = new LinkedHashMap<>();
        List<Column> problems = new ArrayList<>();
        ItemFields items = null;
        Set<String> daysByFolder = daysByFolder(alike);
        for (String logical : shape.logicalNames()) {
            if (folders.contains(shape.column(logical))) {
                columns.put(logical, ofFolders(logical, group, daysByFolder));
                continue;
            }
            ParquetShape.Column found = find(group, logical, where);
            if (found == null) {
                continue;
            }
            columns.put(logical, ParquetTypes.raw(shape, logical, found, value(found), where));
            ParquetTypes.problem(found, value(found)).ifPresent(problems::add);
            if (logical.equals("impressions")) {
                items = ParquetTypes.items(shape, found, where);
            }
        }
        Map<String, Column> conditionColumns = new LinkedHashMap<>();
        for (String logical : shape.conditionNames()) {
            String name = shape.column(logical);
            ParquetShape.Column found = folders.contains(name) ? null : find(group, logical, where);
            conditionColumns.put(
                    name,
                    found == null
                            ? ofFolders(logical, group, daysByFolder).value()
                            : ParquetTypes.compared(shape, logical, found, value(found), where));
        }
        Dataset<Row> rows = NamedParquet.read(
                session,
                schema(group, folders),
                folderColumns(group, daysByFolder),
                folderValues(alike, daysByFolder),
                READING);
        problems.add(lit(null).cast(DataTypes.StringType));
        Column problem = coalesce(problems.toArray(Column[]::new));
        return new RawRows(rows, columns, items, json(rows, group), problem, conditionColumns);
    }

    private static Column json(Dataset<Row> rows, Group group) {
        List<Column> shown = new ArrayList<>();
        Set<String> read = new TreeSet<>(Arrays.asList(rows.columns()));
        for (ParquetShape.Column column : group.shape.columns()) {
            if (column.kind() == ParquetShape.Kind.NULL) {
                shown.add(lit(null).cast(DataTypes.StringType).as(column.name()));
            } else if (!column.isField() && read.remove(column.name())) {
                shown.add(ParquetTypes.shown(column, column(column.name())).as(column.name()));
            }
        }
        read.forEach(folder -> shown.add(column(folder)));
        return to_json(struct(shown.toArray(Column[]::new)), Map.of("ignoreNullFields", "false"));
    }

    private RawColumn ofFolders(String logical, Group group, Set<String> days) {
        String name = shape.column(logical);
        Column value = column(group.folders.stream()
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .orElseThrow());
        return days.stream().anyMatch(name::equalsIgnoreCase)
                ? new RawColumn(lit(name), value, SourceType.DATE)
                : RawColumn.text(name, value);
    }

    /** The names of the day's folders if the value of each is a day: it is then read once, not as a text in each row. */
    private Set<String> daysByFolder(List<SourceFile> files) {
        Set<String> names = new TreeSet<>();
        if (shape.dayColumn() == null || !shape.hasIsoDays()) {
            return names;
        }
        for (SourceFile file : files) {
            for (SourceFile.Folder folder : file.folders()) {
                if (folder.name().equalsIgnoreCase(shape.dayColumn())) {
                    if (DayText.parse(folder.value()) == null) {
                        return Set.of();
                    }
                    names.add(folder.name());
                }
            }
        }
        return names;
    }

    private static StructType folderColumns(Group group, Set<String> daysByFolder) {
        StructType columns = new StructType();
        for (String name : group.folders) {
            columns = columns.add(name, daysByFolder.contains(name) ? DataTypes.DateType : DataTypes.StringType);
        }
        return columns;
    }

    private static Map<String, List<Object>> folderValues(List<SourceFile> files, Set<String> daysByFolder) {
        Map<String, List<Object>> values = new LinkedHashMap<>();
        for (SourceFile file : files) {
            List<Object> ofFile = new ArrayList<>();
            for (SourceFile.Folder folder : file.folders()) {
                ofFile.add(daysByFolder.contains(folder.name()) ? epochDay(folder.value()) : folder.cell());
            }
            values.put(file.path(), ofFile);
        }
        return values;
    }

    private static int epochDay(String day) {
        return (int) DayText.parse(day).toEpochDay();
    }

    private ParquetShape.Column find(Group group, String logical, String where) {
        int found = shape.find(logical, group.shape.names(), group.folders, where);
        return found < 0 ? null : group.shape.column(group.shape.names().get(found));
    }

    /** Of the files; folders win over columns of their name. */
    private static StructType schema(Group group, Set<String> folders) {
        Set<String> taken = new TreeSet<>();
        StructType schema = new StructType();
        for (ParquetShape.Column column : group.shape.columns()) {
            boolean isRead = !column.type().isEmpty()
                    && column.kind() != ParquetShape.Kind.NULL
                    && !folders.contains(column.path().get(0));
            if (isRead && taken.add(column.name())) {
                schema = with(schema, column.path(), column.sparkType());
            }
        }
        return schema;
    }

    /** A struct with one more field, within as many others as its path says. */
    private static StructType with(StructType struct, List<String> path, DataType type) {
        String name = path.get(0);
        int there = Arrays.asList(struct.fieldNames()).indexOf(name);
        if (path.size() == 1) {
            return there < 0 ? struct.add(name, type) : struct;
        }
        StructType inner = there < 0 ? new StructType() : (StructType) struct.fields()[there].dataType();
        StructType wider = with(inner, path.subList(1, path.size()), type);
        if (there < 0) {
            return struct.add(name, wider);
        }
        StructField[] fields = struct.fields().clone();
        fields[there] = DataTypes.createStructField(name, wider, true);
        return new StructType(fields);
    }

    private static Column value(ParquetShape.Column column) {
        Column value = column(column.path().get(0));
        for (String field : column.path().subList(1, column.path().size())) {
            value = value.getField(field);
        }
        return value;
    }

    private static Column column(String name) {
        return col("`" + name.replace("`", "``") + "`");
    }
}
