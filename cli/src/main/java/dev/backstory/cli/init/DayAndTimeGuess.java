package dev.backstory.cli.init;

import dev.backstory.cli.init.column.ColumnNames;
import dev.backstory.cli.init.column.ColumnProfile;
import dev.backstory.cli.init.column.TimeGuess;
import dev.backstory.core.calendar.TimeFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which columns of a source have the day and the time of a row, and how they are written. */
final class DayAndTimeGuess {
    private static final Pattern NAMES_UTC = Pattern.compile("(?i)(?<![a-z])(?:utc|gmt)(?![a-z])");

    private final SourceKind kind;
    private final List<ColumnProfile> columns;
    private final ProposedSource proposed;
    private final ColumnChoice choice;

    DayAndTimeGuess(SourceKind kind, List<ColumnProfile> columns, ProposedSource proposed, ColumnChoice choice) {
        this.kind = kind;
        this.columns = columns;
        this.proposed = proposed;
        this.choice = choice;
    }

    private String timeName() {
        return kind == SourceKind.IMPRESSIONS ? "impression_time" : "action_time";
    }

    void guess() {
        List<ColumnProfile> times =
                ColumnNames.TIME.among(columns, column -> isTime(column) && !proposed.isTaken(column));
        if (times.isEmpty()) {
            times = columns.stream()
                    .filter(column -> isTime(column) && !proposed.isTaken(column))
                    .toList();
        }
        List<ColumnProfile> days = ColumnNames.DAY.among(columns, column -> isDay(column) && !proposed.isTaken(column));
        Optional<ColumnProfile> day = days.stream()
                .filter(ColumnProfile::isFolder)
                .findFirst()
                .or(() -> days.stream().findFirst());
        boolean needsTime = kind != SourceKind.IMPRESSIONS || proposed.isWithoutRanking() || day.isEmpty();
        if (day.isPresent()) {
            proposed.map("dt", day.get());
            proposed.days(TimeGuess.of(day.get()).orElseThrow());
        } else {
            proposed.dayFromTime();
        }
        if (!times.isEmpty()) {
            if (needsTime) {
                proposed.map(timeName(), times.get(0));
                proposed.times(TimeGuess.of(times.get(0)).orElseThrow());
                choice.doubtOthers(timeName(), ColumnNames.TIME, times);
                doubtFormat(times.get(0), TimeGuess.of(times.get(0)).orElseThrow());
                doubtZone(times.get(0), TimeGuess.of(times.get(0)).orElseThrow());
            }
        } else if (day.isEmpty()) {
            choice.miss("no column has days or times of a writing that is known");
        } else {
            onlyDays(day.get(), needsTime);
        }
        day.ifPresent(column -> doubtFormat(column, TimeGuess.of(column).orElseThrow()));
    }

    private void onlyDays(ColumnProfile day, boolean needsTime) {
        if (!needsTime) {
            return;
        }
        TimeGuess guess = TimeGuess.of(day).orElseThrow();
        if (kind == SourceKind.ORDERS) {
            proposed.without("action_time");
            proposed.doubt("there are days and no times: orders are at the start of their day");
            return;
        }
        proposed.unmap("dt");
        proposed.dayFromTime();
        proposed.map(timeName(), day);
        proposed.days(new TimeGuess(TimeFormat.ISO, true, false, null));
        proposed.times(new TimeGuess(
                TimeFormat.isIso(guess.format()) ? "yyyy-MM-dd" : guess.format(), true, false, guess.other()));
        proposed.doubt("there are days and no times: all actions of a day are at its start");
    }

    private void doubtFormat(ColumnProfile column, TimeGuess guess) {
        if (guess.other() != null) {
            proposed.doubt(column.name() + " is read as " + guess.format() + "; it could be " + guess.other()
                    + ", which makes another day of it");
        }
    }

    private void doubtZone(ColumnProfile column, TimeGuess guess) {
        if (!guess.hasZone() && NAMES_UTC.matcher(column.name()).find()) {
            proposed.doubt(column.name() + " is UTC by its name, and its times say no zone: they are read in that of"
                    + " timezone. If that is another, give them theirs in a query (format: query)");
        }
    }

    private static boolean isTime(ColumnProfile column) {
        return TimeGuess.of(column).filter(guess -> !guess.isDay()).isPresent();
    }

    private static boolean isDay(ColumnProfile column) {
        return TimeGuess.of(column).filter(TimeGuess::isDay).isPresent();
    }
}
