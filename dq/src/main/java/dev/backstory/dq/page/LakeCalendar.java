package dev.backstory.dq.page;

import dev.backstory.lake.state.LakeState;
import dev.backstory.lake.state.TableState;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * The days of a lake by month, the newest first.
 *
 * @param months the newest, a row for each table
 * @param earlier the others, a row for each month
 */
public record LakeCalendar(List<Month> months, List<Row> earlier) {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);
    private static final int NEWEST = 3;
    private static final int DAYS = 31;

    /**
     * A calendar month.
     *
     * @param days how many of its days are drawn: of the newest month, those to the last that the lake knows
     */
    public record Month(String name, YearMonth month, int days, List<Row> rows) {}

    public record Row(String name, List<DayCell> cells) {}

    static LakeCalendar of(LakeState state) {
        TreeSet<LocalDate> days = new TreeSet<>();
        TreeSet<YearMonth> known = new TreeSet<>(Comparator.reverseOrder());
        state.tables()
                .forEach(table -> table.days().forEach(day -> {
                    days.add(day.dt());
                    known.add(YearMonth.from(day.dt()));
                }));
        List<Month> months = new ArrayList<>();
        List<Row> earlier = new ArrayList<>();
        for (YearMonth month : known) {
            if (months.size() < NEWEST) {
                int last =
                        YearMonth.from(days.last()).equals(month) ? days.last().getDayOfMonth() : month.lengthOfMonth();
                months.add(new Month(
                        NAME.format(month),
                        month,
                        last,
                        state.tables().stream()
                                .map(table -> new Row(table.table().folder(), cells(table, month, last)))
                                .toList()));
            } else {
                earlier.add(worst(state, month));
            }
        }
        return new LakeCalendar(List.copyOf(months), List.copyOf(earlier));
    }

    private static List<DayCell> cells(TableState table, YearMonth month, int last) {
        List<DayCell> cells = new ArrayList<>();
        for (int day = 1; day <= last; day++) {
            cells.add(cell(table, month.atDay(day)));
        }
        return cells;
    }

    private static Row worst(LakeState state, YearMonth month) {
        List<DayCell> cells = new ArrayList<>();
        for (int day = 1; day <= DAYS; day++) {
            if (day > month.lengthOfMonth()) {
                cells.add(DayCell.NOTHING);
                continue;
            }
            LocalDate dt = month.atDay(day);
            cells.add(DayCell.worst(
                    dt, state.tables().stream().map(table -> cell(table, dt)).toList()));
        }
        return new Row(month.toString(), cells);
    }

    private static DayCell cell(TableState table, LocalDate dt) {
        return table.day(dt).map(day -> DayCell.of(table.table(), day)).orElse(DayCell.NOTHING);
    }
}
