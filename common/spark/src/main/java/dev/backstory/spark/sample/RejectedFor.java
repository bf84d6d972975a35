package dev.backstory.spark.sample;

/**
 * A reason for which rows of a sample are rejected.
 *
 * @param reason without the values that it is about
 * @param rows how many; a row may have several reasons
 * @param example the first such row, with its reason as it is said of it
 */
public record RejectedFor(String reason, long rows, Example example) {

    /** @param raw the row as JSON text, cut where it is long */
    public record Example(String reason, String raw) {}

    RejectedFor plusOne() {
        return new RejectedFor(reason, rows + 1, example);
    }
}
