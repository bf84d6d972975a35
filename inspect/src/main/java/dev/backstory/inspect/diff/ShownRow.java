package dev.backstory.inspect.diff;

import dev.backstory.core.contract.CustomerHash;
import dev.backstory.core.contract.CustomerOrder;
import dev.backstory.inspect.ValueFormat;
import dev.backstory.lake.table.StoredHistory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An item that was shown: a row of {@code impressions}, or of {@code training} with its history.
 *
 * @param history null for impressions
 * @param words how its values are worded
 */
record ShownRow(
        int hash,
        long customer,
        @Nullable String ranking,
        int position,
        long item,
        @Nullable Integer label,
        int historyLength,
        @Nullable Long newestMicros,
        @Nullable StoredHistory history,
        Words words)
        implements ComparedRow {

    static ShownRow of(
            long customer, @Nullable String ranking, int position, long item, @Nullable Integer label, Words words) {
        return new ShownRow(CustomerHash.of(customer), customer, ranking, position, item, label, 0, null, null, words);
    }

    ShownRow with(StoredHistory beside, int length, @Nullable Long newest) {
        return new ShownRow(hash, customer, ranking, position, item, label, length, newest, beside, words);
    }

    @Override
    public int compareOrder(ComparedRow other) {
        ShownRow that = (ShownRow) other;
        int byCustomer = CustomerOrder.compare(hash, customer, that.hash, that.customer);
        if (byCustomer != 0) {
            return byCustomer;
        }
        int byRanking = compareRankings(ranking, that.ranking);
        return byRanking != 0 ? byRanking : Integer.compare(position, that.position);
    }

    /** Nulls first, then by UTF-8 bytes, an order that differs from that of Java's strings for some characters. */
    private static int compareRankings(@Nullable String left, @Nullable String right) {
        if (Objects.equals(left, right)) {
            return 0;
        }
        if (left == null || right == null) {
            return left == null ? -1 : 1;
        }
        return Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean isSame(ComparedRow other) {
        ShownRow that = (ShownRow) other;
        return item == that.item && hasSameLabel(that) && hasSameMeasures(that) && firstDifferentSlot(that) < 0;
    }

    boolean hasSameLabel(ShownRow that) {
        return Objects.equals(label, that.label);
    }

    /** history_length and newest_action_time. */
    boolean hasSameMeasures(ShownRow that) {
        return historyLength == that.historyLength && Objects.equals(newestMicros, that.newestMicros);
    }

    /** The first slot that differs; -1 if the histories are the same, as those of impressions are. */
    int firstDifferentSlot(ShownRow that) {
        return history == null || that.history == null ? -1 : history.firstDifference(that.history);
    }

    int differentSlots(ShownRow that) {
        return history == null || that.history == null ? 0 : history.differences(that.history);
    }

    /** For example {@code click 5}. */
    String slot(int slot) {
        return history == null || slot >= history.slots()
                ? "no slot"
                : ValueFormat.action(history.type(slot), history.item(slot), words.ids());
    }

    @Override
    public Object identity() {
        return item;
    }

    @Override
    public String describe() {
        return "ranking " + ranking + ", customer " + words.ids().customer(customer) + ", position " + position
                + ", item " + words.ids().item(item);
    }

    @Nullable
    String newestTime() {
        return ValueFormat.time(newestMicros, words.zone());
    }

    @Override
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("ranking", ranking);
        values.put("customer", words.ids().customer(customer));
        values.put("position", position);
        values.put("item", words.ids().item(item));
        values.put("label", label);
        if (history != null) {
            values.put("historyLength", historyLength);
            values.put("newestActionTime", newestTime());
        }
        return values;
    }
}
