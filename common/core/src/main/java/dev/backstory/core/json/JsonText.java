package dev.backstory.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** JSON, read and written value by value. */
public final class JsonText {
    /** A name that occurs twice in an object has no right value, so such an object is malformed. */
    public static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private JsonText() {}

    /** Whatever writes one value. */
    @FunctionalInterface
    public interface Value {
        void write(JsonGenerator json) throws IOException;
    }

    /**
     * The value at the parser's token as text: null for null, a string's content, a number or an object or array as it is
     * written.
     *
     * @param text what the parser reads
     */
    public static @Nullable String valueText(JsonParser parser, String text) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token != JsonToken.START_OBJECT && token != JsonToken.START_ARRAY) {
            return parser.getText();
        }
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        return text.substring(start, (int) parser.currentLocation().getCharOffset());
    }

    public static String quote(@Nullable String text) {
        return text == null
                ? "null"
                : "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }

    /** The text of a value. */
    public static String of(Value value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            value.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /**
     * The text of an object.
     *
     * @param names of its members; one may be there twice
     * @param values of its members, by position; null is null
     * @param isJson whether a value, by its position, is JSON already; other values are written as strings
     */
    public static String object(List<String> names, List<@Nullable String> values, IntPredicate isJson) {
        return of(json -> {
            json.writeStartObject();
            for (int i = 0; i < names.size(); i++) {
                json.writeFieldName(names.get(i));
                String value = values.get(i);
                if (value == null) {
                    json.writeNull();
                } else if (isJson.test(i)) {
                    json.writeRawValue(value);
                } else {
                    json.writeString(value);
                }
            }
            json.writeEndObject();
        });
    }
}
