package dev.backstory.inspect.diff;

import dev.backstory.command.Count;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Counts of all differences, and the first of each kind as examples. */
final class Tally {
    private final int mostExamples;
    private final List<Example> added = new ArrayList<>();
    private final List<Example> removed = new ArrayList<>();
    private final List<Example> changed = new ArrayList<>();
    private long equalRows;
    private long addedRows;
    private long removedRows;
    private long changedRows;
    private long changedLabels;
    private long changedHistories;
    private long changedMeasures;
    private long customers;
    private @Nullable Long lastCustomer;

    /**
     * A row that differs.
     *
     * @param values those that identify it, and its others (of a changed row, those that are the same on both sides)
     * @param text the same for people
     */
    record Example(Map<String, Object> values, String text) {}

    /** @param mostExamples of each kind */
    Tally(int mostExamples) {
        this.mostExamples = mostExamples;
    }

    void equal() {
        equalRows++;
    }

    void added(ComparedRow row) {
        addedRows++;
        different(row);
        keep(added, row);
    }

    void removed(ComparedRow row) {
        removedRows++;
        different(row);
        keep(removed, row);
    }

    void changed(ComparedRow before, ComparedRow after) {
        changedRows++;
        different(before);
        ShownRow left = (ShownRow) before;
        ShownRow right = (ShownRow) after;
        int firstSlot = left.firstDifferentSlot(right);
        changedLabels += left.hasSameLabel(right) ? 0 : 1;
        changedMeasures += left.hasSameMeasures(right) ? 0 : 1;
        changedHistories += firstSlot < 0 ? 0 : 1;
        if (changed.size() < mostExamples) {
            changed.add(example(left, right, firstSlot));
        }
    }

    /** Rows arrive in the order of their customers. */
    private void different(ComparedRow row) {
        if (lastCustomer == null || lastCustomer != row.customer()) {
            customers++;
            lastCustomer = row.customer();
        }
    }

    private void keep(List<Example> examples, ComparedRow row) {
        if (examples.size() < mostExamples) {
            Map<String, Object> values = row.values();
            Object label = values.get("label");
            examples.add(new Example(values, row.describe() + (label == null ? "" : ", label " + label)));
        }
    }

    private static Example example(ShownRow left, ShownRow right, int firstSlot) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("ranking", left.ranking());
        values.put("customer", left.words().ids().customer(left.customer()));
        values.put("position", left.position());
        values.put("item", left.words().ids().item(left.item()));
        List<String> texts = new ArrayList<>();
        change(values, texts, "label", "label", left.label(), right.label());
        change(values, texts, "historyLength", "history_length", left.historyLength(), right.historyLength());
        change(values, texts, "newestActionTime", "newest_action_time", left.newestTime(), right.newestTime());
        if (firstSlot >= 0) {
            int slots = left.differentSlots(right);
            values.put("firstDifferentSlot", firstSlot);
            values.put("differentSlots", slots);
            values.put("slot", pair(left.slot(firstSlot), right.slot(firstSlot)));
            texts.add(Count.of(slots, "slot") + " differ" + (slots == 1 ? "s" : "") + ", first slot " + firstSlot + ": "
                    + left.slot(firstSlot) + " -> " + right.slot(firstSlot));
        }
        return new Example(values, left.describe() + ": " + String.join("; ", texts));
    }

    private static void change(
            Map<String, Object> values,
            List<String> texts,
            String name,
            String column,
            @Nullable Object left,
            @Nullable Object right) {
        if (!Objects.equals(left, right)) {
            values.put(name, pair(left, right));
            texts.add(column + " " + left + " -> " + right);
        }
    }

    private static Map<String, Object> pair(@Nullable Object left, @Nullable Object right) {
        Map<String, Object> pair = new LinkedHashMap<>();
        pair.put("left", left);
        pair.put("right", right);
        return pair;
    }

    Difference.Rows rows() {
        return new Difference.Rows(equalRows, addedRows, removedRows, changedRows, customers);
    }

    Difference.Changes changes() {
        return new Difference.Changes(changedLabels, changedHistories, changedMeasures);
    }

    List<Example> added() {
        return added;
    }

    List<Example> removed() {
        return removed;
    }

    List<Example> changed() {
        return changed;
    }
}
