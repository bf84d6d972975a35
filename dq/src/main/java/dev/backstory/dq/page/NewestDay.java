package dev.backstory.dq.page;

import dev.backstory.core.run.Verdict;
import dev.backstory.dq.report.Change;
import dev.backstory.dq.report.Trend;
import dev.backstory.lake.state.DayState;
import dev.backstory.lake.state.TableState;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The newest published day of a table, beside the published day before it.
 *
 * @param says how it differs from the day before, and how long it took
 */
public record NewestDay(String table, LocalDate dt, String href, Verdict verdict, String says) {

    static Optional<NewestDay> of(TableState table) {
        List<DayState> published = table.days().stream()
                .filter(day -> day.published() != null)
                .sorted(Comparator.comparing(DayState::dt).reversed())
                .limit(2)
                .toList();
        return published.isEmpty()
                ? Optional.empty()
                : Optional.of(of(table, published.get(0), published.size() == 1 ? null : published.get(1)));
    }

    private static NewestDay of(TableState table, DayState newest, @Nullable DayState before) {
        DayState.Publication now = publication(newest);
        DayState.Publication then = before == null ? null : publication(before);
        List<String> says = new ArrayList<>();
        says.add(figure(ReportFormat.times(now.rows(), "row", "rows"), now.rows(), then == null ? null : then.rows()));
        says.add(figure(
                ReportFormat.count(now.rejectedRows()) + " rejected",
                now.rejectedRows(),
                then == null ? null : then.rejectedRows()));
        if (before != null && then != null) {
            says.add(then.verdict() + " before, on " + before.dt());
        }
        if (now.stepTook() != null) {
            says.add(
                    "step " + ReportFormat.seconds(now.stepTook().seconds()) + " " + ReportFormat.pass(now.stepTook()));
        }
        if (now.auditTook() != null) {
            says.add("audit " + ReportFormat.seconds(now.auditTook().seconds()));
        }
        return new NewestDay(
                table.table().folder(),
                newest.dt(),
                DayCell.relative(now.report()),
                now.verdict(),
                String.join(" · ", says));
    }

    private static DayState.Publication publication(DayState day) {
        if (day.published() == null) {
            throw new IllegalArgumentException(day.dt() + " is not published");
        }
        return day.published();
    }

    private static String figure(String text, long now, @Nullable Long before) {
        if (before == null) {
            return text;
        }
        return text + ", " + new Change("", Trend.Kind.COUNT, (double) before, (double) now).difference();
    }
}
