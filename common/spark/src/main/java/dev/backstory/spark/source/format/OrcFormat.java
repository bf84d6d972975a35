package dev.backstory.spark.source.format;

import dev.backstory.spark.source.row.SourceFile;
import dev.backstory.spark.source.row.SourceShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
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
        private final List<OrcColumn> columns;
        private final String names;
        private final int[] places;
        private int next;

        OrcRows(SourceFile file, TextRows text, Reader reader) throws IOException {
            this.file = file;
            this.text = text;
            this.reader = reader;
            this.schema = reader.getSchema();
            this.names = RecordJson.names(
                    schema.getFieldNames(),
                    column -> OrcTypes.isJson(schema.getChildren().get(column)));
            this.columns = OrcColumn.of(schema, shape);
            this.places = places();
            this.batch = schema.createRowBatch();
            this.rows = reader.rows();
            advance();
        }

        /** A file without rows, as Hive writes for an empty bucket, often has no columns either. */
        private int[] places() {
            if (reader.getNumberOfRows() == 0) {
                return new int[0];
            }
            List<String> all = columns.stream().map(OrcColumn::name).toList();
            int[] found = text.places(all, file.folderNames(), file.path());
            List<String> logicalNames = shape.neededNames();
            for (int i = 0; i < found.length; i++) {
                if (found[i] >= 0) {
                    OrcTypes.check(
                            shape, logicalNames.get(i), columns.get(found[i]).type(), file.path());
                }
            }
            return found;
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
            String[] needed = text.emptyCells();
            String[] cells = new String[batch.cols.length];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = OrcTypes.text(schema.getChildren().get(i), batch.cols[i], at);
            }
            String problem = null;
            for (int i = 0; i < places.length; i++) {
                int place = places[i];
                if (place < 0) {
                    continue;
                }
                OrcColumn column = columns.get(place);
                String cell = column.isField() ? column.text(batch, at) : cells[place];
                if (cell != null) {
                    needed[i] = column.value(batch, at, cell);
                    if (needed[i] == null) {
                        problem = problem == null ? text.notUtf8(i) : problem;
                    } else if (!column.isField()) {
                        cells[place] = needed[i];
                    }
                }
            }
            text.fillFolders(needed, file.folders());
            return text.ofCells(needed, names, cells, problem);
        }

        @Override
        public void close() throws IOException {
            rows.close();
            reader.close();
        }
    }
}
