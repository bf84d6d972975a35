package dev.backstory.lake.state;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.Table;
import dev.backstory.core.history.HistoryDays;
import dev.backstory.core.run.InputRun;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.store.SkippedDays;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is published of the inputs of a range of days, at the moment it was read. */
public final class PublishedInputs {
    private final Period lookback;
    private final SortedMap<LocalDate, PublishRecord> actions;
    private final SortedMap<LocalDate, PublishRecord> impressions;
    private final Optional<LocalDate> firstActions;
    private final Set<LocalDate> closed;
    private final Set<LocalDate> skippedActions;
    private final Set<LocalDate> skippedImpressions;

    private PublishedInputs(
            Period lookback,
            SortedMap<LocalDate, PublishRecord> actions,
            SortedMap<LocalDate, PublishRecord> impressions,
            Optional<LocalDate> firstActions,
            Collection<LocalDate> closed,
            Collection<LocalDate> skippedActions,
            Collection<LocalDate> skippedImpressions) {
        this.lookback = lookback;
        this.actions = actions;
        this.impressions = impressions;
        this.firstActions = firstActions;
        this.closed = Set.copyOf(closed);
        this.skippedActions = Set.copyOf(skippedActions);
        this.skippedImpressions = Set.copyOf(skippedImpressions);
    }

    /** @param range the days to build; the windows of their histories begin earlier */
    public static PublishedInputs read(Lake lake, DayRange range, Period lookback) {
        DayRange window = new DayRange(range.from().minus(lookback), range.to().minusDays(1));
        return new PublishedInputs(
                lookback,
                lake.published(Table.ACTIONS, window),
                lake.published(Table.IMPRESSIONS, range),
                lake.firstPublished(Table.ACTIONS),
                List.of(),
                List.of(),
                List.of());
    }

    /** From records that were read already: all of actions in the windows, all of impressions of the days. */
    static PublishedInputs of(
            Period lookback,
            SortedMap<LocalDate, PublishRecord> actions,
            SortedMap<LocalDate, PublishRecord> impressions,
            Optional<LocalDate> firstActions) {
        return new PublishedInputs(lookback, actions, impressions, firstActions, List.of(), List.of(), List.of());
    }

    /** The same, of a shop that was closed on some days: they are missing in no window. */
    public PublishedInputs closedOn(Collection<LocalDate> days) {
        return new PublishedInputs(
                lookback, actions, impressions, firstActions, days, skippedActions, skippedImpressions);
    }

    /** The same, with days that were left out ({@link SkippedDays}): no window waits for them. */
    public PublishedInputs skipping(Collection<LocalDate> ofActions, Collection<LocalDate> ofImpressions) {
        return new PublishedInputs(lookback, actions, impressions, firstActions, closed, ofActions, ofImpressions);
    }

    /** The same, as a config says: without its closed days, and those that were left out. */
    public PublishedInputs asSaidBy(PipelineConfig config, Lake lake) {
        return closedOn(config.calendar().closed())
                .skipping(
                        SkippedDays.of(lake, config, Table.ACTIONS).days(),
                        SkippedDays.of(lake, config, Table.IMPRESSIONS).days());
    }

    /** Days of the window that were left out and are not published. */
    public List<LocalDate> skippedActions(LocalDate day) {
        DayRange window = HistoryDays.window(day, lookback);
        return skippedActions.stream()
                .filter(dt -> window.contains(dt) && !actions.containsKey(dt))
                .sorted()
                .toList();
    }

    /** Whether the impressions of the day were left out, so that there is nothing to build. */
    public boolean hasSkippedImpressions(LocalDate day) {
        return skippedImpressions.contains(day) && !impressions.containsKey(day);
    }

    /** The published days of actions in the window of a day. */
    public SortedMap<LocalDate, PublishRecord> actions(LocalDate day) {
        DayRange window = HistoryDays.window(day, lookback);
        return actions.subMap(window.from(), window.to().plusDays(1));
    }

    /** The publish record of the day's impressions. */
    public Optional<PublishRecord> impressions(LocalDate day) {
        return Optional.ofNullable(impressions.get(day));
    }

    /**
     * Days of the window that are not published although an earlier day is, or all of it when none ever was; but not those
     * on which the shop was closed, and those that were left out.
     */
    public List<LocalDate> missingActions(LocalDate day) {
        DayRange window = HistoryDays.window(day, lookback);
        return window.days().stream()
                .filter(dt -> !actions.containsKey(dt) && !closed.contains(dt) && !skippedActions.contains(dt))
                .filter(dt -> firstActions.isEmpty() || dt.isAfter(firstActions.get()))
                .toList();
    }

    /** Days of a day's window. */
    public int windowDays(LocalDate day) {
        return HistoryDays.window(day, lookback).days().size();
    }

    /** Those of them that are published. */
    public int coveredDays(LocalDate day) {
        return actions(day).size();
    }

    /** The input runs that a build of the day records: first the actions, then the impressions. */
    public List<InputRun> runs(LocalDate day) {
        List<InputRun> runs = new ArrayList<>(actionRuns(day));
        impressions(day).ifPresent(record -> runs.add(new InputRun(Table.IMPRESSIONS, day, day, record.run())));
        return List.copyOf(runs);
    }

    /** Those of its actions alone. */
    public List<InputRun> actionRuns(LocalDate day) {
        return InputRun.fold(Table.ACTIONS, runIds(actions(day)));
    }

    /** The first input of these days that is no longer the run it was. */
    public Optional<InputRun> firstReplaced(List<LocalDate> days, PublishedInputs now) {
        for (LocalDate day : days) {
            for (PublishRecord record : actions(day).values()) {
                if (!isStill(record, Optional.ofNullable(now.actions.get(record.dt())))) {
                    return Optional.of(new InputRun(Table.ACTIONS, record.dt(), record.dt(), record.run()));
                }
            }
            Optional<PublishRecord> record = impressions(day);
            if (record.isPresent() && !isStill(record.get(), now.impressions(day))) {
                return Optional.of(
                        new InputRun(Table.IMPRESSIONS, day, day, record.get().run()));
            }
        }
        return Optional.empty();
    }

    /** The first day of actions in the windows of these days that is published now and was not then. */
    public Optional<InputRun> firstAdded(List<LocalDate> days, PublishedInputs now) {
        for (LocalDate day : days) {
            for (PublishRecord record : now.actions(day).values()) {
                if (!actions.containsKey(record.dt())) {
                    return Optional.of(new InputRun(Table.ACTIONS, record.dt(), record.dt(), record.run()));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isStill(PublishRecord then, Optional<PublishRecord> now) {
        return now.map(PublishRecord::run).equals(Optional.of(then.run()));
    }

    private static SortedMap<LocalDate, RunId> runIds(SortedMap<LocalDate, PublishRecord> records) {
        SortedMap<LocalDate, RunId> runs = new TreeMap<>();
        records.forEach((day, record) -> runs.put(day, record.run()));
        return runs;
    }
}
