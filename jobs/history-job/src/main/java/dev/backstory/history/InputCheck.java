package dev.backstory.history;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.MissingDays;
import dev.backstory.core.contract.Step;
import dev.backstory.lake.job.JobContext;
import dev.backstory.lake.state.PublishedInputs;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which of the days to build have all their inputs; for the others, what is missing and the commands that build it. */
final class InputCheck {
    private final JobContext context;
    private final PublishedInputs inputs;

    InputCheck(JobContext context, PublishedInputs inputs) {
        this.context = context;
        this.inputs = inputs;
    }

    /** The days that can be built, in their order. What stands in the way of the others is printed. */
    List<LocalDate> complete(List<LocalDate> days) {
        List<LocalDate> withoutImpressions = new ArrayList<>();
        List<LocalDate> withoutActions = new ArrayList<>();
        List<LocalDate> complete = new ArrayList<>();
        TreeSet<LocalDate> missingActions = new TreeSet<>();
        for (LocalDate day : days) {
            List<LocalDate> missing = inputs.missingActions(day);
            missingActions.addAll(missing);
            boolean refused = false;
            if (inputs.impressions(day).isEmpty()) {
                withoutImpressions.add(day);
                refused = true;
            }
            if (!missing.isEmpty()) {
                withoutActions.add(day);
                refused = refused || context.config().history().missingDays() == MissingDays.FAIL;
            }
            if (!refused) {
                complete.add(day);
            }
        }
        if (!withoutImpressions.isEmpty()) {
            context.console()
                    .problem("history: Cannot build training for " + text(withoutImpressions)
                            + " because impressions are not published for: " + text(withoutImpressions)
                            + "; build them with" + commands(Step.IMPRESSIONS, withoutImpressions));
        }
        if (!withoutActions.isEmpty()) {
            reportMissingActions(withoutActions, List.copyOf(missingActions));
        }
        return complete;
    }

    private void reportMissingActions(List<LocalDate> days, List<LocalDate> missing) {
        String counted = missing.size() + (missing.size() == 1 ? " day" : " days");
        if (context.config().history().missingDays() == MissingDays.WARN) {
            context.console()
                    .problem("history: WARN training for " + text(days) + " is built without " + counted
                            + " of actions that are not published: " + text(missing)
                            + " (history.missing-days: warn)");
        } else {
            context.console()
                    .problem("history: Cannot build training for " + text(days) + " because " + counted
                            + " of actions of its window are not published: " + text(missing) + "; build them with"
                            + commands(Step.ACTIONS, missing)
                            + "\nor set history.missing-days: warn to do without them");
        }
    }

    private String commands(Step step, List<LocalDate> days) {
        return DayRange.fold(new TreeSet<>(days)).stream()
                .map(range -> range.from().equals(range.to())
                        ? " --dt " + range.from()
                        : " --from " + range.from() + " --to " + range.to())
                .map(range -> "\n  backstory " + step.id() + " --config " + context.configArgument() + range
                        + "\n  backstory dq --step " + step.id() + " --config " + context.configArgument() + range)
                .collect(Collectors.joining());
    }

    private static String text(List<LocalDate> days) {
        return DayRange.fold(new TreeSet<>(days)).stream()
                .map(DayRange::toString)
                .collect(Collectors.joining(", "));
    }
}
