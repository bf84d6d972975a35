package dev.backstory.dq.compare;

import dev.backstory.core.run.PublishRecord;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.DayFacts;
import dev.backstory.dq.engine.DayStates;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;

/** Whether a table of the history step is about what the impressions are about, no more and no less. */
public interface InputComparison {
    /** For the scan that reads the table's rows anyway. */
    Map<String, Column> figures();

    /** The names of the facts that {@link #compare} finds out; all are 0 when nothing is missing or too many. */
    List<String> facts();

    /** @param records the impressions each day was made from */
    void compare(
            List<AuditDay> days,
            Map<LocalDate, PublishRecord> records,
            Map<LocalDate, DayStates> scan,
            Map<LocalDate, DayFacts> facts);
}
