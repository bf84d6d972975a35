package dev.backstory.dq.page;

import dev.backstory.core.contract.Table;
import dev.backstory.core.run.Verdict;
import dev.backstory.lake.state.DayState;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A day as the index draws it.
 *
 * @param tone style class; empty for a day on which there is nothing to draw
 * @param of whose day it is
 * @param why what became of it, such as {@code failed: no slot is null}
 * @param href its report, relative to the index; null without one
 */
public record DayCell(
        String tone,
        String sign,
        String of,
        String why,
        @Nullable String href) {
    static final DayCell NOTHING = new DayCell("", "", "", "", null);

    private static final String REPORTS = "_reports/";
    /** The worst first. */
    private static final List<String> TONES =
            List.of("ERROR", "FAIL", "STALE", "MISSING", "STAGED", "WARN", "PASS", "");

    /** All of it, for those who do not see it. */
    public String says() {
        return of + " " + why;
    }

    static boolean warns(DayState day) {
        return day.published() != null && day.published().verdict() == Verdict.WARN;
    }

    static DayCell of(Table table, DayState day) {
        String of = table.folder() + " " + day.dt();
        DayState.Publication published = day.published();
        String rows = published == null ? "" : ", " + ReportFormat.times(published.rows(), "row", "rows");
        String report = published == null ? null : relative(published.report());
        return switch (day.state()) {
            case PUBLISHED ->
                warns(day)
                        ? new DayCell("WARN", "!", of, "published with warnings" + rows, report)
                        : new DayCell("PASS", "✓", of, "published" + rows, report);
            case STALE ->
                new DayCell(
                        "STALE",
                        "↻",
                        of,
                        "stale: "
                                + (day.stale().isEmpty()
                                        ? ""
                                        : day.stale().get(0).text()) + rows,
                        report);
            case FAILED -> failed(of, day);
            case SKIPPED ->
                new DayCell(
                        "MISSING",
                        "",
                        of,
                        "skipped: no " + String.join(", ", day.notArrived().keySet()),
                        null);
            case MISSING -> new DayCell("MISSING", "", of, "missing", null);
            default -> new DayCell("STAGED", "…", of, day.state().id() + rows, report);
        };
    }

    private static DayCell failed(String of, DayState day) {
        if (day.failure() == null) {
            return new DayCell("FAIL", "✗", of, "failed", null);
        }
        boolean isError = day.failure().verdict() == Verdict.ERROR;
        return new DayCell(
                isError ? "ERROR" : "FAIL",
                isError ? "?" : "✗",
                of,
                (isError ? "not judged: " : "failed: ")
                        + String.join("; ", day.failure().checks())
                        + (day.published() == null ? "" : " (an older run is published)"),
                relative(day.failure().report()));
    }

    /** The one of a day's tables that needs somebody most; all of them pass where none does. */
    static DayCell worst(LocalDate dt, List<DayCell> cells) {
        DayCell worst = NOTHING;
        for (DayCell cell : cells) {
            if (TONES.indexOf(cell.tone) < TONES.indexOf(worst.tone)) {
                worst = cell;
            }
        }
        return worst.tone.equals("PASS") ? new DayCell("PASS", "✓", "" + dt, "published in every table", null) : worst;
    }

    static String relative(String report) {
        return report.startsWith(REPORTS) ? report.substring(REPORTS.length()) : report;
    }
}
