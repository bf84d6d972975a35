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
        int count = text.emptyCells().length;
        KeyedValue[] ofKeys = new KeyedValue[count];
        KeyedValue[] ofPaths = new KeyedValue[count];
        for (int i = 0; i < count; i++) {
            ofKeys[i] = new KeyedValue(text.column(i));
            ofPaths[i] = new KeyedValue(text.column(i));
        }
        try (JsonParser parser = JsonText.FACTORY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            fill(ofKeys, ofPaths, parser, json);
            if (parser.nextToken() != null) {
                return null;
            }
        } catch (IOException e) {
            return null;
        }
        for (int i = 0; i < count; i++) {
            // A key of exactly the name, dots and all, wins over the path.
            ofKeys[i] = ofKeys[i].isThere() ? ofKeys[i] : ofPaths[i];
        }
        return ofKeys;
    }

    /** @param parser stands at the object's start */
    private void fill(KeyedValue[] values, KeyedValue[] ofPaths, JsonParser parser, String json) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            take("", values, ofPaths, parser, json);
        }
    }

    /**
     * Takes what is under one key.
     *
     * @param above the path of the object that has the key; empty for the line itself
     * @param values to be filled from this object's keys
     * @param parser stands at the key
     */
    private void take(String above, KeyedValue[] values, KeyedValue[] ofPaths, JsonParser parser, String json)
            throws IOException {
        String path = above + parser.currentName();
        int[] needed = text.needed(path);
        boolean goesOn = parser.nextToken() == JsonToken.START_OBJECT && text.isWithin(path);
        if (needed.length == 0) {
            if (goesOn) {
                inner(path, ofPaths, parser, json);
            } else {
                parser.skipChildren();
            }
            return;
        }
        String value = JsonText.valueText(parser, json);
        for (int i : needed) {
            values[i].offer(path, value);
        }
        if (goesOn) {
            try (JsonParser again = JsonText.FACTORY.createParser(value)) {
                again.nextToken();
                inner(path, ofPaths, again, value);
            }
        }
    }

    private void inner(String path, KeyedValue[] ofPaths, JsonParser parser, String json) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            take(path + ".", ofPaths, ofPaths, parser, json);
        }
    }

    /**
     * The names of a line's columns, and {@link #ANY}; none for a malformed line.
     *
     * @param paths whether those of its objects' members are wanted too, such as {@code payload.item.id}
     */
    static List<String> names(String line, boolean paths) {
        List<String> names = new ArrayList<>();
        names.add(ANY);
        try (JsonParser parser = JsonText.FACTORY.createParser(withoutMark(line))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return List.of();
            }
            addNames("", names, parser, paths);
            return names;
        } catch (IOException e) {
            return List.of();
        }
    }

    private static void addNames(String above, List<String> names, JsonParser parser, boolean paths)
            throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String path = above + parser.currentName();
            names.add(path);
            if (parser.nextToken() == JsonToken.START_OBJECT && paths) {
                addNames(path + ".", names, parser, true);
            } else {
                parser.skipChildren();
            }
        }
    }

    private static String withoutMark(String line) {
        return line.startsWith("\uFEFF") ? line.substring(1) : line;
    }
}
