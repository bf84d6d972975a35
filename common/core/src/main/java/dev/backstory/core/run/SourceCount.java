package dev.backstory.core.run;

/**
 * What became of one source's rows of one day; read = kept + rejected is checked when the run is staged.
 *
 * @param read rows (impressions: items, and whole impressions that were rejected count as one each; {@link
 *     StagedDay#withoutItems} are not among them) read from the source
 * @param kept rows in the table
 * @param rejected rows in {@code rejected/<table>}
 */
public record SourceCount(long read, long kept, long rejected) {
    public static final SourceCount NONE = new SourceCount(0, 0, 0);

    public SourceCount plus(SourceCount other) {
        return new SourceCount(read + other.read, kept + other.kept, rejected + other.rejected);
    }
}
