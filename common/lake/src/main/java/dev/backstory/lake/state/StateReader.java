package dev.backstory.lake.state;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.MissingDays;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.SettingsHash;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.InputRun;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.lake.files.InParallel;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.store.SkippedDays;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a {@link LakeState}: the folders first, then the records of the days, many at once. */
final class StateReader {
    private final Lake lake;
    private final PipelineConfig config;
    private final Period lookback;
    private final Map<Table, AuditTrail> audits = new EnumMap<>(Table.class);
    private final Map<Table, KnownDays> known = new EnumMap<>(Table.class);

    StateReader(Lake lake, PipelineConfig config) {
        this.lake = lake;
        this.config = config;
        this.lookback = config.history().lookback();
    }

    LakeState read(@Nullable DayRange asked) {
        for (Table table : config.tables()) {
            audits.put(table, new AuditTrail(lake, table));
            known.put(table, KnownDays.of(lake, config, table, audits(table)));
        }
        DayRange range = asked != null ? asked : allDays();
        return range == null ? nothing() : read(asked, range);
    }

    private LakeState nothing() {
        List<TableState> tables = new ArrayList<>();
        for (Table table : config.tables()) {
            tables.add(new TableState(table, List.of()));
        }
        return new LakeState(null, tables, Rebuild.of(tables, lookback, day -> List.of()));
    }

    private LakeState read(@Nullable DayRange asked, DayRange range) {
        SortedMap<LocalDate, PublishRecord> actions =
                records(Table.ACTIONS, new DayRange(range.from().minus(lookback), range.to()));
        SortedMap<LocalDate, PublishRecord> impressions = records(Table.IMPRESSIONS, range);
        Optional<LocalDate> firstActions = hasRecords()
                ? known(Table.ACTIONS).published().stream().findFirst()
                : lake.firstPublished(Table.ACTIONS);
        PublishedInputs inputs = PublishedInputs.of(lookback, actions, impressions, firstActions)
                .closedOn(config.calendar().closed())
                .skipping(
                        known(Table.ACTIONS).skipped().keySet(),
                        known(Table.IMPRESSIONS).skipped().keySet());
        List<TableState> tables = new ArrayList<>();
        tables.add(table(Table.ACTIONS, range, asked, day -> Optional.ofNullable(actions.get(day)), day -> List.of()));
        tables.add(table(
                Table.IMPRESSIONS, range, asked, day -> Optional.ofNullable(impressions.get(day)), day -> List.of()));
        for (Table output : config.tables(Step.HISTORY)) {
            SortedMap<LocalDate, PublishRecord> outputs = hasRecords() ? records(output, range) : new TreeMap<>();
            tables.add(table(
                    output,
                    range,
                    asked,
                    day -> hasRecords()
                            ? Optional.ofNullable(outputs.get(day))
                            : known(output).published().contains(day) ? lake.published(output, day) : Optional.empty(),
                    inputs::runs));
        }
        boolean mayStop = firstActions.isPresent() && config.history().missingDays() == MissingDays.FAIL;
        return new LakeState(
                range,
                tables,
                Rebuild.of(tables, lookback, day -> mayStop ? missingBefore(range, day, inputs) : List.of()));
    }

    /** Then one look at all days costs as much as a look at one. */
    private boolean hasRecords() {
        return lake.hasRecords();
    }

    private AuditTrail audits(Table table) {
        return Objects.requireNonNull(audits.get(table));
    }

    private KnownDays known(Table table) {
        return Objects.requireNonNull(known.get(table));
    }

    private @Nullable DayRange allDays() {
        TreeSet<LocalDate> all = new TreeSet<>();
        known.values().forEach(each -> all.addAll(each.all()));
        return all.isEmpty() ? null : new DayRange(all.first(), all.last());
    }

    private SortedMap<LocalDate, PublishRecord> records(Table table, DayRange range) {
        if (hasRecords()) {
            return lake.published(table, range);
        }
        NavigableSet<LocalDate> days = known(table).published().subSet(range.from(), true, range.to(), true);
        SortedMap<LocalDate, PublishRecord> records = new TreeMap<>();
        InParallel.map(days, day -> lake.published(table, day))
                .forEach(record -> record.ifPresent(found -> records.put(found.dt(), found)));
        return records;
    }

    private TableState table(
            Table table,
            DayRange range,
            @Nullable DayRange asked,
            Function<LocalDate, Optional<PublishRecord>> record,
            Function<LocalDate, List<InputRun>> inputs) {
        LocalDate first = asked != null ? asked.from() : firstDay(table);
        if (first == null) {
            return new TableState(table, List.of());
        }
        String settings = SettingsHash.of(config, table);
        DayJudge judge = new DayJudge(known(table), audits(table));
        // What the history step writes is left out with the impressions.
        Map<LocalDate, SkippedDays.Skip> skipped =
                known(SkippedDays.decisive(table)).skipped();
        return new TableState(table, InParallel.map(new DayRange(first, range.to()).days(), day -> {
            DayState state = judge.state(
                    day,
                    record.apply(day).orElse(null),
                    published -> StaleReason.of(published, settings, inputs.apply(day)));
            SkippedDays.Skip skip = skipped.get(day);
            return skip == null ? state : state.skipped(skip.notArrived());
        }));
    }

    /** Impressions have no other use than the history step, so its tables are due from their first day on. */
    private @Nullable LocalDate firstDay(Table table) {
        TreeSet<LocalDate> days = new TreeSet<>(known(table).all());
        if (table.step() == Step.HISTORY) {
            days.addAll(known(Table.IMPRESSIONS).all());
        }
        return days.isEmpty() ? null : days.first();
    }

    /** Days of actions that a day's history needs, that are not published, and that lie before the range. */
    private static List<LocalDate> missingBefore(DayRange range, LocalDate day, PublishedInputs inputs) {
        return inputs.missingActions(day).stream()
                .filter(dt -> dt.isBefore(range.from()))
                .toList();
    }
}
