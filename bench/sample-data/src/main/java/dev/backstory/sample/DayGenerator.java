package dev.backstory.sample;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Makes the rows of one day and gives each to the sink of its source, customer by customer. */
final class DayGenerator {
    private static final double CLICK_SHARE = 0.88;
    private static final double CART_SHARE = 0.09;
    private static final double ORDER_SHARE = 0.02;
    private static final int SIZES_PER_ITEM = 10;

    private final SampleOptions options;
    private final Activity activity;
    private final LocalDate day;
    private final DayClock clock;
    private final Map<SampleSource, RowSink> sinks;

    private final Map<SampleSource, Long> rows = new EnumMap<>(SampleSource.class);
    private long shownItems;
    private long rejectedActions;
    private long rejectedImpressions;

    DayGenerator(SampleOptions options, Activity activity, LocalDate day, Map<SampleSource, RowSink> sinks) {
        this.options = options;
        this.activity = activity;
        this.day = day;
        this.clock = new DayClock(day, options.zone());
        this.sinks = sinks;
    }

    SampleCounts generate() throws IOException {
        for (int customer = 1; customer <= options.customers(); customer++) {
            // A separate stream for faults: the share of bad rows does not change the good ones.
            SplittableRandom faults = stream(RandomStream.FAULTS, customer);
            writeActions(customer, faults);
            if (sinks.containsKey(SampleSource.IMPRESSIONS)) {
                writeImpressions(customer, faults);
            }
        }
        return new SampleCounts(
                rows(SampleSource.CLICKS),
                rows(SampleSource.CARTS),
                rows(SampleSource.ORDERS),
                rows(SampleSource.IMPRESSIONS),
                shownItems,
                rejectedActions,
                rejectedImpressions);
    }

    private long rows(SampleSource source) {
        return rows.getOrDefault(source, 0L);
    }

    private SplittableRandom stream(RandomStream stream, int customer) {
        return stream.of(options.seed(), customer, day.toEpochDay());
    }

    private boolean isBad(int customer, SplittableRandom faults) {
        return options.badShare() > 0 && !activity.isHot(customer) && faults.nextDouble() < options.badShare();
    }

    private void writeActions(int customer, SplittableRandom faults) throws IOException {
        SplittableRandom random = stream(RandomStream.ACTIONS, customer);
        Taste taste = taste(customer);
        int count = activity.actions(customer, day, random);
        for (int action = 0; action < count; action++) {
            SampleSource source = sourceOf(random.nextDouble());
            long item = taste == null ? Draws.item(options.items(), random) : taste.acted(random);
            Object[] row = source == SampleSource.CLICKS
                    ? new Object[] {(long) customer, item, clock.micros(random)}
                    : new Object[] {
                        (long) customer,
                        item,
                        clock.micros(random),
                        item * SIZES_PER_ITEM + random.nextInt(SIZES_PER_ITEM)
                    };
            if (isBad(customer, faults)
                    && Faults.spoilAction(row, source, options.format(source).isText(), faults)) {
                rejectedActions++;
            }
            write(source, row);
        }
    }

    private static SampleSource sourceOf(double uniform) {
        if (uniform < CLICK_SHARE) {
            return SampleSource.CLICKS;
        }
        return uniform < CLICK_SHARE + CART_SHARE ? SampleSource.CARTS : SampleSource.ORDERS;
    }

    private void writeImpressions(int customer, SplittableRandom faults) throws IOException {
        SplittableRandom random = stream(RandomStream.IMPRESSIONS, customer);
        Taste taste = taste(customer);
        int count = activity.rankings(customer, random);
        for (int ranking = 0; ranking < count; ranking++) {
            List<ShownItem> shown = new ArrayList<>(options.itemsPerRanking());
            for (int position = 0; position < options.itemsPerRanking(); position++) {
                shown.add(taste == null ? withoutTaste(random) : ordered(customer, taste, random));
            }
            Object[] row = {day + "-" + customer + "-" + ranking, (long) customer, shown};
            if (isBad(customer, faults)) {
                rejectedImpressions += Faults.spoilImpression(row, faults);
            }
            if (row[1] != null && row[2] instanceof List<?> items) {
                shownItems += items.size();
            }
            write(SampleSource.IMPRESSIONS, row);
        }
    }

    private Taste taste(int customer) {
        return options.signal() > 0 ? new Taste(options, customer, day) : null;
    }

    private ShownItem withoutTaste(SplittableRandom random) {
        return new ShownItem(Draws.item(options.items(), random), random.nextDouble() < ORDER_SHARE);
    }

    /** An order of what is shown is an action of the day, as in a shop: whoever looks into the day sees the label. */
    private ShownItem ordered(int customer, Taste taste, SplittableRandom random) throws IOException {
        long item = taste.shown(random);
        boolean isOrder = taste.orders(item, random);
        if (isOrder) {
            long simple = item * SIZES_PER_ITEM + random.nextInt(SIZES_PER_ITEM);
            write(SampleSource.ORDERS, new Object[] {(long) customer, item, clock.micros(random), simple});
        }
        return new ShownItem(item, isOrder);
    }

    private void write(SampleSource source, Object[] row) throws IOException {
        sinks.get(source).write(row);
        rows.merge(source, 1L, Long::sum);
    }
}
