package dev.backstory.dq.trend;

import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.Verdict;
import dev.backstory.dq.day.RowCount;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/** A day before the one that is looked at: published, or about to be. */
public record EarlierDay(LocalDate dt, RunId run, long rejectedRows, Verdict verdict, Map<String, Double> metrics) {

    static EarlierDay of(PublishRecord record) {
        Map<String, Double> metrics = new HashMap<>(record.metrics());
        metrics.putIfAbsent(RowCount.NAME, (double) record.rows());
        return new EarlierDay(record.dt(), record.run(), record.rejectedRows(), record.verdict(), metrics);
    }
}
