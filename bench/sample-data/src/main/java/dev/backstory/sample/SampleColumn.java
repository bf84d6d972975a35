package dev.backstory.sample;

/** A column of a raw source. A value may always be null, and in a text format also a text that is not of the kind. */
record SampleColumn(String name, Kind kind) {
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

    static SampleColumn number(String name) {
        return new SampleColumn(name, Kind.NUMBER);
    }

    static SampleColumn text(String name) {
        return new SampleColumn(name, Kind.TEXT);
    }

    static SampleColumn time(String name) {
        return new SampleColumn(name, Kind.TIME);
    }

    static SampleColumn items(String name) {
        return new SampleColumn(name, Kind.ITEMS);
    }
}
