package dev.backstory.inspect.explain;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The customer's actions with what became of each, and the history that they make: sort all, take the first ones.
 *
 * @param told newest first
 * @param used the history, from slot 0 on
 * @param unlisted actions beyond the length that were counted and not kept
 */
record Timeline(List<Told> told, List<CustomerAction> used, long unlisted) {

    /** @param slot its place in the history, from 0; null when it has none */
    record Told(
            CustomerAction action,
            ActionOutcome fate,
            @Nullable Integer slot) {}

    static Timeline of(Cutoff cut, List<CustomerAction> actions, long unlisted) {
        List<CustomerAction> sorted = new ArrayList<>(actions);
        sorted.sort(CustomerAction.NEWEST_FIRST);
        List<Told> told = new ArrayList<>();
        List<CustomerAction> used = new ArrayList<>();
        for (CustomerAction action : sorted) {
            ActionOutcome fate = cut.fateOfDayAndTime(action);
            if (fate == ActionOutcome.USED && used.size() == cut.length()) {
                fate = ActionOutcome.BEYOND_LENGTH;
            }
            told.add(new Told(action, fate, fate == ActionOutcome.USED ? (Integer) used.size() : null));
            if (fate == ActionOutcome.USED) {
                used.add(action);
            }
        }
        return new Timeline(List.copyOf(told), List.copyOf(used), unlisted);
    }

    List<Told> of(ActionOutcome fate) {
        return told.stream().filter(each -> each.fate() == fate).toList();
    }

    long count(ActionOutcome fate) {
        return of(fate).size() + (fate == ActionOutcome.BEYOND_LENGTH ? unlisted : 0);
    }

    @Nullable
    Long newestMicros() {
        return used.isEmpty() ? null : used.get(0).micros();
    }
}
