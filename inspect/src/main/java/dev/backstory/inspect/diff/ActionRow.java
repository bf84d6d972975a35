package dev.backstory.inspect.diff;

import dev.backstory.core.contract.ActionOrder;
import dev.backstory.core.contract.CustomerHash;
import dev.backstory.core.contract.CustomerOrder;
import dev.backstory.inspect.ValueFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A row of {@code actions}. It has no values but those that order it, so it cannot change: it is there or it is not.
 *
 * @param micros microseconds since 1970-01-01T00:00Z
 * @param words how its values are worded
 */
record ActionRow(int hash, long customer, long micros, int type, long item, Words words) implements ComparedRow {
    static ActionRow of(long customer, long micros, int type, long item, Words words) {
        return new ActionRow(CustomerHash.of(customer), customer, micros, type, item, words);
    }

    @Override
    public int compareOrder(ComparedRow other) {
        ActionRow that = (ActionRow) other;
        int byCustomer = CustomerOrder.compare(hash, customer, that.hash, that.customer);
        return byCustomer != 0
                ? byCustomer
                : ActionOrder.compare(micros, type, item, that.micros, that.type, that.item);
    }

    @Override
    public boolean isSame(ComparedRow other) {
        return compareOrder(other) == 0;
    }

    @Override
    public Object identity() {
        return this;
    }

    @Override
    public String describe() {
        return "customer " + words.ids().customer(customer) + ", " + time() + ", "
                + ValueFormat.action(type, item, words.ids());
    }

    private String time() {
        return Objects.requireNonNull(ValueFormat.time(micros, words.zone()));
    }

    @Override
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("customer", words.ids().customer(customer));
        values.put("time", time());
        values.put("type", words.ids().types().name(type));
        values.put("item", words.ids().item(item));
        return values;
    }
}
