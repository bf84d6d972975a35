package dev.backstory.sample;

import java.io.Serializable;

/**
 * What was written: rows per source, and what of it the contract refuses.
 *
 * @param impressions whole impressions
 * @param items items of all impressions that have a customer
 * @param refusedActions of clicks, carts and orders together
 * @param refusedImpressions whole impressions without a customer, and single items without a usable id
 */
public record SampleCounts(
        long clicks,
        long carts,
        long orders,
        long impressions,
        long items,
        long refusedActions,
        long refusedImpressions)
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
                refusedActions + other.refusedActions,
                refusedImpressions + other.refusedImpressions);
    }
}
