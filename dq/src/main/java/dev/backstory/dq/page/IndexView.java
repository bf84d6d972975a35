package dev.backstory.dq.page;

import dev.backstory.core.contract.Table;
import dev.backstory.core.run.Verdict;
import dev.backstory.lake.state.DayState;
import dev.backstory.lake.state.LakeState;
import dev.backstory.lake.state.TableState;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the template of a lake's index asks. */
public record IndexView(
        String pipeline, String written, String says, List<Month> months, List<Size> sizes, List<Failed> failed) {
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);
    private static final String REPORTS = "_reports/";

    /** A calendar month; its rows are the tables, a cell per day. */
    public record Month(String name, YearMonth month, List<Row> rows) {}

    public record Row(String table, List<Cell> cells) {}

    /**
     * @param tone style class; empty for a day on which the table is not
     * @param href the report, relative to the index; null without one
     */
    public record Cell(
            String tone, String sign, String says, @Nullable String href) {
        static final Cell NOTHING = new Cell("", "", "", null);
    }

    public record Size(String table, String latest, Sparkline curve, String says) {}

    /** A check that failed days, and the newest of them. */
    public record Failed(
            String check, String table, long times, LocalDate last, String href, List<String> places, String says) {}

    /** @param audits every audit that failed a day, in any order */
    static IndexView of(String pipeline, String zone, Instant now, LakeState state, List<FailedAudit> audits) {
        List<Size> sizes = new ArrayList<>();
        TreeSet<YearMonth> months = new TreeSet<>(Comparator.reverseOrder());
        for (TableState table : state.tables()) {
            table.days().forEach(day -> months.add(YearMonth.from(day.dt())));
            size(table, sizes);
        }
        return new IndexView(
                pipeline,
                ReportFormat.time(now, zone),
                summary(state),
                months.stream()
                        .map(month -> new Month(
                                MONTH.format(month),
                                month,
                                state.tables().stream()
                                        .map(table -> row(table, month))
                                        .toList()))
                        .toList(),
                sizes,
                failed(audits));
    }

    private static String summary(LakeState state) {
        List<String> parts = new ArrayList<>();
        for (TableState table : state.tables()) {
            Map<String, Long> counts = new TreeMap<>();
            table.days().forEach(day -> counts.merge(day.state().id(), 1L, Long::sum));
            List<String> words = new ArrayList<>();
            counts.forEach((name, count) -> words.add(ReportFormat.count(count) + " " + name));
            Collections.sort(words, Comparator.comparing((String word) -> !word.endsWith("published")));
            parts.add(table.table().folder() + ": " + (words.isEmpty() ? "nothing yet" : String.join(", ", words)));
        }
        return String.join(" · ", parts);
    }

    private static Row row(TableState table, YearMonth month) {
        List<Cell> cells = new ArrayList<>();
        for (int day = 1; day <= month.lengthOfMonth(); day++) {
            cells.add(table.day(month.atDay(day))
                    .map(state -> cell(table.table(), state))
                    .orElse(Cell.NOTHING));
        }
        return new Row(table.table().folder(), cells);
    }

    private static Cell cell(Table table, DayState day) {
        String name = table.folder() + " " + day.dt() + " ";
        DayState.Publication published = day.published();
        String rows = published == null ? "" : ", " + ReportFormat.times(published.rows(), "row", "rows");
        String report = published == null ? null : relative(published.report());
        return switch (day.state()) {
            case PUBLISHED -> {
                boolean warns = published != null && published.verdict() == Verdict.WARN;
                yield new Cell(
                        warns ? "WARN" : "PASS",
                        warns ? "!" : "✓",
                        name + "published" + (warns ? " with warnings" : "") + rows,
                        report);
            }
            case STALE ->
                new Cell(
                        "STALE",
                        "↻",
                        name + "stale: "
                                + (day.stale().isEmpty()
                                        ? ""
                                        : day.stale().get(0).text()) + rows,
                        report);
            case FAILED ->
                day.failure() == null
                        ? new Cell("FAIL", "✗", name + "failed", null)
                        : new Cell(
                                day.failure().verdict() == Verdict.ERROR ? "ERROR" : "FAIL",
                                day.failure().verdict() == Verdict.ERROR ? "?" : "✗",
                                name
                                        + (day.failure().verdict() == Verdict.ERROR ? "not judged: " : "failed: ")
                                        + String.join("; ", day.failure().checks())
                                        + (published == null ? "" : " (an older run is published)"),
                                relative(day.failure().report()));
            case SKIPPED ->
                new Cell(
                        "MISSING",
                        "",
                        name + "skipped: no "
                                + String.join(", ", day.notArrived().keySet()),
                        null);
            case MISSING -> new Cell("MISSING", "", name + "missing", null);
            default -> new Cell("STAGED", "…", name + day.state().id() + rows, report);
        };
    }

    private static String relative(String report) {
        return report.startsWith(REPORTS) ? report.substring(REPORTS.length()) : report;
    }

    private static void size(TableState table, List<Size> sizes) {
        SortedMap<LocalDate, Double> rows = new TreeMap<>();
        for (DayState day : table.days()) {
            if (day.published() != null) {
                rows.put(day.dt(), (double) day.published().rows());
            }
        }
        if (rows.isEmpty()) {
            return;
        }
        LocalDate last = rows.lastKey();
        SortedMap<LocalDate, Double> shown = rows.tailMap(last.minusDays(399));
        Sparkline curve = Sparkline.of(
                shown, last, null, null, null, day -> false, value -> ReportFormat.count(Math.round(value)) + " rows");
        String latest = ReportFormat.count(Math.round(rows.get(last)));
        sizes.add(new Size(
                table.table().folder(),
                latest,
                curve,
                latest + " rows on " + last + "; " + ReportFormat.times(shown.size(), "day", "days") + " drawn, from "
                        + curve.lowest() + " to " + curve.highest()));
    }

    private static List<Failed> failed(List<FailedAudit> audits) {
        Map<List<String>, List<FailedAudit>> byCheck = new TreeMap<>(Comparator.comparing(Object::toString));
        for (FailedAudit audit : audits) {
            audit.checks()
                    .forEach(check -> byCheck.computeIfAbsent(
                                    List.of(audit.table().folder(), check), key -> new ArrayList<>())
                            .add(audit));
        }
        LocalDate newest =
                audits.stream().map(FailedAudit::dt).max(LocalDate::compareTo).orElse(LocalDate.MIN);
        List<Failed> failed = new ArrayList<>();
        byCheck.forEach((key, ofCheck) -> {
            ofCheck.sort(Comparator.comparing(FailedAudit::dt));
            FailedAudit last = ofCheck.get(ofCheck.size() - 1);
            // 90 days, four units of the picture each.
            List<String> places = ofCheck.stream()
                    .map(FailedAudit::dt)
                    .distinct()
                    .filter(dt -> dt.isAfter(newest.minusDays(90)))
                    .map(dt -> String.valueOf(4 * (89 - (newest.toEpochDay() - dt.toEpochDay()))))
                    .toList();
            failed.add(new Failed(
                    key.get(1),
                    key.get(0),
                    ofCheck.size(),
                    last.dt(),
                    last.table().folder() + "/dt=" + last.dt() + "/run=" + last.run() + ".html",
                    places,
                    places.size() + " of the 90 days to " + newest));
        });
        failed.sort(Comparator.comparing(Failed::last).reversed());
        return failed;
    }
}
