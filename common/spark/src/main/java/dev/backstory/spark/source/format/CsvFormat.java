package dev.backstory.spark.source.format;

import dev.backstory.core.config.input.CsvSettings;
import dev.backstory.core.json.JsonText;
import dev.backstory.spark.source.row.SourceFile;
import dev.backstory.spark.source.row.SourceName;
import dev.backstory.spark.source.text.LooseUtf8;
import dev.backstory.spark.source.text.TextFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;

/** csv with a header in every file, by which its fields are found, or with one that the config gives. */
final class CsvFormat implements RowFormat {
    private static final long serialVersionUID = 1L;

    private final SourceName source;
    private final char separator;
    private final char quote;
    private final String encoding;
    private final ArrayList<String> header;
    private final HashSet<String> nulls;

    CsvFormat(SourceName source, CsvSettings settings) {
        this.source = source;
        this.separator = settings.separatorCharacter();
        this.quote = settings.quoteCharacter();
        this.encoding = settings.charset().name();
        this.header = new ArrayList<>(settings.header());
        this.nulls = new HashSet<>(settings.nulls());
    }

    @Override
    public Rows open(SourceFile file, TextRows text, Configuration conf) throws IOException {
        InputStream in = TextFile.open(source, file, conf).text();
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(in, LooseUtf8.decoder(Charset.forName(encoding))), 1 << 16);
        try {
            return new CsvRows(file, text, reader);
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    @Override
    public String toString() {
        return "csv";
    }

    private final class CsvRows implements Rows {
        private final SourceFile file;
        private final TextRows text;
        private final BufferedReader reader;
        private final CsvRecords records;
        private final List<String> header;
        private final String names;
        private final int[] places;
        private List<String> next;

        CsvRows(SourceFile file, TextRows text, BufferedReader reader) throws IOException {
            List<String> header = CsvFormat.this.header;
            this.file = file;
            this.text = text;
            this.reader = reader;
            skipMark(reader);
            this.records = new CsvRecords(reader, separator, quote, nulls);
            List<String> first = header.isEmpty() ? records.next() : header;
            this.header = first == null ? List.of() : names(first);
            this.names = RecordJson.names(this.header, column -> false);
            this.places = first == null ? new int[0] : text.places(this.header, file.folderNames(), file.path());
            if (first != null) {
                read();
            }
        }

        private static List<String> names(List<String> first) {
            return first.stream().map(name -> name == null ? "" : name.strip()).toList();
        }

        private static void skipMark(BufferedReader reader) throws IOException {
            reader.mark(1);
            if (reader.read() != '\uFEFF') {
                reader.reset();
            }
        }

        private void read() throws IOException {
            do {
                next = records.next();
            } while (next != null && next.size() == 1 && records.text().isEmpty() && header.size() > 1);
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Row next() {
            if (next == null) {
                throw new NoSuchElementException();
            }
            Row row = row(next);
            try {
                read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return row;
        }

        private Row row(List<String> fields) {
            String[] needed = text.emptyCells();
            String problem = records.problem();
            String notUtf8 = null;
            if (problem == null && fields.size() != header.size()) {
                problem = "the row has " + fields.size() + " fields, the header has " + header.size();
            }
            if (problem == null) {
                for (int i = 0; i < places.length; i++) {
                    if (places[i] >= 0) {
                        needed[i] = fields.get(places[i]);
                        if (records.hasOtherBytes() && needed[i] != null && !LooseUtf8.isText(needed[i])) {
                            needed[i] = null;
                            notUtf8 = text.column(i) + " is not text in " + encoding;
                        }
                    }
                }
            }
            text.fillFolders(needed, file.folders());
            if (problem != null) {
                return text.ofText(needed, JsonText.quote(LooseUtf8.shown(records.text())), problem);
            }
            String[] cells = fields.toArray(String[]::new);
            if (records.hasOtherBytes()) {
                Arrays.setAll(cells, i -> cells[i] == null ? null : LooseUtf8.shown(cells[i]));
            }
            return text.ofCells(needed, names, cells, notUtf8);
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
