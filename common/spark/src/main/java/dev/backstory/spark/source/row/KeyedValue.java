package dev.backstory.spark.source.row;

/**
 * What a JSON object has under one name: the value of the key that is spelled exactly so, else of the key that has the
 * name in other upper and lower case, if there is only one.
 */
public final class KeyedValue {
    private final String name;
    private String key;
    private String value;
    private boolean isExact;
    /** Keys that may be meant, and what they have; null unless there are several. */
    private String keys;

    private String all;

    public KeyedValue(String name) {
        this.name = name;
    }

    /** Takes what the object has under a key, if it may be what is looked for. No key comes twice. */
    public void offer(String offeredKey, String offered) {
        if (isExact || !offeredKey.equalsIgnoreCase(name)) {
            return;
        }
        isExact = offeredKey.equals(name);
        if (key != null && !isExact) {
            keys = (keys == null ? key : keys) + ", " + offeredKey;
            all = (all == null ? key + ": " + value : all) + ", " + offeredKey + ": " + offered;
        }
        key = offeredKey;
        value = offered;
    }

    /** Whether any key has been offered that may be meant. */
    public boolean isThere() {
        return key != null;
    }

    /** Whether several keys may be meant, none of them spelled exactly so. */
    public boolean isAmbiguous() {
        return !isExact && keys != null;
    }

    /** Such keys, for a reason. */
    public String keys() {
        return keys;
    }

    /** Such keys with what they have: the value of no type. */
    public String all() {
        return all;
    }

    /** Null when there is none, or several. */
    public String value() {
        return isAmbiguous() ? null : value;
    }
}
