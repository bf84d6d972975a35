package dev.backstory.spark.source.format;

import dev.backstory.lake.table.JsonText;
import dev.backstory.spark.source.row.SourceFile;
import dev.backstory.spark.source.row.SourceShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hive.ql.exec.vector.ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.RecordReader;
import org.apache.orc.TypeDescription;
import org.apache.spark.sql.Row;

/**
 * ORC through its own reader, in UTC. Spark's reader turns the wall clock of an ORC timestamp into an instant of the
 * JVM's zone, and what falls into a gap of that zone is another time afterwards.
 */
final class OrcFormat implements RowFormat {
    private static final long serialVersionUID = 1L;

    private final SourceShape shape;

    OrcFormat(SourceShape shape) {
        this.shape = shape;
    }

    @Override
    public Rows open(SourceFile file, TextRows text, Configuration conf) throws IOException {
        Reader reader = OrcFile.createReader(
                new Path(file.path()), OrcFile.readerOptions(conf).useUTCTimestamp(true));
        try {
            return new OrcRows(file, text, reader);
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    @Override
    public String toString() {
        return "orc";
    }

    private final class OrcRows implements Rows {
        private final SourceFile file;
        private final TextRows text;
        private final Reader reader;
        private final RecordReader rows;
        private final TypeDescription schema;
        private final VectorizedRowBatch batch;
        private final int[] indexes;
        private int next;

        OrcRows(SourceFile file, TextRows text, Reader reader) throws IOException {
            this.file = file;
            this.text = text;
            this.reader = reader;
            this.schema = reader.getSchema();
            this.indexes = schema.getFieldNames().stream().mapToInt(text::index).toArray();
            checkColumns();
            this.batch = schema.createRowBatch();
            this.rows = reader.rows();
            advance();
        }

        private void checkColumns() {
            List<String> there = new ArrayList<>(schema.getFieldNames());
            file.folders().forEach(folder -> there.add(folder.name()));
            for (String logical : shape.logicalNames()) {
                String column = shape.column(logical);
                List<Integer> found = new ArrayList<>();
                for (int i = 0; i < schema.getFieldNames().size(); i++) {
                    if (schema.getFieldNames().get(i).equalsIgnoreCase(column)) {
                        found.add(i);
                    }
                }
                if (found.size() > 1) {
                    throw shape.source().doubledColumn(logical, column, file.path());
                }
                if (found.isEmpty()) {
                    if (there.stream().noneMatch(column::equalsIgnoreCase) && !shape.isOptional(logical)) {
                        throw shape.source().missingColumn(logical, column, there, file.path());
                    }
                    continue;
                }
                OrcTypes.check(shape, logical, schema.getChildren().get(found.get(0)), file.path());
            }
        }

        private void advance() throws IOException {
            do {
                batch.reset();
                next = 0;
            } while (rows.nextBatch(batch) && batch.size == 0);
        }

        @Override
        public boolean hasNext() {
            return next < batch.size;
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Row row = row(next++);
            try {
                if (next == batch.size) {
                    advance();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return row;
        }

        private Row row(int at) {
            String[] cells = text.emptyCells();
            StringBuilder raw = new StringBuilder("{");
            for (int i = 0; i < indexes.length; i++) {
                TypeDescription type = schema.getChildren().get(i);
                ColumnVector column = batch.cols[i];
                String value = OrcTypes.text(type, column, at);
                if (indexes[i] >= 0) {
                    cells[indexes[i]] = value;
                }
                raw.append(i == 0 ? "" : ",")
                        .append(JsonText.quote(schema.getFieldNames().get(i)))
                        .append(':')
                        .append(OrcTypes.isJson(type) || value == null ? value : JsonText.quote(value));
            }
            text.fillFolders(cells, file.folders());
            return text.row(cells, raw.append('}').toString(), null);
        }

        @Override
        public void close() throws IOException {
            rows.close();
            reader.close();
        }
    }
}
