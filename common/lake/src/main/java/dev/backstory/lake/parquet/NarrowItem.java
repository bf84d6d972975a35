package dev.backstory.lake.parquet;

/** Item ids as {@code training.numbers: narrow} writes them. */
final class NarrowItem {
    private NarrowItem() {}

    static int of(long item, long customerId) {
        if (item != (int) item) {
            throw new IllegalArgumentException("Cannot write item " + item + " of customer " + customerId
                    + " because training.numbers is narrow and the id does not fit an int; set training.numbers: wide");
        }
        return (int) item;
    }
}
