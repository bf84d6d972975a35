package dev.backstory.core.history;

/**
 * Impressions of one of the days that are built. A day may have several, with no customer in common.
 *
 * @param day index of the day in {@link HistoryDays}
 */
public record DayImpressions(int day, ImpressionCursor rows) {}
