package dev.backstory.core.calendar;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
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
 * <p>A text is ISO-8601 in its extended format: a calendar date, {@code T} or one space, a time. Seconds and fraction are
 * optional, the fraction follows a point or a comma, digits beyond the microsecond are cut, and {@code 24:00} is the end of
 * a day. Without a zone or offset it is in the given zone, and in a clock change as
 * {@link ZonedDateTime#of(LocalDateTime, ZoneId)} resolves it: gaps forward, overlaps to the earlier offset.
 *
 * <p>Microseconds reach from the year -290308 to 294247. A time beyond is none.
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

    private static final int SHORTEST_DATE = "yyyy-mm-dd".length();
    private static final int FRACTION_DIGITS = 9;
    private static final String END_OF_DAY = "24:00";
    private static final long MICROS_PER_SECOND = 1_000_000L;

    private IsoTime() {}

    /**
     * Microseconds since the epoch, or null when the text is not an ISO-8601 date and time (also for null), or one that
     * microseconds cannot count.
     */
    public static @Nullable Long parseMicros(@Nullable String text, ZoneId zone) {
        try {
            Instant instant = parse(text, zone);
            return instant == null ? null : (Long) micros(instant);
        } catch (ArithmeticException e) {
            return null;
        }
    }

    /** Whether the text is an ISO-8601 date and time, though none that microseconds can count. */
    public static boolean isBeyondMicros(@Nullable String text, ZoneId zone) {
        return parse(text, zone) != null && parseMicros(text, zone) == null;
    }

    private static @Nullable Instant parse(@Nullable String text, ZoneId zone) {
        if (text == null || text.length() <= SHORTEST_DATE) {
            return null;
        }
        String plain = withPlainFraction(withLetterT(text));
        boolean endsDay = plain.startsWith(END_OF_DAY, plain.indexOf('T', SHORTEST_DATE) + 1);
        try {
            TemporalAccessor parsed = FORMAT.parse(endsDay ? plain.replaceFirst("T24", "T00") : plain);
            LocalDateTime local = LocalDateTime.from(parsed);
            if (endsDay) {
                if (!local.toLocalTime().equals(LocalTime.MIDNIGHT)) {
                    return null;
                }
                local = local.plusDays(1);
            }
            return parsed.isSupported(ChronoField.OFFSET_SECONDS)
                    ? local.toInstant(ZoneOffset.ofTotalSeconds(parsed.get(ChronoField.OFFSET_SECONDS)))
                    : ZonedDateTime.of(local, zoneOf(parsed, zone)).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static String withLetterT(String text) {
        int space = text.indexOf(' ');
        return space >= SHORTEST_DATE ? text.substring(0, space) + 'T' + text.substring(space + 1) : text;
    }

    /** The text with a point before its fraction, and no more digits in it than java.time reads. */
    private static String withPlainFraction(String text) {
        int mark = Math.max(text.indexOf(',', SHORTEST_DATE), text.indexOf('.', SHORTEST_DATE));
        if (mark < 0) {
            return text;
        }
        int end = mark + 1;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        int digits = end - mark - 1;
        if (text.charAt(mark) == '.' && digits <= FRACTION_DIGITS) {
            return text;
        }
        return text.substring(0, mark)
                + '.'
                + text.substring(mark + 1, mark + 1 + Math.min(digits, FRACTION_DIGITS))
                + text.substring(end);
    }

    private static ZoneId zoneOf(TemporalAccessor parsed, ZoneId fallback) {
        ZoneId named = parsed.query(TemporalQueries.zoneId());
        return named == null ? fallback : named;
    }

    /** The first microsecond of a day in a zone (not always 00:00 there: a clock change may skip midnight). */
    public static long dayStartMicros(LocalDate day, ZoneId zone) {
        return micros(day.atStartOfDay(zone).toInstant());
    }

    /**
     * What is finer than a microsecond is cut.
     *
     * @throws ArithmeticException for a time that microseconds cannot count
     */
    public static long micros(Instant instant) {
        long seconds = instant.getEpochSecond();
        long rest = instant.getNano() / 1000;
        // From the next second down, where counting up from this one would begin below the smallest number.
        return seconds < 0
                ? Math.addExact(Math.multiplyExact(seconds + 1, MICROS_PER_SECOND), rest - MICROS_PER_SECOND)
                : Math.addExact(Math.multiplyExact(seconds, MICROS_PER_SECOND), rest);
    }

    public static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
