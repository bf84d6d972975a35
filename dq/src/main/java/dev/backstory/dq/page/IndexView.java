package dev.backstory.dq.page;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.run.Took;
import dev.backstory.lake.state.DayState;
import dev.backstory.lake.state.LakeState;
import dev.backstory.lake.state.State;
import dev.backstory.lake.state.TableState;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the template of a lake's index asks. */
public record IndexView(
        String pipeline,
        String written,
        String says,
        Attention attention,
        LakeCalendar calendar,
        List<String> tables,
        List<Size> sizes,
        List<Time> times,
        List<Failed> failed) {
    private static final int DRAWN = 399;

    /** @param whole what all published days of the table hold */
    public record Size(String table, String latest, Sparkline curve, String says, String whole) {}

    /** How long the step and the audit of a day took, in their pass over it and its neighbors. */
    public record Time(String table, String latest, Sparkline curve, String says) {}

    /** A check that failed days, and the newest of them. */
    public record Failed(
            String check, String table, long times, LocalDate last, String href, List<String> places, String says) {}

    /**
     * @param configArgument the config's path, as commands name it
     * @param audits every audit that failed a day, in any order
     */
    static IndexView of(
            PipelineConfig config, String configArgument, Instant now, LakeState state, List<FailedAudit> audits) {
        List<Size> sizes = new ArrayList<>();
        List<Time> times = new ArrayList<>();
        state.tables().forEach(table -> {
            size(table, sizes);
            time(table, times);
        });
        return new IndexView(
                config.name(),
                ReportFormat.time(now, config.timezone().getId()),
                summary(state),
                Attention.of(state, configArgument, now),
                LakeCalendar.of(state),
                state.tables().stream().map(table -> table.table().folder()).toList(),
                sizes,
                times,
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
            long warned = table.days().stream()
                    .filter(day -> day.state() == State.PUBLISHED && DayCell.warns(day))
                    .count();
            if (warned > 0) {
                words.set(0, words.get(0) + " (" + ReportFormat.count(warned) + " with warnings)");
            }
            parts.add(table.table().folder() + ": " + (words.isEmpty() ? "nothing yet" : String.join(", ", words)));
        }
        return String.join(" · ", parts);
    }

    private static void size(TableState table, List<Size> sizes) {
        SortedMap<LocalDate, Double> rows = new TreeMap<>();
        long bytes = 0;
        long all = 0;
        for (DayState day : table.days()) {
            if (day.published() != null) {
                rows.put(day.dt(), (double) day.published().rows());
                bytes += day.published().bytes();
                all += day.published().rows();
            }
        }
        if (rows.isEmpty()) {
            return;
        }
        LocalDate last = rows.lastKey();
        SortedMap<LocalDate, Double> shown = rows.tailMap(last.minusDays(DRAWN));
        Sparkline curve = Sparkline.of(
                shown, last, null, null, null, day -> false, value -> ReportFormat.count(Math.round(value)) + " rows");
        String latest = ReportFormat.count(Math.round(rows.get(last)));
        sizes.add(new Size(
                table.table().folder(),
                latest,
                curve,
                latest + " rows on " + last + "; " + ReportFormat.times(shown.size(), "day", "days") + " drawn, from "
                        + curve.lowest() + " to " + curve.highest(),
                ReportFormat.times(all, "row", "rows") + " and " + ReportFormat.bytes(bytes) + " in "
                        + ReportFormat.times(rows.size(), "day", "days")));
    }

    private static void time(TableState table, List<Time> times) {
        SortedMap<LocalDate, Double> seconds = new TreeMap<>();
        for (DayState day : table.days()) {
            if (day.published() != null && day.published().stepTook() != null) {
                Took audit = day.published().auditTook();
                seconds.put(
                        day.dt(),
                        day.published().stepTook().secondsPerDay() + (audit == null ? 0 : audit.secondsPerDay()));
            }
        }
        if (seconds.isEmpty()) {
            return;
        }
        LocalDate last = seconds.lastKey();
        SortedMap<LocalDate, Double> shown = seconds.tailMap(last.minusDays(DRAWN));
        Sparkline curve = Sparkline.of(shown, last, null, null, null, day -> false, ReportFormat::seconds);
        String latest = ReportFormat.seconds(seconds.get(last));
        times.add(new Time(
                table.table().folder(),
                latest,
                curve,
                latest + " on " + last + "; " + ReportFormat.times(shown.size(), "day", "days") + " drawn, from "
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
