package dev.backstory.core.calendar;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** A {@code dt} as raw sources write it: {@code 2025-08-14} or {@code dt=2025-08-14}. */
public final class DayText {
    private static final String PREFIX = "dt=";
    private static final int ISO_LENGTH = "yyyy-mm-dd".length();

    private DayText() {}

    /** The day, or null when the text is not one (also for null). */
    public static @Nullable LocalDate parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String day = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
        if (day.length() != ISO_LENGTH) {
            return null;
        }
        try {
            return LocalDate.parse(day);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
