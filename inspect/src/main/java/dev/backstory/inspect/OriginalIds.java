package dev.backstory.inspect;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.ids.IdSettings;
import dev.backstory.core.contract.ActionTypes;
import dev.backstory.core.contract.IdKind;
import dev.backstory.core.failure.UsageException;
import dev.backstory.lake.ids.DictionaryLookup;
import dev.backstory.lake.store.Lake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Between the ids that people know and those of the tables: the same, except where ids are texts. */
public final class OriginalIds {
    private final Lake lake;
    private final IdSettings ids;
    private final ActionTypes types;
    private final Map<IdKind, Map<Long, String>> known = new EnumMap<>(IdKind.class);
    private final Map<IdKind, DictionaryLookup> lookups = new EnumMap<>(IdKind.class);

    public OriginalIds(PipelineConfig config, Lake lake) {
        this.lake = lake;
        this.ids = config.ids();
        this.types = config.actionTypes();
        for (IdKind kind : IdKind.values()) {
            known.put(kind, new HashMap<>());
        }
    }

    /** What the codes of actions stand for. */
    public ActionTypes types() {
        return types;
    }

    public boolean isText(IdKind kind) {
        return ids.isText(kind);
    }

    /**
     * The customer that a user names.
     *
     * @param option whose value it is
     * @throws UsageException when it is no customer's id
     */
    public long customer(String option, String given) {
        if (!isText(IdKind.CUSTOMER)) {
            try {
                return Long.parseLong(given);
            } catch (NumberFormatException e) {
                throw new UsageException(
                        "Cannot use " + option + " '" + given + "' because ids of customers are 64-bit"
                                + " integers (ids.customer_id: number); give one",
                        e);
            }
        }
        try {
            return lookup(IdKind.CUSTOMER)
                    .number(given)
                    .orElseThrow(() -> new UsageException("Cannot use " + option + " '" + given
                            + "' because no row that was kept is of this customer: " + lake.ids(IdKind.CUSTOMER)
                            + " has no such text; spell it exactly as the source does, with upper and lower case and"
                            + " spaces"));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** Looks for many at once, before they are asked for one by one. */
    public void learn(IdKind kind, Collection<Long> numbers) {
        if (!isText(kind)) {
            return;
        }
        Set<Long> unknown = new HashSet<>(numbers);
        unknown.removeAll(known(kind).keySet());
        unknown.remove(0L);
        if (unknown.isEmpty()) {
            return;
        }
        try {
            known(kind).putAll(lookup(kind).texts(unknown));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** A customer as its source has it: a long, or a text. */
    public Object customer(long number) {
        return original(IdKind.CUSTOMER, number);
    }

    /** An item as its source has it: a long, or a text. */
    public Object item(long number) {
        return original(IdKind.ITEM, number);
    }

    private Object original(IdKind kind, long number) {
        if (!isText(kind)) {
            return number;
        }
        learn(kind, Set.of(number));
        String text = known(kind).get(number);
        return text == null ? "number " + number + ", which is nobody's" : text;
    }

    /** For example {@code 3}, or {@code 3 (SKU-9)} for a text. */
    public String numbered(IdKind kind, long number) {
        return isText(kind) ? number + " (" + original(kind, number) + ")" : "" + number;
    }

    private Map<Long, String> known(IdKind kind) {
        return known.getOrDefault(kind, Map.of());
    }

    private DictionaryLookup lookup(IdKind kind) {
        DictionaryLookup found = lookups.get(kind);
        if (found == null) {
            found = new DictionaryLookup(lake, kind);
            lookups.put(kind, found);
        }
        return found;
    }
}
