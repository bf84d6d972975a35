package dev.backstory.core.config.input;

import dev.backstory.core.config.key.Key;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/** How long a source is waited for, and what becomes of a day for which it has brought nothing by then. */
public record Arrival(
        @Key(
                doc =
                        "Until when a day without rows is waited for: a time of day in the pipeline's zone on the day after dt; with +2d before it, two days after dt.",
                example = "\"06:00\"",
                pattern = "(\\+[1-9][0-9]?d )?([01][0-9]|2[0-3]):[0-5][0-9]",
                patternDoc =
                        "a time of day such as \"06:00\", which is on the day after dt, or with days after dt such as"
                                + " \"+2d 06:00\"")
        String waitUntil,

        @Key(
                doc = "What becomes of the day after that: it fails, is published with what there is, or is left out.",
                example = "skip",
                defaultValue = "fail")
        Then then) {

    /** What becomes of a day for which a source has brought nothing in time. */
    public enum Then {
        FAIL,
        PUBLISH_EMPTY,
        SKIP
    }

    /** The moment from which a day is not waited for any more, with its offset in the zone; of two the earlier. */
    public OffsetDateTime deadline(LocalDate dt, ZoneId zone) {
        int space = waitUntil.indexOf(' ');
        int days = space < 0 ? 1 : Integer.parseInt(waitUntil.substring(1, space - 1));
        return dt.plusDays(days)
                .atTime(LocalTime.parse(waitUntil.substring(space + 1)))
                .atZone(zone)
                .toOffsetDateTime();
    }

    /** Whether a day that has no rows is waited for at this moment. */
    public boolean isAwaited(LocalDate dt, ZoneId zone, Instant now) {
        return now.isBefore(deadline(dt, zone).toInstant());
    }
}
