package dev.backstory.lake.page;

/** Item ids as {@code training.numbers: narrow} writes them. */
public final class NarrowItem {
    private NarrowItem() {}

    public static int of(long item, long customerId) {
        if (item != (int) item) {
            throw new IllegalArgumentException("Cannot write item " + item + " of customer " + customerId
                    + " because training.numbers is narrow and the id does not fit an int; set training.numbers: wide");
        }
        return (int) item;
    }
}
