package dev.backstory.spark.ingest;

import dev.backstory.command.ExitCode;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.input.Arrival;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.StagedDay;
import dev.backstory.lake.files.RawDays;
import dev.backstory.lake.store.SkippedDays;
import dev.backstory.spark.job.JobContext;
import dev.backstory.spark.source.row.RequestedDays;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What becomes of days for which a source that is waited for ({@code arrival}) has brought nothing. A day has arrived with
 * the first row of it, be it rejected; rows that are filtered out have not arrived.
 *
 * <ol>
 *   <li>Until the deadline it is not there yet: it is not staged, and the step ends with an exit code that is tried again.
 *   <li>After it the day is staged, and its audit fails or publishes it, or it is left out ({@link SkippedDays}).
 * </ol>
 *
 * A day that was left out is looked for again by every later run of it. On days on which the shop is closed nothing is
 * waited for.
 */
public final class DayArrivals {
    /** In the words by which Airflow's task knows what happened: no task that follows has anything to do. */
    public static final String NOTHING = "nothing is staged, as every day to build is skipped";

    private final JobContext context;
    private final Table table;
    private final Instant now;
    private final ZoneId zone;
    private final Map<String, Arrival> awaited;
    private final SkippedDays skipped;
    private boolean isAwaiting;

    public DayArrivals(JobContext context, Table table) {
        this(context, table, Instant.now());
    }

    DayArrivals(JobContext context, Table table, Instant now) {
        this.context = context;
        this.table = table;
        this.now = now;
        this.zone = context.config().timezone();
        this.awaited = context.config().sources().arrivals(table);
        this.skipped = SkippedDays.of(context.lake(), context.config(), table);
    }

    /** How a step that did all it could has to end: days that are not there yet are tried again. */
    public int exitCode() {
        return isAwaiting ? ExitCode.ERROR : ExitCode.OK;
    }

    /**
     * The days that are worth reading: not those of which a listing tells already that they are not there yet. Empty when
     * none is left.
     */
    public Optional<RequestedDays> worthReading(RequestedDays days) {
        SortedMap<String, NavigableSet<LocalDate>> absent = new TreeMap<>();
        awaited.forEach((name, arrival) -> {
            List<LocalDate> due =
                    days.days().stream().filter(day -> isAwaited(arrival, day)).toList();
            if (!due.isEmpty()) {
                TreeSet<LocalDate> notThere = new TreeSet<>(RawDays.withoutFiles(
                        name,
                        context.config().sources().all().get(name),
                        due,
                        context.spark().sparkContext().hadoopConfiguration()));
                if (!notThere.isEmpty()) {
                    absent.put(name, notThere);
                }
            }
        });
        sayAwaited(absent);
        TreeSet<LocalDate> rest = new TreeSet<>(days.days());
        absent.values().forEach(rest::removeAll);
        return rest.isEmpty() ? Optional.empty() : Optional.of(RequestedDays.of(rest));
    }

    /** The days to stage, of those that were read: without those that are not there yet, and those that are left out. */
    List<StagedDay> toStage(List<StagedDay> read) {
        SortedMap<String, NavigableSet<LocalDate>> notYet = new TreeMap<>();
        List<SkippedDays.Skip> skips = new ArrayList<>();
        List<StagedDay> staged = new ArrayList<>();
        for (StagedDay day : read) {
            SortedMap<String, String> late = new TreeMap<>();
            Set<Arrival.Then> then = EnumSet.noneOf(Arrival.Then.class);
            boolean isAwaited = false;
            for (Map.Entry<String, Arrival> each : awaited.entrySet()) {
                Arrival arrival = each.getValue();
                if (day.hasArrived(each.getKey()) || isClosed(day.dt())) {
                    continue;
                }
                if (isAwaited(arrival, day.dt())) {
                    isAwaited = true;
                    notYet.computeIfAbsent(each.getKey(), none -> new TreeSet<>())
                            .add(day.dt());
                }
                then.add(arrival.then());
                late.put(each.getKey(), arrival.deadline(day.dt(), zone).toString());
            }
            if (!isAwaited && then.contains(Arrival.Then.SKIP) && !then.contains(Arrival.Then.FAIL)) {
                skips.add(new SkippedDays.Skip(day.dt(), late, context.run(), now));
            } else if (!isAwaited) {
                staged.add(late.isEmpty() ? day : day.without(late));
            }
        }
        sayAwaited(notYet);
        skips.forEach(this::skip);
        if (!skips.isEmpty() && staged.isEmpty() && !isAwaiting) {
            context.console().say(table.folder(), NOTHING);
        }
        return List.copyOf(staged);
    }

    /** They are staged now: no day is left out and waits for its audit. */
    void staged(List<StagedDay> days) {
        skipped.forget(days.stream().map(StagedDay::dt).toList());
    }

    private boolean isAwaited(Arrival arrival, LocalDate day) {
        return arrival.isAwaited(day, zone, now) && !isClosed(day);
    }

    private boolean isClosed(LocalDate day) {
        return context.config().calendar().isClosed(day);
    }

    private void skip(SkippedDays.Skip skip) {
        String why = SkippedDays.text(skip.notArrived()) + " (arrival.then: skip)";
        if (context.lake().published(table, skip.dt()).isPresent()) {
            context.console()
                    .say(table.folder(), skip.dt() + " is skipped and stays published as it was, because " + why);
            return;
        }
        skipped.note(skip);
        context.console().say(table.folder(), skip.dt() + " is skipped, because " + why + "; run it again when it has");
    }

    private void sayAwaited(SortedMap<String, NavigableSet<LocalDate>> absent) {
        absent.forEach((name, days) -> {
            isAwaiting = true;
            OffsetDateTime first = awaited.get(name).deadline(days.first(), zone);
            context.console()
                    .problem(table.folder() + ": Not there yet: " + name + " of "
                            + DayRange.fold(days).stream()
                                    .map(DayRange::toString)
                                    .collect(Collectors.joining(", "))
                            + ", waited for until " + first
                            + (days.size() == 1 ? "" : " (the first)") + "; nothing of "
                            + (days.size() == 1 ? "this day" : "these days")
                            + " is staged, run it again");
        });
    }
}
