package dev.backstory.spark.source.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.backstory.core.json.JsonText;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;

/** One line of a JSON source: one object and nothing after it. */
final class JsonLine implements Serializable {
    /** Among the names of every line that is an object: without it, a source has no such line. */
    static final String ANY = "";

    private static final long serialVersionUID = 1L;
    private static final String MALFORMED = "the line is not a JSON object";

    private final TextRows text;
    private final int[] folderIndexes;

    /** @param columns of the lines: the text, then the folders of its file */
    JsonLine(TextRows text, String[] columns) {
        this.text = text;
        this.folderIndexes = Arrays.stream(columns).mapToInt(text::index).toArray();
    }

    Row read(Row line) {
        String json = withoutMark(line.getString(0));
        String[] cells = text.emptyCells();
        String problem = null;
        try (JsonParser parser = JsonText.FACTORY.createParser(json)) {
            if (!fill(cells, parser, json)) {
                problem = MALFORMED;
            }
        } catch (IOException e) {
            problem = MALFORMED;
        }
        if (problem != null) {
            cells = text.emptyCells();
        }
        for (int i = 1; i < folderIndexes.length; i++) {
            if (folderIndexes[i] >= 0) {
                cells[folderIndexes[i]] = line.getString(i);
            }
        }
        return text.ofText(cells, problem == null ? json : JsonText.quote(json), problem);
    }

    private boolean fill(String[] cells, JsonParser parser, String json) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            int index = text.index(parser.currentName());
            parser.nextToken();
            if (index >= 0) {
                cells[index] = JsonText.valueText(parser, json);
            } else {
                parser.skipChildren();
            }
        }
        return parser.nextToken() == null;
    }

    /** The names of a line's columns, and {@link #ANY}; none for a malformed line. */
    static List<String> names(Row line, String[] columns) {
        List<String> names = new ArrayList<>(Arrays.asList(columns).subList(1, columns.length));
        names.add(ANY);
        try (JsonParser parser = JsonText.FACTORY.createParser(withoutMark(line.getString(0)))) {
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
