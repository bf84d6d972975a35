package dev.backstory.spark.source.format;

import dev.backstory.core.config.input.CsvSettings;
import dev.backstory.spark.source.text.LooseUtf8;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Splits text into records by RFC 4180, or with another separator and quote: fields in quotes may hold commas, line
 * breaks and doubled quotes; a record ends at a line feed, a carriage return, or both. Empty fields are null.
 */
final class CsvRecords {
    /** A record longer than this means a quote that nobody closed. */
    private static final int LONGEST_RECORD = 16 << 20;

    private static final int END = -1;
    private static final int NOTHING_READ = -2;

    private static final int NO_QUOTE = -3;

    private final Reader in;
    private final int separator;
    private final int quote;
    private final Set<String> nulls;
    private final StringBuilder record = new StringBuilder();
    private final StringBuilder field = new StringBuilder();
    private int ahead = NOTHING_READ;
    private long line = 1;
    /** The number of the record's first line, counted from 1. */
    private long recordLine;

    private String problem;
    private boolean quotedEnded;
    private boolean otherBytes;

    CsvRecords(Reader in) {
        this(in, ',', '"', Set.of());
    }

    /**
     * Records of another writing.
     *
     * @param quote {@link CsvSettings#NO_QUOTE} for none
     * @param nulls texts that are null, beside the empty one
     */
    CsvRecords(Reader in, char separator, char quote, Set<String> nulls) {
        this.in = in;
        this.separator = separator;
        this.quote = quote == CsvSettings.NO_QUOTE ? NO_QUOTE : quote;
        this.nulls = nulls;
    }

    /** The fields of the next record, null at the end. Malformed ones have a {@link #problem}. */
    List<String> next() throws IOException {
        if (peek() == END) {
            return null;
        }
        record.setLength(0);
        problem = null;
        otherBytes = false;
        recordLine = line;
        List<String> fields = new ArrayList<>();
        while (true) {
            fields.add(field());
            int c = take();
            if (c == separator) {
                continue;
            }
            endLine(c);
            return fields;
        }
    }

    /** The record as it is in the file, without its line end. */
    String text() {
        int end = record.length();
        while (end > 0 && (record.charAt(end - 1) == '\n' || record.charAt(end - 1) == '\r')) {
            end--;
        }
        return record.substring(0, end);
    }

    /** What is wrong with the record, or null. */
    String problem() {
        return problem;
    }

    /** Whether bytes of the record are not UTF-8. */
    boolean hasOtherBytes() {
        return otherBytes;
    }

    private String field() throws IOException {
        field.setLength(0);
        if (peek() == quote) {
            quoted();
        }
        while (!endsField(peek())) {
            int c = take();
            if (c == quote) {
                problem = "a quote is inside a field without quotes";
            } else if (problem == null && quotedEnded) {
                problem = "text follows a closing quote";
            }
            field.append((char) c);
        }
        quotedEnded = false;
        String text = field.toString();
        return text.isEmpty() || nulls.contains(text) ? null : text;
    }

    private void quoted() throws IOException {
        take();
        while (true) {
            int c = take();
            if (c == END) {
                problem = "a quote is not closed";
                return;
            }
            if (c != quote) {
                field.append((char) c);
            } else if (peek() == quote) {
                field.append((char) take());
            } else {
                quotedEnded = true;
                return;
            }
        }
    }

    private boolean endsField(int c) {
        return c == separator || c == '\n' || c == '\r' || c == END;
    }

    private void endLine(int c) throws IOException {
        if (c == '\r' && peek() == '\n') {
            take();
        }
    }

    private int peek() throws IOException {
        if (ahead == NOTHING_READ) {
            ahead = in.read();
        }
        return ahead;
    }

    private int take() throws IOException {
        int c = peek();
        ahead = NOTHING_READ;
        if (c == END) {
            ahead = END;
            return c;
        }
        if (c == '\n') {
            line++;
        } else if (c == LooseUtf8.NOT_TEXT) {
            otherBytes = true;
        }
        record.append((char) c);
        if (record.length() > LONGEST_RECORD) {
            throw new IOException(
                    "the record that begins on line " + recordLine + " is longer than 16 MiB: is a quote not closed?");
        }
        return c;
    }
}
