package dev.backstory.dq.audit;

import dev.backstory.dq.day.DayLocation;
import dev.backstory.dq.day.RowQuery;
import dev.backstory.dq.report.Finding;
import org.jspecify.annotations.Nullable;

/**
 * A finding before anyone knows where the day's rows will lie.
 *
 * @param query for a closer look at the rows; null where none would help
 */
record JudgedCheck(Finding finding, @Nullable RowQuery query) {
    Finding at(DayLocation location) {
        return query == null ? finding : finding.withQuery(query.at(location));
    }
}
