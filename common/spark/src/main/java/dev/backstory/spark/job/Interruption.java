package dev.backstory.spark.job;

import dev.backstory.command.Failures;
import dev.backstory.command.StatusLine;
import dev.backstory.command.Suggestion;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.util.SignalUtils;

/** Ctrl-C: what a stopped job leaves, in one line. */
final class Interruption {
    private final String command;
    private final JobContext context;

    Interruption(String command, JobContext context) {
        this.command = command;
        this.context = context;
    }

    /** From here on an interrupt says what is left before it ends the process. */
    void watch() {
        SignalUtils.register("INT", "", false, () -> {
            Failures.stopped();
            StatusLine.standard().clear();
            System.err.println(line());
            System.err.flush();
            // Not the end of it: the process goes on to end as after any interrupt, with exit code 130.
            return false;
        });
    }

    /** Such as {@code run: stopped; nothing of this run is published. To go on: bin/backstory run --dt 2025-08-14}. */
    String line() {
        String left;
        try {
            List<String> published = published();
            left = published.isEmpty()
                    ? "nothing of this run is published, and what was published before is as it was"
                    : "this run has published " + String.join(", ", published) + ", and the rest is as it was";
        } catch (RuntimeException e) {
            left = "what is published is whole; bin/backstory status says what that is";
        }
        return command + ": stopped; " + left + ". To go on: " + again();
    }

    private String again() {
        if (command.equals("dq")) {
            return "start it again";
        }
        Suggestion again =
                Suggestion.of(command).config(context.configArgument()).days(context.range());
        return (context.rebuild() ? again.option("--rebuild") : again).toString();
    }

    private List<String> published() {
        List<String> parts = new ArrayList<>();
        for (Table table : context.config().tables()) {
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
