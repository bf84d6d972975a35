package dev.backstory.sample;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneId;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** JSON lines. A null is written as such. */
final class JsonSink implements RowSink {
    private static final JsonFactory FACTORY =
            new JsonFactoryBuilder().rootValueSeparator((String) null).build();

    private final List<SampleColumn> columns;
    private final ZoneId zone;
    private final JsonGenerator json;

    JsonSink(SampleSource source, Path file, ZoneId zone, Configuration hadoop) throws IOException {
        this.columns = source.columns();
        this.zone = zone;
        OutputStream out = file.getFileSystem(hadoop).create(file, true);
        this.json = FACTORY.createGenerator(out);
    }

    @Override
    public void write(Object[] row) throws IOException {
        json.writeStartObject();
        for (int i = 0; i < row.length; i++) {
            SampleColumn column = columns.get(i);
            json.writeFieldName(column.name());
            if (column.kind() == SampleColumn.Kind.TIME && row[i] instanceof Long micros) {
                json.writeString(TextTime.format(micros, zone));
            } else if (row[i] instanceof List<?> items) {
                writeItems(json, items);
            } else {
                writeValue(json, row[i]);
            }
        }
        json.writeEndObject();
        json.writeRaw('\n');
    }

    static void writeItems(JsonGenerator json, List<?> items) throws IOException {
        json.writeStartArray();
        for (Object element : items) {
            ShownItem item = (ShownItem) element;
            json.writeStartObject();
            json.writeFieldName("item_id");
            writeValue(json, item.item());
            json.writeFieldName("is_order");
            writeValue(json, item.isOrder());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeValue(JsonGenerator json, Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else {
            json.writeString((String) value);
        }
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
