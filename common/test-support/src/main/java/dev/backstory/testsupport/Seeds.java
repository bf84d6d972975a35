package dev.backstory.testsupport;

/** Where random tests get their seeds, so that a failure can be played again: {@code mvn … -Dbackstory.seed=4711}. */
public final class Seeds {
    private static final String PROPERTY = "backstory.seed";

    private Seeds() {}

    /** The seed that was asked for, else a new one. A test says in every assertion which seed it had. */
    public static long next() {
        return or(System.nanoTime());
    }

    /** The seed that was asked for, else the usual one of a test whose data is the same every time. */
    public static long or(long usual) {
        return Long.getLong(PROPERTY, usual);
    }
}
