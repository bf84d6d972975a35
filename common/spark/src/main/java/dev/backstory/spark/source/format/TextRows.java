package dev.backstory.spark.source.format;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;

import dev.backstory.spark.source.row.ItemFields;
import dev.backstory.spark.source.row.RawColumn;
import dev.backstory.spark.source.row.RawRows;
import dev.backstory.spark.source.row.SourceFile;
import dev.backstory.spark.source.row.SourceShape;
import java.io.Serializable;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
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
public final class TextRows implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int[] NOTHING = {};

    private final SourceShape shape;
    private final List<String> logicalNames;
    /** By lower-case column; one column may be read as two things. */
    private final Map<String, int[]> neededByColumn;

    public TextRows(SourceShape shape) {
        this.shape = shape;
        this.logicalNames = shape.neededNames();
        this.neededByColumn = new LinkedHashMap<>();
        for (String logical : logicalNames) {
            String column = shape.column(logical);
            neededByColumn.put(
                    column.toLowerCase(Locale.ROOT),
                    IntStream.range(0, logicalNames.size())
                            .filter(i -> shape.column(logicalNames.get(i)).equalsIgnoreCase(column))
                            .toArray());
        }
    }

    public StructType schema() {
        StructType schema = new StructType();
        for (String logical : logicalNames) {
            schema = schema.add(logical, DataTypes.StringType);
        }
        return schema.add("raw", DataTypes.StringType)
                .add("names", DataTypes.StringType)
                .add("cells", DataTypes.createArrayType(DataTypes.StringType))
                .add("problem", DataTypes.StringType);
    }

    public RawRows of(Dataset<Row> rows) {
        Map<String, RawColumn> columns = new LinkedHashMap<>();
        for (String logical : shape.logicalNames()) {
            columns.put(logical, RawColumn.text(shape.column(logical), col(logical)));
        }
        Map<String, Column> conditionColumns = new LinkedHashMap<>();
        for (String logical : shape.conditionNames()) {
            conditionColumns.put(shape.column(logical), col("`" + logical.replace("`", "``") + "`"));
        }
        ItemFields items = shape.isImpressions() ? ItemFields.texts(shape.itemField(), shape.flagField()) : null;
        Column raw = coalesce(col("raw"), RecordJson.of(col("names"), col("cells")));
        return new RawRows(rows, columns, items, raw, col("problem"), conditionColumns);
    }

    /**
     * Where among the columns of a file or table each needed cell is; -1 for one that only a folder has, or nothing.
     *
     * @throws dev.backstory.core.failure.BackstoryException see {@link SourceShape#find}
     */
    public int[] places(List<String> names, Collection<String> folders, String where) {
        return logicalNames.stream()
                .mapToInt(logical -> shape.find(logical, names, folders, where))
                .toArray();
    }

    /** Which of a row's needed cells a column of this name may be, in whatever upper and lower case. */
    int[] needed(String column) {
        int[] needed = neededByColumn.get(column);
        if (needed == null) {
            needed = neededByColumn.get(column.toLowerCase(Locale.ROOT));
        }
        return needed == null ? NOTHING : needed;
    }

    /** Whether a needed cell is within the object of this path, in whatever upper and lower case. */
    boolean isWithin(String path) {
        String start = path + ".";
        for (String column : neededByColumn.keySet()) {
            if (column.regionMatches(true, 0, start, 0, start.length())) {
                return true;
            }
        }
        return false;
    }

    /** What the source calls a needed cell. */
    String column(int needed) {
        return shape.column(logicalNames.get(needed));
    }

    /** Why a needed cell could not be read. */
    String notUtf8(int needed) {
        return column(needed) + " is not text in UTF-8";
    }

    public String[] emptyCells() {
        return new String[logicalNames.size()];
    }

    /** Fills in what the folders of a file say: a folder's value wins over a column of the same name. */
    void fillFolders(String[] needed, List<SourceFile.Folder> folders) {
        for (SourceFile.Folder folder : folders) {
            for (int index : needed(folder.name())) {
                needed[index] = folder.cell();
            }
        }
    }

    /**
     * A row of cells.
     *
     * @param names of all cells, see {@link RecordJson#names}
     * @param problem why a cell could not be read as text; null mostly
     */
    public Row ofCells(String[] needed, String names, String[] cells, String problem) {
        return row(needed, null, names, cells, problem);
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
