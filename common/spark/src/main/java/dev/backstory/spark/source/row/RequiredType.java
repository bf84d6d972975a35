package dev.backstory.spark.source.row;

import org.jspecify.annotations.Nullable;

/** What a column of a source has to be. Text is accepted everywhere: each value is then read as what it has to be. */
enum RequiredType {
    DAY("a date, a timestamp, or text"),
    NUMBER("an integer type, a decimal with scale 0, or text"),
    TIME("a timestamp, or text in ISO-8601"),
    FLAG("a boolean, an integer type, or text"),
    IDENTIFIER("text or a number"),
    ITEMS("an array of structs, or its JSON text"),
    LIST("an array of texts, numbers or booleans, or its JSON text"),
    CODE("text, a whole number or a boolean"),
    ANY("a simple type, or an array of structs or simple types"),
    COMPARABLE("text, a number, a boolean, a date or a timestamp");

    private final String words;

    RequiredType(String words) {
        this.words = words;
    }

    /** For messages: "... is needed". */
    String words() {
        return words;
    }

    /** The key of a source that says how a number is read as this; null where none does. */
    @Nullable
    String formatKey(SourceType type) {
        boolean isNumber =
                type == SourceType.INTEGER || type == SourceType.WHOLE_DECIMAL || type == SourceType.FRACTION;
        return !isNumber ? null : this == TIME ? "time-format" : this == DAY ? "day-format" : null;
    }

    boolean accepts(SourceType type) {
        return type == SourceType.TEXT
                || switch (this) {
                    case DAY -> type == SourceType.DATE || type == SourceType.INSTANT || type == SourceType.WALL_CLOCK;
                    case NUMBER -> type == SourceType.INTEGER || type == SourceType.WHOLE_DECIMAL;
                    case TIME -> type == SourceType.INSTANT || type == SourceType.WALL_CLOCK;
                    case FLAG -> type == SourceType.BOOLEAN || type == SourceType.INTEGER;
                    case IDENTIFIER ->
                        type == SourceType.INTEGER || type == SourceType.WHOLE_DECIMAL || type == SourceType.FRACTION;
                    case ITEMS -> type == SourceType.STRUCTS;
                    case LIST -> type == SourceType.LIST;
                    case CODE ->
                        type == SourceType.INTEGER || type == SourceType.WHOLE_DECIMAL || type == SourceType.BOOLEAN;
                    case ANY -> type != SourceType.OTHER;
                    case COMPARABLE ->
                        type != SourceType.STRUCTS && type != SourceType.LIST && type != SourceType.OTHER;
                };
    }

    static RequiredType of(String logical) {
        return switch (logical) {
            case "dt" -> DAY;
            case "customer_id", "item_id", "position" -> NUMBER;
            case "action_time", "impression_time" -> TIME;
            case SourceShape.EVENT_TYPE -> CODE;
            case "ranking_id" -> IDENTIFIER;
            case "impressions" -> ITEMS;
            case "is_order" -> FLAG;
            default -> throw new IllegalArgumentException("No source has a column " + logical);
        };
    }
}
