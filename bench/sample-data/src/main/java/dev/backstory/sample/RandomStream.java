package dev.backstory.sample;

import java.util.SplittableRandom;

/** Random streams that depend on what they are for, and on nothing else. */
enum RandomStream {
    ACTIVITY(1),
    ACTIONS(2),
    IMPRESSIONS(3),
    FAULTS(4),
    TASTE(5);

    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private final int number;

    RandomStream(int number) {
        this.number = number;
    }

    SplittableRandom of(long seed, long customer, long epochDay) {
        long state = mix(seed + GOLDEN_GAMMA * number);
        state = mix(state ^ customer * GOLDEN_GAMMA);
        return new SplittableRandom(mix(state ^ epochDay * GOLDEN_GAMMA));
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014): neighbouring inputs give unrelated outputs. */
    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
