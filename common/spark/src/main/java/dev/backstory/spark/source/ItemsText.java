package dev.backstory.spark.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.backstory.core.json.JsonText;
import dev.backstory.spark.source.row.KeyedValue;
import dev.backstory.spark.source.text.LooseUtf8;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Reads an impressions array from its JSON text: an array of structs of two strings, null when the text is not such an
 * array, empty for a null. An element that is no object is a null in it, so that the others keep their positions.
 */
final class ItemsText implements UDF1<String, Row[]> {
    private static final long serialVersionUID = 1L;
    private static final JsonFactory JSON = JsonText.FACTORY;

    private final String itemName;
    private final String flagName;

    /** @param flagName null for items without a flag */
    ItemsText(String itemName, @Nullable String flagName) {
        this.itemName = itemName;
        this.flagName = flagName;
    }

    DataType type() {
        StructType item = new StructType().add(itemName, DataTypes.StringType);
        return DataTypes.createArrayType(flagName == null ? item : item.add(flagName, DataTypes.StringType));
    }

    @Override
    public Row[] call(String text) {
        if (text == null) {
            return new Row[0];
        }
        try (JsonParser parser = JSON.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.VALUE_NULL && parser.nextToken() == null) {
                return new Row[0];
            }
            if (first != JsonToken.START_ARRAY) {
                return null;
            }
            List<Row> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(item(parser, text));
            }
            return parser.nextToken() == null ? items.toArray(new Row[0]) : null;
        } catch (IOException e) {
            return null;
        }
    }

    private Row item(JsonParser parser, String text) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return null;
        }
        KeyedValue item = new KeyedValue(itemName);
        KeyedValue flag = flagName == null ? null : new KeyedValue(flagName);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            String value = JsonText.valueText(parser, text);
            item.offer(name, value);
            if (flag != null) {
                flag.offer(name, value);
            }
        }
        String id = text(item);
        if (id != null && !LooseUtf8.isText(id)) {
            // Half of a surrogate pair is in no text: two such ids would become one.
            return null;
        }
        return flag == null ? RowFactory.create(id) : RowFactory.create(id, text(flag));
    }

    /** Where several keys may be meant, a text that is neither an id nor a flag, so that the item is rejected with it. */
    private static String text(KeyedValue found) {
        return found.isAmbiguous() ? found.all() : found.value();
    }
}
