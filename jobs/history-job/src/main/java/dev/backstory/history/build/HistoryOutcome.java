package dev.backstory.history.build;

import java.time.LocalDate;
import java.util.List;

/**
 * What became of the days of a range.
 *
 * @param staged built, waiting for their audit
 * @param current published already, by the same settings from the same inputs
 * @param refused not built because inputs are not published
 */
public record HistoryOutcome(List<LocalDate> staged, List<LocalDate> current, List<LocalDate> refused) {}
