package dev.backstory.core.run;

import dev.backstory.core.contract.IdKind;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code _DICTIONARY.json}: which numbers have been given to the texts of a kind of ids. Numbers are given from 1 on,
 * without a gap, and never given up.
 *
 * @param format the layout of the files, {@link #FORMAT} when this code can read them
 * @param version goes up by one with each change
 * @param next the number that the next new text gets
 * @param parts in the order of their numbers; a file that is not among them is a leftover
 */
public record DictionaryRecord(int format, IdKind kind, long version, long next, List<DictionaryPart> parts) {
    public static final int FORMAT = 1;

    public DictionaryRecord {
        parts = List.copyOf(parts);
    }

    /** Without any text. */
    public static DictionaryRecord empty(IdKind kind) {
        return new DictionaryRecord(FORMAT, kind, 0, 1, List.of());
    }

    /**
     * With more parts.
     *
     * @throws IllegalArgumentException when their numbers do not follow those that are given
     */
    public DictionaryRecord with(List<DictionaryPart> added) {
        List<DictionaryPart> all = new ArrayList<>(parts);
        long number = next;
        for (DictionaryPart part : added) {
            if (part.first() != number || part.rows() < 1) {
                throw new IllegalArgumentException("Cannot add " + part + " where " + number + " is the next number");
            }
            all.add(part);
            number += part.rows();
        }
        return new DictionaryRecord(FORMAT, kind, version + 1, number, all);
    }

    /** How many texts have a number. */
    public long texts() {
        return next - 1;
    }

    /** The size of all texts in UTF-8. */
    public long textBytes() {
        return parts.stream().mapToLong(DictionaryPart::textBytes).sum();
    }

    /** Whether it can be what this code has written. */
    public boolean isWhole() {
        if (format != FORMAT || kind == null || version < 0) {
            return false;
        }
        long number = 1;
        for (DictionaryPart part : parts) {
            if (part.name() == null || part.first() != number || part.rows() < 1) {
                return false;
            }
            number += part.rows();
        }
        return number == next;
    }
}
