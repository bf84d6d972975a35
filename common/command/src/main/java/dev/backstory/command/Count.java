package dev.backstory.command;

/** A number of things, as people read it. */
public final class Count {
    private Count() {}

    /** {@code 1 row}, {@code 2,000 rows}. */
    public static String of(long number, String one) {
        return of(number, one, one + "s");
    }

    /** {@code 1 history}, {@code 2 histories}. */
    public static String of(long number, String one, String many) {
        return Console.count(number) + " " + (number == 1 ? one : many);
    }
}
