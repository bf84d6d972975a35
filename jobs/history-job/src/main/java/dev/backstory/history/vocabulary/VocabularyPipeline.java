package dev.backstory.history.vocabulary;

import dev.backstory.command.Console;
import dev.backstory.command.Count;
import dev.backstory.core.config.MissingDays;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.SettingsHash;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.history.HistoryDays;
import dev.backstory.core.run.CodeVersion;
import dev.backstory.core.run.InputRun;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedRun;
import dev.backstory.history.merge.DayCommands;
import dev.backstory.history.merge.DayFile;
import dev.backstory.lake.state.PublishedInputs;
import dev.backstory.lake.state.StaleReason;
import dev.backstory.lake.store.AttemptFile;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.store.StagingRun;
import dev.backstory.lake.table.VocabularyFile;
import dev.backstory.spark.job.JobContext;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Stages the vocabulary of each day of a range: the items of the actions in the day's window, so none that was first seen
 * on the day or later. One that is published stays as it is, whatever has changed since, unless it is to be rebuilt: models
 * know its indices.
 */
public final class VocabularyPipeline {
    private final JobContext context;
    private final PipelineConfig config;
    private final Lake lake;
    private final String settingsHash;

    public VocabularyPipeline(JobContext context) {
        this.context = context;
        this.config = context.config();
        this.lake = context.lake();
        this.settingsHash = SettingsHash.vocabulary(config);
    }

    /** Returns the days that are blocked, because actions of their windows are not published. */
    public List<LocalDate> run() {
        PublishedInputs inputs = read();
        List<LocalDate> build = new ArrayList<>();
        List<LocalDate> blocked = new ArrayList<>();
        for (LocalDate day : context.range().days()) {
            Optional<PublishRecord> published = lake.published(Table.VOCABULARY, day);
            if (published.isPresent() && !context.rebuild()) {
                say(kept(published.get(), inputs));
            } else if (isBlocked(day, inputs)) {
                blocked.add(day);
            } else {
                build.add(day);
            }
        }
        if (!build.isEmpty()) {
            stage(build, inputs);
        }
        return blocked;
    }

    private PublishedInputs read() {
        return PublishedInputs.read(lake, context.range(), config.history().lookback())
                .asSaidBy(config, lake);
    }

    private void say(String text) {
        context.console().say(Step.VOCABULARY.id(), text);
    }

    private String kept(PublishRecord record, PublishedInputs inputs) {
        List<StaleReason> changes = StaleReason.of(record, settingsHash, inputs.actionRuns(record.dt()));
        return record.dt() + " is published, and stays as it is"
                + (changes.isEmpty()
                        ? ""
                        : " (" + changes.stream().map(StaleReason::text).collect(Collectors.joining("; "))
                                + "; --rebuild makes another one, which models of this one do not know)");
    }

    private boolean isBlocked(LocalDate day, PublishedInputs inputs) {
        List<LocalDate> missing = inputs.missingActions(day);
        if (inputs.actions(day).isEmpty()) {
            context.console()
                    .problem("vocabulary: Cannot build the vocabulary of " + day
                            + " because no day of actions of its window, "
                            + HistoryDays.window(day, config.history().lookback()) + ", is published; "
                            + (missing.isEmpty()
                                    ? "name a day after the first one that is"
                                    : "build them with"
                                            + DayCommands.build(Step.ACTIONS, context.configArgument(), missing)));
            return true;
        }
        if (missing.isEmpty()) {
            return false;
        }
        String what = Count.of(missing.size(), "day") + " of actions of its window "
                + (missing.size() == 1 ? "is" : "are") + " not published: " + DayCommands.text(missing);
        if (config.history().missingDays() == MissingDays.WARN) {
            context.console()
                    .problem("vocabulary: WARN the vocabulary of " + day + " is built although " + what
                            + " (history.missing-days: warn)");
            return false;
        }
        context.console()
                .problem("vocabulary: Cannot build the vocabulary of " + day + " because " + what
                        + "; build them with"
                        + DayCommands.build(Step.ACTIONS, context.configArgument(), missing)
                        + "\nor set history.missing-days: warn to do without them");
        return true;
    }

    private void stage(List<LocalDate> days, PublishedInputs inputs) {
        try (StagingRun staging = StagingRun.begin(lake, Table.VOCABULARY, context.run(), new TreeSet<>(days))) {
            List<StagedDay> staged = new ArrayList<>();
            for (LocalDate day : days) {
                staged.add(stage(day, inputs, staging));
            }
            requireSameInputs(days, inputs);
            staging.finish(new StagedRun(
                    Table.VOCABULARY,
                    context.run(),
                    Instant.now(),
                    settingsHash,
                    CodeVersion.text(),
                    VocabularyFile.SCHEMA.toString(),
                    staged,
                    List.of(),
                    Map.of()));
        }
    }

    private StagedDay stage(LocalDate day, PublishedInputs inputs, StagingRun staging) {
        Instant start = Instant.now();
        SortedMap<LocalDate, PublishRecord> actions = inputs.actions(day);
        try (ItemCounts counts =
                ItemCounts.of(context.spark(), DayFile.of(lake, Table.ACTIONS, actions), config.vocabulary())) {
            requireAllRead(day, actions, counts.actions());
            List<AttemptFile> files = new VocabularyTask(staging, context.spark()).write(day, counts);
            staging.accept(files);
            context.console()
                    .stage(
                            Step.VOCABULARY.id(),
                            day + ": " + Console.count(counts.chosen()) + " of " + Count.of(counts.items(), "item")
                                    + ", from " + Count.of(counts.actions(), "action") + " of "
                                    + Count.of(actions.size(), "day"),
                            Duration.between(start, Instant.now()));
            return StagedDay.ofInputs(
                    day,
                    files.stream().map(AttemptFile::staged).toList(),
                    inputs.actionRuns(day),
                    inputs.windowDays(day),
                    inputs.coveredDays(day));
        }
    }

    private static void requireAllRead(LocalDate day, SortedMap<LocalDate, PublishRecord> actions, long read) {
        long published =
                actions.values().stream().mapToLong(PublishRecord::rows).sum();
        if (read != published) {
            throw new BackstoryException("Cannot build the vocabulary of " + day
                    + " because the days of its window were published with " + Console.count(published)
                    + " actions, and " + Console.count(read)
                    + " were found in their files; build those days again with --rebuild");
        }
    }

    private void requireSameInputs(List<LocalDate> days, PublishedInputs then) {
        PublishedInputs now = read();
        for (LocalDate day : days) {
            List<InputRun> before = then.actionRuns(day);
            if (!before.equals(now.actionRuns(day))) {
                throw new BackstoryException("Cannot finish run " + context.run()
                        + " because actions before " + day
                        + " were published while they were read; nothing was staged, run it again");
            }
        }
    }
}
