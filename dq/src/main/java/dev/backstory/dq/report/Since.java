package dev.backstory.dq.report;

import dev.backstory.core.run.RunId;
import dev.backstory.core.run.Verdict;
import java.time.LocalDate;
import java.util.List;

/**
 * The published day before, and what is different.
 *
 * @param dt the newest published day before the one of the report
 * @param changes of each figure, also of those that are the same
 */
public record Since(LocalDate dt, RunId run, Verdict verdict, List<Change> changes) {}
