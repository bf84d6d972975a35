package dev.backstory.history.merge;

import dev.backstory.command.Suggestion;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Step;
import java.time.LocalDate;
import java.util.Collection;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Days in messages: which, and the commands that build them. */
public final class DayCommands {
    private DayCommands() {}

    /** The days as ranges. */
    public static String text(Collection<LocalDate> days) {
        return DayRange.fold(new TreeSet<>(days)).stream()
                .map(DayRange::toString)
                .collect(Collectors.joining(", "));
    }

    /** The commands that build and publish the days of a step, each on its own line. */
    public static String build(Step step, String config, Collection<LocalDate> days) {
        return DayRange.fold(new TreeSet<>(days)).stream()
                .flatMap(range -> Stream.of(
                                Suggestion.of(step.id()), Suggestion.of("dq").option("--step", step.id()))
                        .map(command -> "\n  " + command.config(config).days(range)))
                .collect(Collectors.joining());
    }
}
