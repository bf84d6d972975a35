package dev.backstory.inspect.explain;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The customer's actions with the outcome of each, and the history that they make: sort all, take the first.
 *
 * @param placed newest first
 * @param used the history, from slot 0 on
 * @param unlisted actions beyond the length that were counted and not kept
 */
record Timeline(List<Placed> placed, List<CustomerAction> used, long unlisted) {

    /** @param slot its place in the history, from 0; null when it has none */
    record Placed(
            CustomerAction action,
            ActionOutcome outcome,
            @Nullable Integer slot) {}

    static Timeline of(Cutoff cut, List<CustomerAction> actions, long unlisted) {
        List<CustomerAction> sorted = new ArrayList<>(actions);
        sorted.sort(CustomerAction.NEWEST_FIRST);
        List<Placed> placed = new ArrayList<>();
        List<CustomerAction> used = new ArrayList<>();
        for (CustomerAction action : sorted) {
            ActionOutcome outcome = cut.outcomeOfDayAndTime(action);
            if (outcome == ActionOutcome.USED && used.size() == cut.length()) {
                outcome = ActionOutcome.BEYOND_LENGTH;
            }
            placed.add(new Placed(action, outcome, outcome == ActionOutcome.USED ? (Integer) used.size() : null));
            if (outcome == ActionOutcome.USED) {
                used.add(action);
            }
        }
        return new Timeline(List.copyOf(placed), List.copyOf(used), unlisted);
    }

    List<Placed> of(ActionOutcome outcome) {
        return placed.stream().filter(each -> each.outcome() == outcome).toList();
    }

    long count(ActionOutcome outcome) {
        return of(outcome).size() + (outcome == ActionOutcome.BEYOND_LENGTH ? unlisted : 0);
    }

    @Nullable
    Long newestMicros() {
        return used.isEmpty() ? null : used.get(0).micros();
    }
}
