package dev.backstory.core.history;

import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The rules read aloud, one impression at a time: filter, sort, cut, pad. */
record NaiveHistory(int slots, Period lookback, ZoneId zone) {

    TrainingRow row(Impression impression, List<Action> actions) {
        LocalDate day = impression.dt();
        List<Action> seen = actions.stream()
                .filter(action -> action.customer() == impression.customer())
                .filter(action -> action.dt().isBefore(day))
                .filter(action -> !action.dt().isBefore(day.minus(lookback)))
                .filter(action -> java.time.Instant.EPOCH
                        .plus(action.micros(), java.time.temporal.ChronoUnit.MICROS)
                        .isBefore(day.atStartOfDay(zone).toInstant()))
                .sorted(Comparator.comparing(Action::micros)
                        .thenComparing(Action::type)
                        .thenComparing(Action::item)
                        .reversed())
                .limit(slots)
                .toList();
        List<Long> items = new ArrayList<>(seen.stream().map(Action::item).toList());
        List<Integer> types = new ArrayList<>(seen.stream().map(Action::type).toList());
        while (items.size() < slots) {
            items.add(0L);
            types.add(0);
        }
        return new TrainingRow(
                impression,
                items,
                types,
                seen.size(),
                seen.isEmpty() ? null : seen.get(0).micros());
    }
}
