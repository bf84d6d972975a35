package dev.backstory.sample;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** RFC 4180 with a header. A null is an empty field; the items of an impression are JSON text in one field. */
final class CsvSink implements RowSink {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final String LINE_END = "\r\n";

    private final List<SampleColumn> columns;
    private final ZoneId zone;
    private final Writer out;

    CsvSink(SampleSource source, Path file, ZoneId zone, Configuration hadoop) throws IOException {
        this.columns = source.columns();
        this.zone = zone;
        this.out = new BufferedWriter(
                new OutputStreamWriter(file.getFileSystem(hadoop).create(file, true), StandardCharsets.UTF_8));
        out.write(String.join(",", columns.stream().map(SampleColumn::name).toList()) + LINE_END);
    }

    @Override
    public void write(Object[] row) throws IOException {
        for (int i = 0; i < row.length; i++) {
            if (i > 0) {
                out.write(',');
            }
            if (row[i] instanceof List<?> items) {
                out.write(quoted(json(items)));
            } else if (columns.get(i).kind() == SampleColumn.Kind.TIME && row[i] instanceof Long micros) {
                out.write(TextTime.format(micros, zone));
            } else if (row[i] != null) {
                out.write(row[i].toString());
            }
        }
        out.write(LINE_END);
    }

    private static String json(List<?> items) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            JsonSink.writeItems(generator, items);
        }
        return text.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
