package dev.backstory.sample;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What to generate.
 *
 * @param seed the same seed and options give the same content
 * @param customers their ids are 1 to {@code customers}
 * @param firstDay the first day with actions
 * @param historyDays days that have actions only
 * @param impressionDays days after those, which have actions and impressions
 * @param actionsPerCustomerDay mean over the customers that are not hot; some are far more active than others, and
 *     evenings and Sundays are busier
 * @param hotCustomers the customers 1 to {@code hotCustomers} have many actions: robots, resellers, test accounts
 * @param hotActions actions of each hot customer, over all days, to the row
 * @param rankingsPerCustomerDay mean number of impressions of a customer on an impression day
 * @param itemsPerRanking items of an impression
 * @param items items are 1 to {@code items}; low ids are far more popular
 * @param badShare share of the rows that something is wrong with; rows of hot customers are never spoiled
 * @param signal share of the actions that follow the taste a customer has; 0 plants none, so that labels cannot be
 *     foreseen
 * @param formats the format of each source
 * @param zone where a day begins, and the zone of times that carry none
 */
public record SampleOptions(
        long seed,
        int customers,
        LocalDate firstDay,
        int historyDays,
        int impressionDays,
        double actionsPerCustomerDay,
        int hotCustomers,
        long hotActions,
        double rankingsPerCustomerDay,
        int itemsPerRanking,
        int items,
        double badShare,
        double signal,
        Map<SampleSource, SampleFormat> formats,
        ZoneId zone)
        implements Serializable {

    /** @throws IllegalArgumentException that names every impossible value */
    public SampleOptions {
        List<String> problems = new ArrayList<>();
        require(customers >= 1, problems, "customers is " + customers + ", but must be at least 1");
        require(historyDays >= 0, problems, "historyDays is " + historyDays + ", but must be at least 0");
        require(impressionDays >= 1, problems, "impressionDays is " + impressionDays + ", but must be at least 1");
        require(
                actionsPerCustomerDay >= 0 && actionsPerCustomerDay <= 10_000,
                problems,
                "actionsPerCustomerDay is " + actionsPerCustomerDay + ", but must be 0 to 10000");
        require(
                hotCustomers >= 0 && hotCustomers <= customers,
                problems,
                "hotCustomers is " + hotCustomers + ", but must be 0 to the number of customers (" + customers + ")");
        require(hotActions >= 0, problems, "hotActions is " + hotActions + ", but must be at least 0");
        require(
                rankingsPerCustomerDay >= 0 && rankingsPerCustomerDay <= 10_000,
                problems,
                "rankingsPerCustomerDay is " + rankingsPerCustomerDay + ", but must be 0 to 10000");
        require(itemsPerRanking >= 1, problems, "itemsPerRanking is " + itemsPerRanking + ", but must be at least 1");
        require(items >= 1, problems, "items is " + items + ", but must be at least 1");
        require(badShare >= 0 && badShare <= 1, problems, "badShare is " + badShare + ", but must be 0 to 1");
        require(signal >= 0 && signal <= 1, problems, "signal is " + signal + ", but must be 0 to 1");
        require(
                signal == 0 || items >= Taste.KINDS,
                problems,
                "items is " + items + ", but must be at least " + Taste.KINDS + " for tastes to differ");
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("Cannot generate sample data: " + String.join("; ", problems));
        }
        formats = Map.copyOf(formats);
    }

    private static void require(boolean holds, List<String> problems, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }

    /** 1,000 customers, a month of history and a week of impressions, as Parquet, in UTC, nothing wrong. */
    public static Builder builder() {
        return new Builder();
    }

    SampleFormat format(SampleSource source) {
        return formats.get(source);
    }

    public int days() {
        return historyDays + impressionDays;
    }

    public LocalDate firstImpressionDay() {
        return firstDay.plusDays(historyDays);
    }

    public LocalDate lastDay() {
        return firstDay.plusDays(days() - 1L);
    }

    /** Options by name. Each method's default is that of {@link SampleOptions#builder}. */
    @SuppressWarnings("hiding")
    public static final class Builder {
        private long seed = 1;
        private int customers = 1_000;
        private LocalDate firstDay = LocalDate.of(2025, 1, 1);
        private int historyDays = 30;
        private int impressionDays = 7;
        private double actionsPerCustomerDay = 2.4;
        private int hotCustomers = 0;
        private long hotActions = 0;
        private double rankingsPerCustomerDay = 0.1;
        private int itemsPerRanking = 10;
        private int items = 100_000;
        private double badShare = 0;
        private double signal = 0;
        private final Map<SampleSource, SampleFormat> formats = new EnumMap<>(SampleSource.class);
        private ZoneId zone = ZoneId.of("UTC");

        private Builder() {
            format(SampleFormat.PARQUET);
        }

        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        public Builder customers(int customers) {
            this.customers = customers;
            return this;
        }

        public Builder firstDay(LocalDate firstDay) {
            this.firstDay = firstDay;
            return this;
        }

        public Builder historyDays(int historyDays) {
            this.historyDays = historyDays;
            return this;
        }

        public Builder impressionDays(int impressionDays) {
            this.impressionDays = impressionDays;
            return this;
        }

        public Builder actionsPerCustomerDay(double actionsPerCustomerDay) {
            this.actionsPerCustomerDay = actionsPerCustomerDay;
            return this;
        }

        /** @param actions of each of them, over all days */
        public Builder hotCustomers(int customers, long actions) {
            this.hotCustomers = customers;
            this.hotActions = actions;
            return this;
        }

        public Builder rankings(double perCustomerDay, int itemsPerRanking) {
            this.rankingsPerCustomerDay = perCustomerDay;
            this.itemsPerRanking = itemsPerRanking;
            return this;
        }

        public Builder items(int items) {
            this.items = items;
            return this;
        }

        public Builder badShare(double badShare) {
            this.badShare = badShare;
            return this;
        }

        public Builder signal(double signal) {
            this.signal = signal;
            return this;
        }

        /** The format of all sources. */
        public Builder format(SampleFormat format) {
            for (SampleSource source : SampleSource.values()) {
                formats.put(source, format);
            }
            return this;
        }

        public Builder format(SampleSource source, SampleFormat format) {
            formats.put(source, format);
            return this;
        }

        public Builder zone(ZoneId zone) {
            this.zone = zone;
            return this;
        }

        public SampleOptions build() {
            return new SampleOptions(
                    seed,
                    customers,
                    firstDay,
                    historyDays,
                    impressionDays,
                    actionsPerCustomerDay,
                    hotCustomers,
                    hotActions,
                    rankingsPerCustomerDay,
                    itemsPerRanking,
                    items,
                    badShare,
                    signal,
                    formats,
                    zone);
        }
    }
}
