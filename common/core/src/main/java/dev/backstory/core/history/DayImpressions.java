package dev.backstory.core.history;

/**
 * Impressions of one of the days that are built. A day may have several, each with customers of its own.
 *
 * @param day index of the day in {@link HistoryDays}
 */
public record DayImpressions(int day, ImpressionCursor rows) {}
