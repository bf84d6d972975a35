package dev.backstory.dq.trend;

import dev.backstory.core.run.Verdict;
import dev.backstory.dq.day.RowCount;
import dev.backstory.dq.report.Change;
import dev.backstory.dq.report.Since;
import dev.backstory.dq.report.Trend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A day beside the published day before it: what a morning asks first. */
public final class DayBefore {
    private DayBefore() {}

    /**
     * @param verdict of the day before
     * @param metrics of the day itself
     * @param rejectedRows of the day itself
     */
    public static Since compare(
            EarlierDay before,
            Verdict verdict,
            List<Measure> measures,
            Map<String, Double> metrics,
            long rejectedRows) {
        List<Change> changes = new ArrayList<>();
        for (Measure measure : measures) {
            changes.add(new Change(
                    measure.title(),
                    measure.kind(),
                    before.metrics().get(measure.metric()),
                    metrics.get(measure.metric())));
            if (measure.metric().equals(RowCount.NAME)) {
                changes.add(new Change(
                        "rejected rows", Trend.Kind.COUNT, (double) before.rejectedRows(), (double) rejectedRows));
            }
        }
        return new Since(before.dt(), before.run(), verdict, changes);
    }
}
