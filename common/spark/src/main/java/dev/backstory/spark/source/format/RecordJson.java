package dev.backstory.spark.source.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.backstory.core.json.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Makes the JSON text of a row from its cells. It runs for rejected rows only, so every row carries its cells, and what
 * they are called, as one text that is the same for all rows of a file: {@code ["dt",false,"customer_id",true]}, each name
 * followed by whether its cells are JSON already.
 */
public final class RecordJson implements UDF2<String, Seq<String>, String> {
    private static final long serialVersionUID = 1L;

    /** Not the factory of {@link JsonText}: a header may have a name twice that nobody needs. */
    private static final JsonFactory JSON = new JsonFactory();

    /** @param cells an array of strings */
    static Column of(Column names, Column cells) {
        return functions.udf(new RecordJson(), DataTypes.StringType).apply(names, cells);
    }

    /** @param isJson whether the cells of a column, by its position, are JSON already */
    public static String names(List<String> names, IntPredicate isJson) {
        return JsonText.of(json -> {
            json.writeStartArray();
            for (int i = 0; i < names.size(); i++) {
                json.writeString(names.get(i));
                json.writeBoolean(isJson.test(i));
            }
            json.writeEndArray();
        });
    }

    @Override
    public String call(String names, Seq<String> cells) {
        List<String> columns = new ArrayList<>();
        BitSet isJson = new BitSet();
        try (JsonParser parser = JSON.createParser(names)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.VALUE_STRING) {
                columns.add(parser.getText());
                isJson.set(columns.size() - 1, parser.nextToken() == JsonToken.VALUE_TRUE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return JsonText.object(columns, JavaConverters.seqAsJavaList(cells), isJson::get);
    }
}
