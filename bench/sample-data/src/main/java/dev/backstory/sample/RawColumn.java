package dev.backstory.sample;

/** A column of a raw source. A value may always be null, and in a text format also a text that is not of the kind. */
record RawColumn(String name, Kind kind) {
    enum Kind {
        /** A {@link Long}. */
        NUMBER,
        /** A {@link String}. */
        TEXT,
        /** Microseconds since the epoch, a {@link Long}. */
        TIME,
        /** A list of {@link ShownItem}. */
        ITEMS
    }

    static RawColumn number(String name) {
        return new RawColumn(name, Kind.NUMBER);
    }

    static RawColumn text(String name) {
        return new RawColumn(name, Kind.TEXT);
    }

    static RawColumn time(String name) {
        return new RawColumn(name, Kind.TIME);
    }

    static RawColumn items(String name) {
        return new RawColumn(name, Kind.ITEMS);
    }
}
