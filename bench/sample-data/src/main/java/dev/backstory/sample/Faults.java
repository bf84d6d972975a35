package dev.backstory.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What can be wrong with a raw row, and how the contract takes it. */
final class Faults {
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final int ACTION_FAULTS = 10;
    private static final int TYPED_ACTION_FAULTS = 7;
    private static final int IMPRESSION_FAULTS = 5;

    private Faults() {}

    /** @return whether the contract rejects the row; the other faults matter, but are kept */
    static boolean spoilAction(Object[] row, SampleSource source, boolean textFormat, SplittableRandom random) {
        switch (random.nextInt(textFormat ? ACTION_FAULTS : TYPED_ACTION_FAULTS)) {
            case 0 -> row[SampleSource.ACTION_CUSTOMER] = null;
            case 1 -> row[SampleSource.ACTION_ITEM] = null;
            case 2 -> row[SampleSource.ACTION_ITEM] = 0L;
            case 3 -> row[SampleSource.ACTION_ITEM] = -1L;
            case 4 -> {
                row[SampleSource.ACTION_TIME] = null;
                // An order without a time happens at midnight of its day.
                return source != SampleSource.ORDERS;
            }
            case 5 -> {
                // Booked a day before it happened: its dt alone would let it leak into the day between.
                row[SampleSource.ACTION_TIME] = (Long) row[SampleSource.ACTION_TIME] + MICROS_PER_DAY;
                return false;
            }
            case 6 -> {
                // Arrived years late: new by its dt, old by its time.
                row[SampleSource.ACTION_TIME] = (Long) row[SampleSource.ACTION_TIME] - 800 * MICROS_PER_DAY;
                return false;
            }
            case 7 -> row[SampleSource.ACTION_CUSTOMER] = "unknown";
            case 8 -> row[SampleSource.ACTION_ITEM] = "n/a";
            default -> row[SampleSource.ACTION_TIME] = "yesterday";
        }
        return true;
    }

    /**
     * Spoils an impression (ranking_id, customer_id, impressions).
     *
     * @return how many things the contract rejects: the whole impression, or one of its items
     */
    static int spoilImpression(Object[] row, SplittableRandom random) {
        @SuppressWarnings("unchecked")
        List<ShownItem> items = new ArrayList<>((List<ShownItem>) row[2]);
        int position = random.nextInt(items.size());
        switch (random.nextInt(IMPRESSION_FAULTS)) {
            case 0 -> row[1] = null;
            case 1 -> items.set(position, new ShownItem(null, false));
            case 2 -> items.set(position, new ShownItem(0L, false));
            case 3 -> {
                items.clear();
                row[2] = items;
                return 0;
            }
            default -> {
                row[2] = null;
                return 0;
            }
        }
        row[2] = items;
        return 1;
    }
}
