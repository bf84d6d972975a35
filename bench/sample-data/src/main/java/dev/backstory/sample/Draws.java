package dev.backstory.sample;

import java.util.SplittableRandom;

/** Random draws. StrictMath keeps them the same on every machine. */
final class Draws {
    private static final double SMALL_MEAN = 30;

    private Draws() {}

    /** A count with the given mean: Poisson, by Knuth's product of uniforms, and its normal limit for large means. */
    static int poisson(double mean, SplittableRandom random) {
        if (mean > SMALL_MEAN) {
            return (int) Math.max(0, Math.round(mean + StrictMath.sqrt(mean) * gaussian(random)));
        }
        double limit = StrictMath.exp(-mean);
        int count = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }

    /** Standard normal, by Box and Muller. */
    static double gaussian(SplittableRandom random) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
    }

    /** An item of 1 to {@code items}: half of all draws fall on the first eighth. */
    static long item(int items, SplittableRandom random) {
        double uniform = random.nextDouble();
        return 1 + (long) (items * uniform * uniform * uniform);
    }
}
