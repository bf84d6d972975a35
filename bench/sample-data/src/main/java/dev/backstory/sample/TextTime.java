package dev.backstory.sample;

import dev.backstory.core.calendar.IsoTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as text: ISO-8601 with milliseconds and the zone's offset. */
final class TextTime {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT);

    private TextTime() {}

    static String format(long micros, ZoneId zone) {
        return FORMAT.format(IsoTime.instant(micros).atZone(zone));
    }
}
