package dev.backstory.spark.source.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.backstory.core.json.JsonText;
import dev.backstory.spark.source.row.KeyedValue;
import dev.backstory.spark.source.row.SourceFile;
import dev.backstory.spark.source.text.LooseUtf8;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/** One line of a JSON source: one object and nothing after it. */
final class JsonLine implements Serializable {
    /** Among the names of every line that is an object: without it, a source has no such line. */
    static final String ANY = "";

    private static final long serialVersionUID = 1L;
    private static final String MALFORMED = "the line is not a JSON object";

    private final TextRows text;

    JsonLine(TextRows text) {
        this.text = text;
    }

    /** Whether a line that {@link #read} was given is an object. */
    static boolean isObject(Row read) {
        return !MALFORMED.equals(read.getString(read.length() - 1));
    }

    /** @param folders of the line's file, whose values win over columns of their names */
    Row read(String line, List<SourceFile.Folder> folders) {
        String json = withoutMark(line);
        KeyedValue[] found = values(json);
        String[] cells = text.emptyCells();
        String problem = found == null ? MALFORMED : null;
        if (found != null) {
            for (int i = 0; i < cells.length; i++) {
                cells[i] = found[i].value();
                if (problem == null && found[i].isAmbiguous()) {
                    problem = text.column(i) + " may be any of the keys " + found[i].keys();
                }
                if (cells[i] != null && !LooseUtf8.isText(cells[i])) {
                    cells[i] = null;
                    problem = problem == null ? text.notUtf8(i) : problem;
                }
            }
        }
        text.fillFolders(cells, folders);
        String shown = LooseUtf8.shown(json);
        return text.ofText(cells, found == null ? JsonText.quote(shown) : shown, problem);
    }

    /** What the object has for each needed cell; null when the text is no object. */
    private KeyedValue[] values(String json) {
        KeyedValue[] values = new KeyedValue[text.emptyCells().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = new KeyedValue(text.column(i));
        }
        try (JsonParser parser = JsonText.FACTORY.createParser(json)) {
            return fill(values, parser, json) ? values : null;
        } catch (IOException e) {
            return null;
        }
    }

    private boolean fill(KeyedValue[] values, JsonParser parser, String json) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            int[] needed = text.needed(key);
            parser.nextToken();
            if (needed.length == 0) {
                parser.skipChildren();
            } else {
                String value = JsonText.valueText(parser, json);
                for (int i : needed) {
                    values[i].offer(key, value);
                }
            }
        }
        return parser.nextToken() == null;
    }

    /** The names of a line's columns, and {@link #ANY}; none for a malformed line. */
    static List<String> names(String line) {
        List<String> names = new ArrayList<>();
        names.add(ANY);
        try (JsonParser parser = JsonText.FACTORY.createParser(withoutMark(line))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return List.of();
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                names.add(parser.currentName());
                parser.nextToken();
                parser.skipChildren();
            }
            return names;
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String withoutMark(String line) {
        return line.startsWith("\uFEFF") ? line.substring(1) : line;
    }
}
