package dev.backstory.history.build;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.SettingsHash;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.lake.state.DaysToBuild;
import dev.backstory.lake.state.PublishedInputs;
import dev.backstory.spark.job.JobContext;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Which days each table of the step has to be built for: a table that is added later leaves the others as they are. */
record OutputDays(Map<Table, DaysToBuild> byTable) {

    static OutputDays of(JobContext context, PublishedInputs inputs) {
        PipelineConfig config = context.config();
        Map<Table, DaysToBuild> byTable = new EnumMap<>(Table.class);
        for (Table table : config.tables(Step.HISTORY)) {
            byTable.put(
                    table,
                    DaysToBuild.of(
                            context.lake(),
                            table,
                            context.range(),
                            SettingsHash.of(config, table),
                            inputs::runs,
                            context.rebuild()));
        }
        return new OutputDays(byTable);
    }

    /** The days for which any of the tables is missing or stale, in order. */
    List<LocalDate> build() {
        TreeSet<LocalDate> days = new TreeSet<>();
        byTable.values().forEach(each -> days.addAll(each.build()));
        return List.copyOf(days);
    }

    /** The days for which all of the tables are current, in order. */
    List<LocalDate> current() {
        TreeSet<LocalDate> days = new TreeSet<>();
        byTable.values().forEach(each -> days.addAll(each.current()));
        build().forEach(days::remove);
        return List.copyOf(days);
    }

    /** What of these days is built of each table; tables without a day are left out. */
    Map<Table, List<LocalDate>> of(List<LocalDate> days) {
        Map<Table, List<LocalDate>> built = new EnumMap<>(Table.class);
        byTable.forEach((table, each) -> {
            List<LocalDate> ofTable =
                    days.stream().filter(each.build()::contains).toList();
            if (!ofTable.isEmpty()) {
                built.put(table, ofTable);
            }
        });
        return built;
    }
}
