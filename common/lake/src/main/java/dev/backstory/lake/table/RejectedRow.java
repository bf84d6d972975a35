package dev.backstory.lake.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.json.JsonText;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the text of a rejected row says, in the words of the contract: every format writes a row as a JSON object with
 * the names its source has, and a row that could not be split into columns as a JSON string.
 */
public final class RejectedRow {
    /** Not the factory of {@link JsonText}: here a doubled name of a column that nobody needs is no reason to stop. */
    private static final JsonFactory JSON = new JsonFactory();

    private static final int LONGEST_NUMBER = 40;

    private final Map<String, @Nullable String> values;
    private final Source source;

    private RejectedRow(Map<String, @Nullable String> values, Source source) {
        this.values = values;
        this.source = source;
    }

    /** @param source the one the row came from; its mapping gives the names */
    public static RejectedRow of(String raw, Source source) {
        return new RejectedRow(values(raw), source);
    }

    private static Map<String, @Nullable String> values(String raw) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(raw)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Map.of();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                values.put(name, JsonText.valueText(parser, raw));
            }
            return values;
        } catch (IOException e) {
            return Map.of();
        }
    }

    /** A column by its logical name ({@code customer_id}) as text; empty when it is null or not there. */
    public Optional<String> value(String logical) {
        String constant = source.constants().get(logical);
        if (constant != null) {
            return Optional.of(constant);
        }
        String column = source.columns().get(logical);
        return column == null ? Optional.empty() : value(values, column);
    }

    private static Optional<String> value(Map<String, @Nullable String> values, String column) {
        if (values.containsKey(column)) {
            return Optional.ofNullable(values.get(column));
        }
        Optional<String> alike = values.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(column) && entry.getValue() != null)
                .map(Map.Entry::getValue)
                .findFirst();
        int dot = column.indexOf('.');
        return alike.isPresent() || dot <= 0
                ? alike
                : value(values, column.substring(0, dot))
                        .filter(object -> object.startsWith("{"))
                        .flatMap(object -> value(values(object), column.substring(dot + 1)));
    }

    /**
     * Whether it is this customer's.
     *
     * @param customerId a long, or a text where ids are texts
     */
    public boolean isOf(Object customerId) {
        return customerId instanceof Long number
                ? isOf(number.longValue())
                : value("customer_id").filter(customerId::equals).isPresent();
    }

    /** Whether it is this customer's, where ids are numbers. */
    public boolean isOf(long customerId) {
        Optional<BigDecimal> id = value("customer_id").flatMap(RejectedRow::number);
        return id.isPresent() && id.get().compareTo(BigDecimal.valueOf(customerId)) == 0;
    }

    /** Whether nobody can tell whose a rejected row was: it has no columns, or no customer that can be read. */
    public static boolean isNobodys(String raw, List<String> reasons, Source source) {
        String column = source.columns().get("customer_id") + " ";
        return !raw.stripLeading().startsWith("{")
                || reasons.stream().anyMatch(reason -> reason.regionMatches(true, 0, column, 0, column.length()));
    }

    private static Optional<BigDecimal> number(String text) {
        try {
            return text.length() > LONGEST_NUMBER ? Optional.empty() : Optional.of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
