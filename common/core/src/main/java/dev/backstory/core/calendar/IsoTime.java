package dev.backstory.core.calendar;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Times as microseconds since 1970-01-01T00:00Z, the unit of every {@code action_time}.
 *
 * <p>A text is ISO-8601, with {@code T} or one space between day and time, seconds and fraction optional, digits beyond
 * the microsecond cut. Without a zone or offset it is in the given zone, and in a clock change as
 * {@link ZonedDateTime#of(LocalDateTime, ZoneId)} resolves it: gaps forward, overlaps to the earlier offset.
 */
public final class IsoTime {
    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHMM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HH", "Z")
            .optionalEnd()
            .optionalStart()
            .appendLiteral('[')
            .appendZoneRegionId()
            .appendLiteral(']')
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withChronology(IsoChronology.INSTANCE)
            .withResolverStyle(ResolverStyle.STRICT);

    private static final int SEPARATOR = "yyyy-mm-dd".length();

    private IsoTime() {}

    /** Microseconds since the epoch, or null when the text is not an ISO-8601 date and time (also for null). */
    public static @Nullable Long parseMicros(@Nullable String text, ZoneId zone) {
        if (text == null || text.length() <= SEPARATOR) {
            return null;
        }
        try {
            TemporalAccessor parsed = FORMAT.parse(withLetterT(text));
            LocalDateTime local = LocalDateTime.from(parsed);
            Instant instant = parsed.isSupported(ChronoField.OFFSET_SECONDS)
                    ? Instant.from(local.atOffset(ZoneOffset.ofTotalSeconds(parsed.get(ChronoField.OFFSET_SECONDS))))
                    : ZonedDateTime.of(local, zoneOf(parsed, zone)).toInstant();
            return micros(instant);
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    private static String withLetterT(String text) {
        return text.charAt(SEPARATOR) == ' '
                ? text.substring(0, SEPARATOR) + 'T' + text.substring(SEPARATOR + 1)
                : text;
    }

    private static ZoneId zoneOf(TemporalAccessor parsed, ZoneId fallback) {
        ZoneId named = parsed.query(TemporalQueries.zoneId());
        return named == null ? fallback : named;
    }

    /** The first microsecond of a day in a zone (not always 00:00 there: a clock change may skip midnight). */
    public static long dayStartMicros(LocalDate day, ZoneId zone) {
        return micros(day.atStartOfDay(zone).toInstant());
    }

    public static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    public static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
