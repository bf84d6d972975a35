package dev.backstory.sample;

import dev.backstory.core.calendar.IsoTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hive.ql.exec.vector.BytesColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ListColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.StructColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.TimestampColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;

/** ORC, whose timestamps have no zone: the file holds the wall clock of the configured one. */
final class OrcSink implements RowSink {
    private final List<SampleColumn> columns;
    private final ZoneId zone;
    private final Writer writer;
    private final VectorizedRowBatch batch;

    OrcSink(SampleSource source, Path file, ZoneId zone, Configuration hadoop) throws IOException {
        this.columns = source.columns();
        this.zone = zone;
        TypeDescription schema = TypeDescription.createStruct();
        columns.forEach(column -> schema.addField(column.name(), type(column)));
        // With UTC as the writer's zone the wall clock goes in as it is, whatever zone the machine is in.
        this.writer = OrcFile.createWriter(
                file,
                OrcFile.writerOptions(hadoop).setSchema(schema).overwrite(true).useUTCTimestamp(true));
        this.batch = schema.createRowBatch();
    }

    private static TypeDescription type(SampleColumn column) {
        return switch (column.kind()) {
            case NUMBER -> TypeDescription.createLong();
            case TEXT -> TypeDescription.createString();
            case TIME -> TypeDescription.createTimestamp();
            case ITEMS -> TypeDescription.fromString("array<struct<item_id:bigint,is_order:boolean>>");
        };
    }

    @Override
    public void write(Object[] row) throws IOException {
        for (int i = 0; i < row.length; i++) {
            if (row[i] == null) {
                setNull(batch.cols[i], batch.size);
            } else {
                set(batch.cols[i], batch.size, columns.get(i).kind(), row[i]);
            }
        }
        batch.size++;
        if (batch.size == batch.getMaxSize()) {
            flush();
        }
    }

    private void set(ColumnVector vector, int position, SampleColumn.Kind kind, Object value) {
        switch (kind) {
            case NUMBER -> ((LongColumnVector) vector).vector[position] = (Long) value;
            case TEXT ->
                ((BytesColumnVector) vector).setVal(position, ((String) value).getBytes(StandardCharsets.UTF_8));
            case TIME -> setWallClock((TimestampColumnVector) vector, position, (Long) value);
            case ITEMS -> setItems((ListColumnVector) vector, position, (List<?>) value);
        }
    }

    private void setWallClock(TimestampColumnVector vector, int position, long micros) {
        vector.setIsUTC(true);
        LocalDateTime wallClock = IsoTime.instant(micros).atZone(zone).toLocalDateTime();
        vector.set(position, Timestamp.from(wallClock.toInstant(ZoneOffset.UTC)));
    }

    private static void setItems(ListColumnVector vector, int position, List<?> items) {
        vector.offsets[position] = vector.childCount;
        vector.lengths[position] = items.size();
        vector.childCount += items.size();
        vector.child.ensureSize(vector.childCount, true);
        StructColumnVector element = (StructColumnVector) vector.child;
        for (int i = 0; i < items.size(); i++) {
            int child = (int) vector.offsets[position] + i;
            ShownItem item = (ShownItem) items.get(i);
            setNumber(element.fields[0], child, (Long) item.item());
            setNumber(element.fields[1], child, item.isOrder() == null ? null : item.isOrder() ? 1L : 0L);
        }
    }

    private static void setNumber(ColumnVector vector, int position, Long value) {
        if (value == null) {
            setNull(vector, position);
        } else {
            ((LongColumnVector) vector).vector[position] = value;
        }
    }

    private static void setNull(ColumnVector vector, int position) {
        vector.noNulls = false;
        vector.isNull[position] = true;
    }

    private void flush() throws IOException {
        writer.addRowBatch(batch);
        batch.reset();
    }

    @Override
    public void close() throws IOException {
        if (batch.size > 0) {
            flush();
        }
        writer.close();
    }
}
