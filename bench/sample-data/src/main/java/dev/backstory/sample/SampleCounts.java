package dev.backstory.sample;

import java.io.Serializable;

/**
 * What was written: rows per source, and what of it the contract rejects.
 *
 * @param impressions whole impressions
 * @param items items of all impressions that have a customer
 * @param rejectedActions of clicks, carts and orders together
 * @param rejectedImpressions whole impressions without a customer, and single items without a usable id
 */
public record SampleCounts(
        long clicks,
        long carts,
        long orders,
        long impressions,
        long items,
        long rejectedActions,
        long rejectedImpressions)
        implements Serializable {
    static final SampleCounts NONE = new SampleCounts(0, 0, 0, 0, 0, 0, 0);

    public long actions() {
        return clicks + carts + orders;
    }

    SampleCounts plus(SampleCounts other) {
        return new SampleCounts(
                clicks + other.clicks,
                carts + other.carts,
                orders + other.orders,
                impressions + other.impressions,
                items + other.items,
                rejectedActions + other.rejectedActions,
                rejectedImpressions + other.rejectedImpressions);
    }
}
