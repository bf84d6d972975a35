package dev.backstory.spark.source.format;

/** What a column of a source has to be. Text that can be read as it is accepted everywhere. */
enum RequiredType {
    DAY("a date or text"),
    NUMBER("an integer type, a decimal without fraction, or text"),
    TIME("a timestamp, or text in ISO-8601"),
    FLAG("a boolean, an integer type, or text"),
    TEXT("text or a number"),
    ITEMS("an array of structs, or its JSON text");

    private final String words;

    RequiredType(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    static RequiredType of(String logical) {
        return switch (logical) {
            case "dt" -> DAY;
            case "customer_id", "item_id" -> NUMBER;
            case "action_time" -> TIME;
            case "ranking_id" -> TEXT;
            case "impressions" -> ITEMS;
            case "is_order" -> FLAG;
            default -> throw new IllegalArgumentException("No source has a column " + logical);
        };
    }
}
