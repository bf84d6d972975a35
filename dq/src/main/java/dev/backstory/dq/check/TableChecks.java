package dev.backstory.dq.check;

import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.DayFacts;
import dev.backstory.dq.engine.DayStates;
import dev.backstory.dq.engine.Expectation;
import dev.backstory.dq.report.Distribution;
import dev.backstory.dq.trend.Measure;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;

/** The built-in checks of one table. */
public interface TableChecks {
    /** Additional aggregates of the scan of the rows, by name. */
    Map<String, Column> figures();

    /** What must be true of the rows of a day. */
    List<Expectation> ofRows(AuditDay day);

    /** What must be true of the facts of a day. */
    List<Expectation> ofFacts(AuditDay day);

    /** Gathers the facts of days that share one schema; a fact that cannot be determined is marked as such. */
    void gather(List<AuditDay> days, Map<LocalDate, DayStates> scan, Map<LocalDate, DayFacts> facts);

    /** The metrics that later audits compare with. */
    Map<String, Double> metrics(AuditDay day, DayStates scan);

    /** The measures: which metrics are compared with the past, and which are drawn. */
    List<Measure> measures();

    /** The columns by which people recognize a row, named as in the files. */
    List<String> keys();

    /** How the rows of a day are distributed over groups; empty for a day without rows. */
    List<Distribution> distributions(AuditDay day, DayStates scan, DayFacts facts);
}
