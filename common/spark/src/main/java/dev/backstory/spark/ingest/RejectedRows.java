package dev.backstory.spark.ingest;

import dev.backstory.lake.table.RejectedFileWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/** The rejected rows of any table: in the order of what they were, and written with their reasons and their source. */
final class RejectedRows {
    private RejectedRows() {}

    /** @param sources names, by the index that a row has */
    static TableFile open(Path path, Configuration conf, List<String> sources) throws IOException {
        RejectedFileWriter writer = RejectedFileWriter.open(path, conf);
        return new TableFile(
                (hash, row) -> writer.write(
                        row.getUTF8String(ShuffledRows.RAW).toString(),
                        texts(row.getArray(ShuffledRows.REASONS)),
                        sources.get(row.getInt(ShuffledRows.SOURCE))),
                writer::finish,
                writer::close);
    }

    private static List<String> texts(ArrayData reasons) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < reasons.numElements(); i++) {
            texts.add(reasons.getUTF8String(i).toString());
        }
        return texts;
    }

    /** The raw text, then the source, then the reasons. */
    static int compare(InternalRow left, InternalRow right) {
        int byRaw = left.getUTF8String(ShuffledRows.RAW).compareTo(right.getUTF8String(ShuffledRows.RAW));
        if (byRaw != 0) {
            return byRaw;
        }
        int bySource = Integer.compare(left.getInt(ShuffledRows.SOURCE), right.getInt(ShuffledRows.SOURCE));
        return bySource != 0
                ? bySource
                : compareTexts(left.getArray(ShuffledRows.REASONS), right.getArray(ShuffledRows.REASONS));
    }

    private static int compareTexts(ArrayData left, ArrayData right) {
        int common = Math.min(left.numElements(), right.numElements());
        for (int i = 0; i < common; i++) {
            int byText = left.getUTF8String(i).compareTo(right.getUTF8String(i));
            if (byText != 0) {
                return byText;
            }
        }
        return Integer.compare(left.numElements(), right.numElements());
    }
}
