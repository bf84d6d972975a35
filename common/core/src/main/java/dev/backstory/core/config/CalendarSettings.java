package dev.backstory.core.config;

import dev.backstory.core.config.key.Key;
import java.time.LocalDate;
import java.util.List;

/** Days on which the shop does nothing. */
public record CalendarSettings(
        @Key(
                doc = "Days on which the shop is closed: they may be empty, and are missing in no lookback.",
                example = "[2025-12-25, 2025-12-26]",
                defaultValue = "[]")
        List<LocalDate> closed) {

    public CalendarSettings {
        closed = List.copyOf(closed);
    }

    public boolean isClosed(LocalDate day) {
        return closed.contains(day);
    }
}
