package dev.backstory.inspect.status;

import dev.backstory.command.Count;
import dev.backstory.command.Suggestion;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Step;
import dev.backstory.lake.state.LakeState;
import dev.backstory.lake.state.State;
import java.util.ArrayList;
import java.util.List;

/** The commands that bring a lake up to date. */
final class SuggestedCommands {
    private final String config;
    private final LakeState state;

    /** @param config the config's path as the user gave it */
    SuggestedCommands(String config, LakeState state) {
        this.config = config;
        this.state = state;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        add(
                lines,
                "Wait for what is running before you build these days.",
                !state.days(State.RUNNING).isEmpty());
        List<String> audits = audits();
        if (!audits.isEmpty()) {
            lines.add("Waiting for their audit:");
            audits.forEach(command -> lines.add("  " + command));
        }
        List<DayRange> again = state.failedBehindPublished();
        if (!again.isEmpty()) {
            lines.add("Failed, while an older day stays published; once the data are corrected:");
            again.forEach(range -> lines.add("  " + run(range) + " --rebuild"));
        }
        List<DayRange> skipped = DayRange.fold(state.days(State.SKIPPED));
        if (!skipped.isEmpty()) {
            lines.add("Skipped, as a source had not arrived; once it has:");
            skipped.forEach(range -> lines.add("  " + run(range)));
        }
        if (!state.rebuild().before().isEmpty()) {
            lines.add("Needed before: actions of the lookback that are not published:");
            before().forEach(command -> lines.add("  " + command));
        }
        if (state.rebuild().ranges().isEmpty()) {
            lines.add(state.range() == null ? "There is nothing to build." : "Everything is current.");
            return lines;
        }
        lines.add("To build:");
        for (DayRange range : state.rebuild().ranges()) {
            lines.add("  " + range + " (" + Count.of(range.days().size(), "day") + ")");
            lines.add("    shell    " + run(range));
            lines.add("    Airflow  " + backfill(range));
        }
        add(
                lines,
                "Days that failed fail again until their data, or the rule, are corrected: their reports say why.",
                !state.days(State.FAILED).isEmpty());
        return lines;
    }

    List<String> shell() {
        return state.rebuild().ranges().stream().map(this::run).toList();
    }

    List<String> airflow() {
        return state.rebuild().ranges().stream().map(this::backfill).toList();
    }

    /** The commands that publish days that were built and are waiting. */
    List<String> audits() {
        List<String> commands = new ArrayList<>();
        for (Step step : Step.values()) {
            DayRange.fold(state.days(step, day -> day.state() == State.STAGED))
                    .forEach(range -> commands.add(dq(step, range)));
        }
        return commands;
    }

    List<String> before() {
        List<String> commands = new ArrayList<>();
        for (DayRange range : state.rebuild().before()) {
            commands.add(
                    Suggestion.of(Step.ACTIONS.id()).config(config).days(range).toString());
            commands.add(dq(Step.ACTIONS, range));
        }
        return commands;
    }

    private String run(DayRange range) {
        return Suggestion.of("run").config(config).days(range).toString();
    }

    private String backfill(DayRange range) {
        return Suggestion.of("backfill").config(config).days(range).toString();
    }

    private String dq(Step step, DayRange range) {
        return Suggestion.of("dq")
                .option("--step", step.id())
                .config(config)
                .days(range)
                .toString();
    }

    private static void add(List<String> lines, String line, boolean when) {
        if (when) {
            lines.add(line);
        }
    }
}
