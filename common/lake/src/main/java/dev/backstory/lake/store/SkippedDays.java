package dev.backstory.lake.store;

import dev.backstory.core.calendar.DayText;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.RunJson;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/**
 * The days that a step left out because a source had not arrived and the config says {@code arrival.then: skip}: a
 * small file for each, {@code <root>/_skipped/<table>/dt=D.json}. A day that was published before, or is staged later,
 * is not among them. If the config skips no source, nothing is read.
 */
public final class SkippedDays {
    private static final String JSON = ".json";

    private final Lake lake;
    private final Table table;
    private final boolean none;

    private SkippedDays(Lake lake, Table table, boolean none) {
        this.lake = lake;
        this.table = table;
        this.none = none;
    }

    /**
     * A day that was left out.
     *
     * @param notArrived the sources that were waited for, and until when
     * @param run the run that looked for them last
     */
    public record Skip(LocalDate dt, Map<String, String> notArrived, RunId run, Instant at) {
        public Skip {
            notArrived = new TreeMap<>(notArrived);
        }
    }

    /** @param table actions or impressions; days of other tables are not left out on their own */
    public static SkippedDays of(Lake lake, PipelineConfig config, Table table) {
        return new SkippedDays(lake, table, !config.sources().maySkip(table));
    }

    /** The table whose left-out days a table shares: the tables of the history step have none of their own. */
    public static Table decisive(Table table) {
        return table.step() == Step.HISTORY ? Table.IMPRESSIONS : table;
    }

    /** The sources that were waited for, each with its deadline, in words. */
    public static String text(Map<String, String> notArrived) {
        return notArrived.entrySet().stream()
                .map(each -> each.getKey() + " had not arrived by " + each.getValue())
                .collect(Collectors.joining(" and "));
    }

    /** The left-out days that are not published. */
    public NavigableSet<LocalDate> days() {
        TreeSet<LocalDate> days = new TreeSet<>();
        if (none) {
            return days;
        }
        for (Path file : lake.files().filesOf(folder())) {
            String name = file.getName();
            LocalDate dt = name.endsWith(JSON) ? DayText.parse(name.substring(0, name.length() - JSON.length())) : null;
            if (dt != null) {
                days.add(dt);
            }
        }
        if (!days.isEmpty()) {
            lake.days(table).forEach(days::remove);
        }
        return days;
    }

    /** The notes on the left-out days. */
    public SortedMap<LocalDate, Skip> read() {
        TreeMap<LocalDate, Skip> skips = new TreeMap<>();
        days().forEach(dt -> read(dt).ifPresent(skip -> skips.put(dt, skip)));
        return skips;
    }

    private Optional<Skip> read(LocalDate dt) {
        return lake.json(file(dt), Skip.class, "delete the file, and build the day again");
    }

    public void note(Skip skip) {
        lake.files().makeFolder(folder());
        lake.files().writeWhole(file(skip.dt()), RunJson.write(skip));
    }

    /** Forgets days that are staged now: their audit decides what becomes of them. */
    public void forget(Collection<LocalDate> staged) {
        NavigableSet<LocalDate> noted = days();
        staged.stream().filter(noted::contains).forEach(dt -> lake.files().deleteFile(file(dt)));
    }

    private Path folder() {
        return new Path(lake.root(), "_skipped/" + table.folder());
    }

    private Path file(LocalDate dt) {
        return new Path(folder(), Lake.DAY_PREFIX + dt + JSON);
    }
}
