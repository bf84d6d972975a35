package dev.backstory.spark.source.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.backstory.core.json.JsonText;
import dev.backstory.spark.source.row.SourceFile;
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

    /** @param folders of the line's file, whose values win over columns of their names */
    Row read(String line, List<SourceFile.Folder> folders) {
        String json = withoutMark(line);
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
        text.fillFolders(cells, folders);
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
