package dev.backstory.core.config;

import dev.backstory.core.config.key.Names;
import java.util.Arrays;
import java.util.List;

/** What an audit warns of: most compare a day with earlier ones, which bad data and a good sale can both break. */
public enum Warning {
    VOLUME("actions impressions training histories"),
    REJECTED_SHARE("actions impressions"),
    TYPE_MIX("actions"),
    ORDERED_SHARE("impressions"),
    SHARE_WITHOUT_HISTORY("training histories"),
    MEAN_HISTORY_LENGTH("training histories"),
    EMPTY_SOURCE("actions"),
    NOT_ARRIVED("actions impressions"),
    OTHER_DAY("actions"),
    UNKNOWN_DAY("actions impressions"),
    LOOKBACK_COVERED("training histories vocabulary");

    private final String tables;

    /** @param tables the keys of dq whose audits can give it */
    Warning(String tables) {
        this.tables = tables;
    }

    /** The name in the file, such as {@code share-without-history}. */
    public String key() {
        return Names.kebab(name());
    }

    boolean isOf(String table) {
        return List.of(tables.split(" ", -1)).contains(table);
    }

    static List<String> keysOf(String table) {
        return Arrays.stream(values())
                .filter(warning -> warning.isOf(table))
                .map(Warning::key)
                .toList();
    }
}
