package dev.backstory.spark.source.format;

import static org.apache.spark.sql.functions.coalesce;
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
 * Rows of which every needed column is text: one column for each logical name, then what a rejected row is shown by,
 * either its JSON text or its cells and their names ({@link RecordJson}), then why it could not be split into columns.
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
        return schema.add("raw", DataTypes.StringType)
                .add("names", DataTypes.StringType)
                .add("cells", DataTypes.createArrayType(DataTypes.StringType))
                .add("problem", DataTypes.StringType);
    }

    RawRows of(Dataset<Row> rows) {
        Map<String, RawColumn> columns = new LinkedHashMap<>();
        for (String logical : logicalNames) {
            columns.put(logical, RawColumn.text(shape.column(logical), col(logical)));
        }
        ItemFields items = shape.isImpressions() ? ItemFields.texts(shape.itemField(), shape.flagField()) : null;
        Column raw = coalesce(col("raw"), RecordJson.of(col("names"), col("cells")));
        return new RawRows(rows, columns, items, raw, col("problem"));
    }

    /** Where in a row's needed cells a column of the source belongs; -1 when nobody needs it. */
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
    void fillFolders(String[] needed, List<SourceFile.Folder> folders) {
        for (SourceFile.Folder folder : folders) {
            int index = index(folder.name());
            if (index >= 0) {
                needed[index] = folder.cell();
            }
        }
    }

    /**
     * A row of cells.
     *
     * @param names of all cells, see {@link RecordJson#names}
     */
    Row ofCells(String[] needed, String names, String[] cells) {
        return row(needed, null, names, cells, null);
    }

    /**
     * A row that is JSON, or could not be split into its cells.
     *
     * @param raw JSON: an object, or a string of what could not be split
     * @param problem null for a row that could be split
     */
    Row ofText(String[] needed, String raw, String problem) {
        return row(needed, raw, null, null, problem);
    }

    private static Row row(String[] needed, String raw, String names, String[] cells, String problem) {
        int count = needed.length;
        Object[] values = new Object[count + 4];
        System.arraycopy(needed, 0, values, 0, count);
        values[count] = raw;
        values[count + 1] = names;
        values[count + 2] = cells;
        values[count + 3] = problem;
        return RowFactory.create(values);
    }
}
