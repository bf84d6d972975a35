package dev.backstory.core.config.ids;

import dev.backstory.core.config.key.Key;
import dev.backstory.core.config.key.Violations;
import org.jspecify.annotations.Nullable;

/**
 * Which items a vocabulary has.
 *
 * @param minCount items with fewer actions in the lookback have no index of their own
 * @param maxItems at most this many items have one, those with the most actions; null for any number
 */
public record VocabularySettings(
        @Key(
                doc = "How many actions an item needs, in the lookback, to be in the vocabulary.",
                example = "5",
                defaultValue = "2",
                min = 1,
                max = Integer.MAX_VALUE)
        int minCount,

        @Key(
                doc = "How many items a vocabulary may have: those with the most actions.",
                example = "1000000",
                min = 1,
                max = VocabularySettings.MOST_ITEMS)
        @Nullable
        Integer maxItems) {

    /** The index of no item: what pads a history. */
    public static final int PADDING = 0;

    /** The index of every item that the vocabulary does not have. */
    public static final int UNKNOWN = 1;

    /** The index of the item with the most actions. */
    public static final int FIRST = 2;

    /** So that each has an index of 32 bits. */
    static final int MOST_ITEMS = Integer.MAX_VALUE - FIRST;

    public VocabularySettings {
        Violations violations = new Violations();
        if (minCount < 1) {
            violations.add(minCount + " is out of range; allowed: an integer from 1 on", "min-count");
        }
        if (maxItems != null && (maxItems < 1 || maxItems > MOST_ITEMS)) {
            violations.add(maxItems + " is out of range; allowed: an integer from 1 to " + MOST_ITEMS, "max-items");
        }
        violations.throwIfAny();
    }

    /** How many items one may have at most. */
    public long most() {
        return maxItems == null ? MOST_ITEMS : maxItems;
    }
}
