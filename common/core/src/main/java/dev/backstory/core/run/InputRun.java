package dev.backstory.core.run;

import dev.backstory.core.contract.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** The days {@code from} to {@code to} of a table, all published by one run: what a later day was made from. */
public record InputRun(Table table, LocalDate from, LocalDate to, RunId run) {

    /** Consecutive days of one run folded into one entry, in the order of the days. */
    public static List<InputRun> fold(Table table, SortedMap<LocalDate, RunId> runs) {
        List<InputRun> folded = new ArrayList<>();
        runs.forEach((day, run) -> {
            InputRun last = folded.isEmpty() ? null : folded.get(folded.size() - 1);
            if (last != null && last.run.equals(run) && last.to.plusDays(1).equals(day)) {
                folded.set(folded.size() - 1, new InputRun(table, last.from, day, run));
            } else {
                folded.add(new InputRun(table, day, day, run));
            }
        });
        return List.copyOf(folded);
    }
}
