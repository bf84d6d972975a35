package dev.backstory.spark.job;

import dev.backstory.command.Suggestion;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Ctrl-C: what a stopped job leaves. */
final class Interruption {
    private final String command;
    private final JobContext context;

    /** @param command how the job is started again, without its config and days */
    Interruption(String command, JobContext context) {
        this.command = command;
        this.context = context;
    }

    /** Such as {@code nothing of this run is published. To go on: bin/backstory run --dt 2025-08-14}. */
    String left() {
        String left;
        try {
            List<String> published = published();
            left = published.isEmpty()
                    ? "nothing of this run is published, and what was published before is as it was"
                    : "this run has published " + String.join(", ", published) + ", and the rest is as it was";
        } catch (RuntimeException e) {
            left = "what is published is whole; bin/backstory status says what that is";
        }
        return left + ". To go on: " + again();
    }

    private String again() {
        Suggestion again =
                Suggestion.of(command).config(context.configArgument()).days(context.range());
        return (context.rebuild() ? again.option("--rebuild") : again).toString();
    }

    private List<String> published() {
        List<String> parts = new ArrayList<>();
        List<Table> tables = new ArrayList<>(context.config().tables());
        tables.addAll(context.config().tables(Step.VOCABULARY));
        for (Table table : tables) {
            List<LocalDate> days = context.lake().published(table, context.range()).values().stream()
                    .filter(record -> record.run().equals(context.run()))
                    .map(PublishRecord::dt)
                    .toList();
            if (!days.isEmpty()) {
                parts.add(table.folder() + " of " + text(days));
            }
        }
        return parts;
    }

    private static String text(List<LocalDate> days) {
        return days.size() == 1
                ? days.get(0).toString()
                : days.size() + " days from " + days.get(0) + " to " + days.get(days.size() - 1);
    }
}
