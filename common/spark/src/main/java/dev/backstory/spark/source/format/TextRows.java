package dev.backstory.spark.source.format;

import static org.apache.spark.sql.functions.col;

import dev.backstory.spark.source.row.ItemFields;
import dev.backstory.spark.source.row.RawColumn;
import dev.backstory.spark.source.row.RawRows;
import dev.backstory.spark.source.row.SourceFile;
import dev.backstory.spark.source.row.SourceShape;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Rows of which every needed column is text: one column for each logical name, then the whole row as JSON text, then
 * why it could not be split into columns.
 */
final class TextRows implements Serializable {
    private static final long serialVersionUID = 1L;

    private final SourceShape shape;
    private final List<String> logicalNames;
    private final Map<String, Integer> indexByColumn;

    TextRows(SourceShape shape) {
        this.shape = shape;
        this.logicalNames = shape.logicalNames();
        this.indexByColumn = new LinkedHashMap<>();
        shape.logicalByColumn().forEach((column, logical) -> indexByColumn.put(column, logicalNames.indexOf(logical)));
    }

    StructType schema() {
        StructType schema = new StructType();
        for (String logical : logicalNames) {
            schema = schema.add(logical, DataTypes.StringType);
        }
        return schema.add("raw", DataTypes.StringType).add("problem", DataTypes.StringType);
    }

    RawRows of(Dataset<Row> rows) {
        Map<String, RawColumn> columns = new LinkedHashMap<>();
        for (String logical : logicalNames) {
            columns.put(logical, RawColumn.text(shape.column(logical), col(logical)));
        }
        Column problem = col("problem");
        return new RawRows(rows, columns, items(), col("raw"), problem);
    }

    private ItemFields items() {
        return shape.isImpressions()
                ? new ItemFields(shape.itemField(), DataTypes.StringType, shape.flagField(), DataTypes.StringType)
                : null;
    }

    /** Where in a row's cells a column of the source belongs; -1 when nobody needs it. */
    int index(String column) {
        Integer index = indexByColumn.get(column);
        if (index == null) {
            index = indexByColumn.get(column.toLowerCase(Locale.ROOT));
        }
        return index == null ? -1 : index;
    }

    String[] emptyCells() {
        return new String[logicalNames.size()];
    }

    /** Fills in what the folders of a file say: a folder's value wins over a column of the same name. */
    void fillFolders(String[] cells, List<SourceFile.Folder> folders) {
        for (SourceFile.Folder folder : folders) {
            int index = index(folder.name());
            if (index >= 0) {
                cells[index] = folder.value().equals("__HIVE_DEFAULT_PARTITION__") ? null : folder.value();
            }
        }
    }

    /** @param problem null for a row that could be split into its columns */
    Row row(String[] cells, String raw, String problem) {
        Object[] values = new Object[cells.length + 2];
        System.arraycopy(cells, 0, values, 0, cells.length);
        values[cells.length] = raw;
        values[cells.length + 1] = problem;
        return RowFactory.create(values);
    }
}
