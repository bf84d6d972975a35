package dev.backstory.spark.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.backstory.core.json.JsonText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.api.java.UDF1;
import org.jspecify.annotations.Nullable;

/** Reads a list from its JSON text: an array of strings, null when the text is not an array. */
final class ListText implements UDF1<String, String[]> {
    private static final long serialVersionUID = 1L;

    @Override
    public String @Nullable [] call(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try (JsonParser parser = JsonText.FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return null;
            }
            List<@Nullable String> elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(JsonText.valueText(parser, text));
            }
            return parser.nextToken() == null ? elements.toArray(new String[0]) : null;
        } catch (IOException e) {
            return null;
        }
    }
}
