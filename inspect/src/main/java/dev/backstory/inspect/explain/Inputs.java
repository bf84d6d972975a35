package dev.backstory.inspect.explain;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.SettingsHash;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.InputRun;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.inspect.ManyFiles;
import dev.backstory.lake.store.Lake;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a published day was made from, and which of it is still published. The files of a replaced run are gone, so only
 * what is published now can be read.
 *
 * @param training the day's own record
 * @param actions the published days that are looked at, some outside the window
 * @param impressions what is published of the day's impressions now
 */
record Inputs(
        PublishRecord training, SortedMap<LocalDate, PublishRecord> actions, Optional<PublishRecord> impressions) {

    static Inputs read(Lake lake, PublishRecord training, DayRange around) {
        TreeMap<LocalDate, PublishRecord> actions = new TreeMap<>();
        ManyFiles.read(around.days(), dt -> lake.published(Table.ACTIONS, dt))
                .forEach(day -> day.ifPresent(record -> actions.put(record.dt(), record)));
        return new Inputs(training, actions, lake.published(Table.IMPRESSIONS, training.dt()));
    }

    SortedMap<LocalDate, PublishRecord> actionsIn(DayRange window) {
        return actions.subMap(window.from(), window.to().plusDays(1));
    }

    /** Why a rebuild today would not have the same inputs and settings: one sentence for each reason, by their days. */
    List<String> changes(PipelineConfig config, DayRange window) {
        List<String> changes = new ArrayList<>();
        String settings = SettingsHash.training(config);
        if (!training.settingsHash().equals(settings)) {
            changes.add("the settings have changed (" + settings + " now, the rows were made by "
                    + training.settingsHash() + ")");
        }
        SortedMap<LocalDate, RunId> then = recorded(Table.ACTIONS);
        SortedMap<LocalDate, PublishRecord> now = actionsIn(window);
        TreeMap<LocalDate, String> days = new TreeMap<>();
        then.forEach((dt, run) ->
                changed("actions", dt, run, Optional.ofNullable(now.get(dt))).ifPresent(text -> days.put(dt, text)));
        now.forEach((dt, record) -> {
            if (!then.containsKey(dt)) {
                days.put(dt, "actions of " + dt + " were not published then, run " + record.run() + " is now");
            }
        });
        changes.addAll(days.values());
        RunId shown = recorded(Table.IMPRESSIONS).get(training.dt());
        if (shown != null) {
            changed("impressions", training.dt(), shown, impressions).ifPresent(changes::add);
        }
        return changes;
    }

    /** Whether the impressions that are published now are those the rows were made from. */
    boolean hasItsImpressions() {
        RunId then = recorded(Table.IMPRESSIONS).get(training.dt());
        return then != null && impressions.map(PublishRecord::run).equals(Optional.of(then));
    }

    private static Optional<String> changed(String table, LocalDate dt, RunId then, Optional<PublishRecord> now) {
        if (now.map(PublishRecord::run).equals(Optional.of(then))) {
            return Optional.empty();
        }
        return Optional.of(table + " of " + dt + " were those of run " + then + ", "
                + now.map(record -> "now they are those of run " + record.run()).orElse("now they are not published"));
    }

    private SortedMap<LocalDate, RunId> recorded(Table table) {
        TreeMap<LocalDate, RunId> runs = new TreeMap<>();
        for (InputRun input : training.inputs()) {
            if (input.table() == table) {
                new DayRange(input.from(), input.to()).days().forEach(dt -> runs.put(dt, input.run()));
            }
        }
        return runs;
    }
}
