package dev.backstory.spark.source.format;

import dev.backstory.spark.source.row.SourceShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.hive.ql.exec.vector.ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.StructColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.TypeDescription;
import org.apache.orc.TypeDescription.Category;

/**
 * A column of an ORC file, or a field of its structs.
 *
 * @param name of a field: its path, such as {@code payload.item.id}
 * @param path its place in the file, then in each struct
 */
record OrcColumn(String name, TypeDescription type, List<Integer> path) {

    /**
     * The columns of a file in their order, then, where a needed name has dots, the fields of its structs. A column that
     * has the name of such a path itself stands before it.
     */
    static List<OrcColumn> of(TypeDescription schema, SourceShape shape) {
        List<OrcColumn> columns = new ArrayList<>();
        for (int i = 0; i < schema.getChildren().size(); i++) {
            columns.add(new OrcColumn(
                    schema.getFieldNames().get(i), schema.getChildren().get(i), List.of(i)));
        }
        if (shape.mayHavePaths()) {
            Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            columns.forEach(column -> names.add(column.name));
            for (OrcColumn column : List.copyOf(columns)) {
                addFields(column, columns, names);
            }
        }
        return columns;
    }

    private static void addFields(OrcColumn column, List<OrcColumn> columns, Set<String> names) {
        if (column.type.getCategory() != Category.STRUCT) {
            return;
        }
        for (int i = 0; i < column.type.getChildren().size(); i++) {
            List<Integer> path = new ArrayList<>(column.path);
            path.add(i);
            OrcColumn field = new OrcColumn(
                    column.name + "." + column.type.getFieldNames().get(i),
                    column.type.getChildren().get(i),
                    path);
            if (!names.contains(field.name)) {
                columns.add(field);
            }
            addFields(field, columns, names);
        }
    }

    boolean isField() {
        return path.size() > 1;
    }

    /** Its value as text; null for a null, also of a struct around it. */
    String text(VectorizedRowBatch batch, int row) {
        Cell cell = cell(batch, row);
        return cell == null ? null : OrcTypes.text(type, cell.column, cell.row);
    }

    /**
     * The value of a cell that is needed; null for bytes that are not text in UTF-8.
     *
     * @param text of the cell, not null
     */
    String value(VectorizedRowBatch batch, int row, String text) {
        Cell cell = cell(batch, row);
        return OrcTypes.value(type, cell.column, cell.row, text);
    }

    private record Cell(ColumnVector column, int row) {}

    private Cell cell(VectorizedRowBatch batch, int row) {
        ColumnVector column = batch.cols[path.get(0)];
        int at = row;
        for (int field : path.subList(1, path.size())) {
            at = column.isRepeating ? 0 : at;
            if (!column.noNulls && column.isNull[at]) {
                return null;
            }
            column = ((StructColumnVector) column).fields[field];
        }
        return new Cell(column, at);
    }
}
