package dev.backstory.history.build;

import dev.backstory.command.Count;
import dev.backstory.core.config.MissingDays;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.history.merge.DayCommands;
import dev.backstory.lake.state.PublishedInputs;
import dev.backstory.spark.job.JobContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which of the days to build have all their inputs; for the others, what is missing and the commands that build it. */
final class InputCheck {
    private final JobContext context;
    private final PublishedInputs inputs;
    private final boolean explained;

    /** @param explained why inputs are not published has been printed already: a line on the days is enough */
    InputCheck(JobContext context, PublishedInputs inputs, boolean explained) {
        this.context = context;
        this.inputs = inputs;
        this.explained = explained;
    }

    /** The days that can be built, in their order. What blocks the others is printed. */
    List<LocalDate> complete(List<LocalDate> days) {
        List<LocalDate> withoutImpressions = new ArrayList<>();
        List<LocalDate> withoutActions = new ArrayList<>();
        List<LocalDate> complete = new ArrayList<>();
        TreeSet<LocalDate> missingActions = new TreeSet<>();
        TreeSet<LocalDate> skipped = new TreeSet<>();
        for (LocalDate day : days) {
            List<LocalDate> missing = inputs.missingActions(day);
            missingActions.addAll(missing);
            boolean blocked = false;
            if (inputs.impressions(day).isEmpty()) {
                withoutImpressions.add(day);
                blocked = true;
            }
            if (!missing.isEmpty()) {
                withoutActions.add(day);
                blocked = blocked || context.config().history().missingDays() == MissingDays.FAIL;
            }
            if (!blocked) {
                complete.add(day);
                skipped.addAll(inputs.skippedActions(day));
            }
        }
        if (!skipped.isEmpty()) {
            context.console()
                    .problem("history: WARN " + outputs()
                            + " is built without actions that were skipped, as a source had" + " not arrived: "
                            + DayCommands.text(skipped) + "; when they are built later, it is stale");
        }
        boolean mayMiss = context.config().history().missingDays() == MissingDays.WARN;
        if (explained && complete.size() < days.size()) {
            reportBlocked(days.stream().filter(day -> !complete.contains(day)).toList(), withoutImpressions);
            if (mayMiss) {
                withoutActions.retainAll(complete);
            }
        } else if (!withoutImpressions.isEmpty()) {
            context.console()
                    .problem("history: Cannot build " + outputs() + " for " + DayCommands.text(withoutImpressions)
                            + " because impressions are not published for: " + DayCommands.text(withoutImpressions)
                            + "; build them with"
                            + DayCommands.build(Step.IMPRESSIONS, context.configArgument(), withoutImpressions));
        }
        if (!withoutActions.isEmpty() && (mayMiss || !explained)) {
            reportMissingActions(withoutActions, List.copyOf(missingActions));
        }
        return complete;
    }

    private void reportBlocked(List<LocalDate> blocked, List<LocalDate> withoutImpressions) {
        String actions = "earlier days of actions";
        String missing = withoutImpressions.isEmpty()
                ? actions
                : withoutImpressions.containsAll(blocked) ? "impressions" : "impressions or " + actions;
        context.console()
                .problem("history: " + outputs() + " skipped for " + DayCommands.text(blocked) + " because " + missing
                        + " are not published; what became of them is said above");
    }

    private String outputs() {
        return context.config().tables(Step.HISTORY).stream().map(Table::folder).collect(Collectors.joining(" and "));
    }

    private void reportMissingActions(List<LocalDate> days, List<LocalDate> missing) {
        String counted = Count.of(missing.size(), "day");
        if (context.config().history().missingDays() == MissingDays.WARN) {
            context.console()
                    .problem("history: WARN " + outputs() + " for " + DayCommands.text(days) + " is built without "
                            + counted
                            + " of actions that are not published: " + DayCommands.text(missing)
                            + " (history.missing-days: warn)");
        } else {
            context.console()
                    .problem("history: Cannot build " + outputs() + " for " + DayCommands.text(days) + " because "
                            + counted
                            + " of actions of its window are not published: " + DayCommands.text(missing)
                            + "; build them with"
                            + DayCommands.build(Step.ACTIONS, context.configArgument(), missing)
                            + "\nor set history.missing-days: warn to do without them");
        }
    }
}
