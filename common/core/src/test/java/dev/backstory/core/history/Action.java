package dev.backstory.core.history;

import dev.backstory.core.calendar.IsoTime;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** An action of the tests. */
record Action(long customer, long item, long micros, int type, LocalDate dt) {

    /** At a local time such as {@code 2025-08-13T10:00} in UTC, its dt the day of it. */
    static Action at(String time, int type, long item) {
        return at(time, type, item, time.substring(0, 10));
    }

    static Action at(String time, int type, long item, String dt) {
        Long micros = IsoTime.parseMicros(time, ZoneOffset.UTC);
        if (micros == null) {
            throw new IllegalArgumentException(time);
        }
        return new Action(1, item, micros, type, LocalDate.parse(dt));
    }
}
