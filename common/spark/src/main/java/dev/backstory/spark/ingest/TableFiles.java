package dev.backstory.spark.ingest;

import dev.backstory.core.run.StagedFile;
import dev.backstory.lake.table.ActionFileWriter;
import dev.backstory.lake.table.ImpressionFileWriter;
import dev.backstory.lake.table.RejectedFileWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/** The files of the two tables that are made from raw sources. Column positions are those of {@link ShuffledRows}. */
final class TableFiles {
    private static final int TABLE = ShuffledRows.TABLE;

    private TableFiles() {}

    /** Own columns: customer_id, item_id, action_time, action_type. */
    static TableFile actions(Path path, Configuration conf) throws IOException {
        ActionFileWriter writer = ActionFileWriter.open(path, conf);
        return new TableFile() {
            @Override
            public void write(int hash, InternalRow row) throws IOException {
                writer.write(
                        hash,
                        row.getLong(TABLE),
                        row.getLong(TABLE + 1),
                        row.getLong(TABLE + 2),
                        row.getInt(TABLE + 3));
            }

            @Override
            public StagedFile finish() throws IOException {
                return writer.finish();
            }

            @Override
            public void close() throws IOException {
                writer.close();
            }
        };
    }

    /** Own columns: ranking_id, customer_id, impression_pos, impression_item_id, label. */
    static TableFile impressions(Path path, Configuration conf) throws IOException {
        ImpressionFileWriter writer = ImpressionFileWriter.open(path, conf);
        return new TableFile() {
            @Override
            public void write(int hash, InternalRow row) throws IOException {
                writer.write(
                        hash,
                        row.isNullAt(TABLE) ? null : row.getUTF8String(TABLE).toString(),
                        row.getLong(TABLE + 1),
                        row.getInt(TABLE + 2),
                        row.getLong(TABLE + 3),
                        row.isNullAt(TABLE + 4) ? null : row.getInt(TABLE + 4));
            }

            @Override
            public StagedFile finish() throws IOException {
                return writer.finish();
            }

            @Override
            public void close() throws IOException {
                writer.close();
            }
        };
    }

    static TableFile rejected(Path path, Configuration conf, List<String> sources) throws IOException {
        RejectedFileWriter writer = RejectedFileWriter.open(path, conf);
        return new TableFile() {
            @Override
            public void write(int hash, InternalRow row) throws IOException {
                ArrayData reasons = row.getArray(ShuffledRows.REASONS);
                List<String> texts = new ArrayList<>();
                for (int i = 0; i < reasons.numElements(); i++) {
                    texts.add(reasons.getUTF8String(i).toString());
                }
                writer.write(
                        row.getUTF8String(ShuffledRows.RAW).toString(),
                        texts,
                        sources.get(row.getInt(ShuffledRows.SOURCE)));
            }

            @Override
            public StagedFile finish() throws IOException {
                return writer.finish();
            }

            @Override
            public void close() throws IOException {
                writer.close();
            }
        };
    }
}
