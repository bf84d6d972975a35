package dev.backstory.sample;

import java.time.LocalDate;
import java.util.SplittableRandom;

/**
 * What a customer likes on a day: one of the kinds of items, for two weeks. Histories show it, and labels follow it, so
 * that there is something to learn; what a label depends on besides is chance.
 */
final class Taste {
    /** Items are of a kind by their ids, so that each kind has popular and unpopular ones. */
    static final int KINDS = 20;

    private static final int DAYS = 14;
    /** Shops show more of what a customer likes. */
    private static final double SHOWN_SHARE = 0.3;

    private static final double LIKED_ORDER_SHARE = 0.15;
    private static final double OTHER_ORDER_SHARE = 0.01;

    private final SampleOptions options;
    private final int kind;

    Taste(SampleOptions options, int customer, LocalDate day) {
        this.options = options;
        // Customers change their minds on different days.
        long period = Math.floorDiv(day.toEpochDay() + customer, DAYS);
        this.kind = RandomStream.TASTE.of(options.seed(), customer, period).nextInt(KINDS);
    }

    /** An item that the customer acts on. */
    long acted(SplittableRandom random) {
        return item(options.signal(), random);
    }

    /** An item that is shown to the customer. */
    long shown(SplittableRandom random) {
        return item(SHOWN_SHARE, random);
    }

    boolean orders(long item, SplittableRandom random) {
        return random.nextDouble() < (likes(item) ? LIKED_ORDER_SHARE : OTHER_ORDER_SHARE);
    }

    boolean likes(long item) {
        return item % KINDS == kind;
    }

    private long item(double share, SplittableRandom random) {
        boolean liked = random.nextDouble() < share;
        long item = Draws.item(options.items(), random);
        if (!liked) {
            return item;
        }
        long near = item - item % KINDS + kind;
        return near < 1 || near > options.items() ? kind == 0 ? KINDS : kind : near;
    }
}
