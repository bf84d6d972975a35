package dev.backstory.spark.source.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;

/**
 * The footer of a Parquet file as it is written, which says more than parquet-hadoop passes on: which columns are of the
 * null type, and how many rows there are without reading about row groups.
 */
final class RawFooter {
    /** The length of the footer, and {@code PAR1}. */
    private static final int TAIL_BYTES = 8;

    private final FileMetaData footer;

    private RawFooter(FileMetaData footer) {
        this.footer = footer;
    }

    static RawFooter read(String file, Configuration conf) throws IOException {
        Path path = new Path(file);
        FileSystem system = path.getFileSystem(conf);
        FileStatus status = system.getFileStatus(path);
        try (FSDataInputStream in = system.open(path)) {
            long tail = status.getLen() - TAIL_BYTES;
            in.seek(tail);
            int length = Integer.reverseBytes(in.readInt());
            in.seek(tail - length);
            return new RawFooter(Util.readFileMetaData(in, true));
        }
    }

    long rows() {
        return footer.getNum_rows();
    }

    /** The columns of which every value is null by their type, or the elements of a list. */
    Set<String> nullColumns() {
        Set<String> names = new LinkedHashSet<>();
        for (List<SchemaElement> column : columns()) {
            boolean isNull = column.stream()
                    .filter(element -> element.getNum_children() == 0)
                    .allMatch(leaf ->
                            leaf.isSetLogicalType() && leaf.getLogicalType().isSetUNKNOWN());
            if (isNull) {
                names.add(column.get(0).getName());
            }
        }
        return names;
    }

    /** A column with a type that this version of Parquet does not know. */
    Optional<String> columnOfUnknownType() {
        return columns().stream()
                .filter(column -> column.stream()
                        .anyMatch(element -> element.isSetLogicalType()
                                && element.getLogicalType().getSetField() == null))
                .map(column -> column.get(0).getName())
                .findFirst();
    }

    /** Each column with all that is in it, the column first. */
    private List<List<SchemaElement>> columns() {
        List<SchemaElement> schema = footer.getSchema();
        List<List<SchemaElement>> columns = new ArrayList<>();
        for (int at = 1; at < schema.size(); ) {
            int end = end(schema, at);
            columns.add(schema.subList(at, end));
            at = end;
        }
        return columns;
    }

    private static int end(List<SchemaElement> schema, int at) {
        int end = at + 1;
        for (int child = 0; child < schema.get(at).getNum_children(); child++) {
            end = end(schema, end);
        }
        return end;
    }
}
