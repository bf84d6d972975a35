package dev.backstory.spark.source.row;

/** What a column of a source has to be. Text is accepted everywhere: each value is then read as what it has to be. */
enum RequiredType {
    DAY("a date or text"),
    NUMBER("an integer type, a decimal with scale 0, or text"),
    TIME("a timestamp, or text in ISO-8601"),
    FLAG("a boolean, an integer type, or text"),
    IDENTIFIER("text or a number"),
    ITEMS("an array of structs, or its JSON text");

    private final String words;

    RequiredType(String words) {
        this.words = words;
    }

    /** For messages: "... is needed". */
    String words() {
        return words;
    }

    boolean accepts(SourceType type) {
        return type == SourceType.TEXT
                || switch (this) {
                    case DAY -> type == SourceType.DATE;
                    case NUMBER -> type == SourceType.INTEGER || type == SourceType.WHOLE_DECIMAL;
                    case TIME -> type == SourceType.INSTANT || type == SourceType.WALL_CLOCK;
                    case FLAG -> type == SourceType.BOOLEAN || type == SourceType.INTEGER;
                    case IDENTIFIER ->
                        type == SourceType.INTEGER || type == SourceType.WHOLE_DECIMAL || type == SourceType.FRACTION;
                    case ITEMS -> type == SourceType.STRUCTS;
                };
    }

    static RequiredType of(String logical) {
        return switch (logical) {
            case "dt" -> DAY;
            case "customer_id", "item_id" -> NUMBER;
            case "action_time" -> TIME;
            case "ranking_id" -> IDENTIFIER;
            case "impressions" -> ITEMS;
            case "is_order" -> FLAG;
            default -> throw new IllegalArgumentException("No source has a column " + logical);
        };
    }
}
