package dev.backstory.spark.source.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.spark.source.row.SourceFile;
import dev.backstory.spark.source.row.SourceName;
import dev.backstory.spark.source.text.TextFile;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/**
 * Files that are one JSON value, and not one object a line. Split into lines, each of their rows would be rejected, or all
 * but the last; so a line that is no object is a reason to look at how its file begins.
 */
final class WholeJson {
    private static final int HEAD_BYTES = 1 << 20;
    private static final JsonFactory JSON = new JsonFactory();

    private WholeJson() {}

    /**
     * Looks at the beginning of a file.
     *
     * @throws BackstoryException when it is an array, or a value over several lines
     */
    static void check(SourceName source, SourceFile file, Configuration conf) {
        try (TextFile text = TextFile.open(source, file, conf)) {
            String kind = kind(text.text().readNBytes(HEAD_BYTES));
            if (kind != null) {
                throw new BackstoryException(
                        "Cannot read " + source + " because " + file.path() + " is " + kind
                                + ", where each line must be one object; write each object on a line of its own (jq -c does it)");
            }
        } catch (IOException e) {
            throw source.unreadableFile(file.path(), "json", e);
        }
    }

    /** What a file is instead, by its beginning; null where it may be one object a line. */
    static String kind(byte[] head) {
        try (JsonParser parser = JSON.createParser(head)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY) {
                return "a JSON array";
            }
            if (first != JsonToken.START_OBJECT) {
                return null;
            }
            int line = parser.currentTokenLocation().getLineNr();
            try {
                parser.skipChildren();
            } catch (JsonEOFException goesOn) {
                // It ends behind the head.
            }
            return parser.currentLocation().getLineNr() > line ? "a JSON object over several lines" : null;
        } catch (IOException malformed) {
            return null;
        }
    }
}
