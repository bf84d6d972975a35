package dev.backstory.lake.ids;

import dev.backstory.core.config.ids.IdSettings;
import dev.backstory.core.contract.IdKind;
import dev.backstory.lake.store.Lake;
import java.io.IOException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The texts that ids had in their sources, where ids are texts; each is looked for once. For one thread. */
public final class OriginalTexts {
    private final Lake lake;
    private final IdSettings ids;
    private final Map<IdKind, DictionaryLookup> lookups = new EnumMap<>(IdKind.class);
    private final Map<IdKind, Map<Long, Optional<String>>> known = new EnumMap<>(IdKind.class);

    public OriginalTexts(IdSettings ids, Lake lake) {
        this.ids = ids;
        this.lake = lake;
    }

    public boolean isText(IdKind kind) {
        return ids.isText(kind);
    }

    /** Looks for many at once, before they are asked for one by one; nothing to do where ids are numbers. */
    public void learn(IdKind kind, Collection<Long> numbers) throws IOException {
        if (!isText(kind)) {
            return;
        }
        Map<Long, Optional<String>> texts = texts(kind);
        Set<Long> unknown = new HashSet<>(numbers);
        unknown.removeAll(texts.keySet());
        unknown.remove(0L);
        if (unknown.isEmpty()) {
            return;
        }
        Map<Long, String> found = lookup(kind).texts(unknown);
        unknown.forEach(number -> texts.put(number, Optional.ofNullable(found.get(number))));
    }

    /** A text that was {@linkplain #learn learned}; empty for a number that no text has. */
    public Optional<String> text(IdKind kind, long number) {
        return texts(kind).getOrDefault(number, Optional.empty());
    }

    /** The number of a text; empty when it has none. */
    public OptionalLong number(IdKind kind, String text) throws IOException {
        return lookup(kind).number(text);
    }

    private Map<Long, Optional<String>> texts(IdKind kind) {
        return known.computeIfAbsent(kind, none -> new HashMap<>());
    }

    private DictionaryLookup lookup(IdKind kind) {
        return lookups.computeIfAbsent(kind, wanted -> new DictionaryLookup(lake, wanted));
    }
}
