package dev.backstory.core.run;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import dev.backstory.core.contract.Table;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Reads the inputs of a record. A training day that was built day by day has one for each day of a year, and a look at a
 * lake reads hundreds of such days: the same few days and runs, each made from its text once.
 */
final class InputRunReader extends StdDeserializer<InputRun> {
    private static final long serialVersionUID = 1;
    /** More texts than this are not remembered: a lake's days and runs are fewer. */
    private static final int MOST = 100_000;

    private static final Map<String, LocalDate> DAYS = new ConcurrentHashMap<>();
    private static final Map<String, RunId> RUNS = new ConcurrentHashMap<>();

    InputRunReader() {
        super(InputRun.class);
    }

    @Override
    public InputRun deserialize(JsonParser json, DeserializationContext context) throws IOException {
        Table table = null;
        LocalDate from = null;
        LocalDate to = null;
        RunId run = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "table" -> table = context.readValue(json, Table.class);
                case "from" -> from = parsed(json, context, LocalDate.class, DAYS, LocalDate::parse);
                case "to" -> to = parsed(json, context, LocalDate.class, DAYS, LocalDate::parse);
                case "run" -> run = parsed(json, context, RunId.class, RUNS, RunId::new);
                default -> json.skipChildren();
            }
        }
        if (table == null || from == null || to == null || run == null) {
            return context.reportInputMismatch(this, "an input needs table, from, to and run");
        }
        return new InputRun(table, from, to, run);
    }

    private static <T> T parsed(
            JsonParser json,
            DeserializationContext context,
            Class<T> type,
            Map<String, T> known,
            Function<String, T> parse)
            throws IOException {
        String text = json.getText();
        T found = known.get(text);
        if (found != null) {
            return found;
        }
        try {
            T parsed = parse.apply(text);
            if (known.size() < MOST) {
                known.put(text, parsed);
            }
            return parsed;
        } catch (DateTimeException | IllegalArgumentException e) {
            throw context.weirdStringException(text, type, String.valueOf(e.getMessage()));
        }
    }
}
