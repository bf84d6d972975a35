package dev.backstory.core.calendar;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a source writes its times or its days, beside ISO-8601 ({@link IsoTime}, {@link DayText}): as a number that counts
 * from 1970-01-01T00:00Z, or by a pattern of {@link DateTimeFormatter}.
 *
 * <p>A pattern is read strictly: every digit and sign must be there, 31 April is none. Names are English, in any upper and
 * lower case. A text without a zone or offset is in the given zone, and in a clock change as {@link
 * ZonedDateTime#of(LocalDateTime, ZoneId)} resolves it; without a time of day it is the start of its day.
 */
public final class TimeFormat implements Serializable {
    /** What a source is read by when it says nothing. */
    public static final String ISO = "iso";

    private static final long serialVersionUID = 1L;

    /** Microseconds in one of a unit. */
    private static final Map<String, Long> UNITS =
            Map.of("epoch-seconds", 1_000_000L, "epoch-millis", 1_000L, "epoch-micros", 1L);

    /** More digits than any time that microseconds count has, whatever its unit. */
    private static final int LONGEST_NUMBER = 60;

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+([.][0-9]*)?([eE][+-]?[0-9]{1,3})?");
    private final String text;
    private final long unitMicros;
    private transient @Nullable DateTimeFormatter formatter;

    private TimeFormat(String text, long unitMicros) {
        this.text = text;
        this.unitMicros = unitMicros;
    }

    /**
     * A format as a config writes it.
     *
     * @throws IllegalArgumentException with what is wrong, such as {@code has no year}
     */
    public static TimeFormat of(String text) {
        Long unit = UNITS.get(text);
        if (unit != null) {
            return new TimeFormat(text, unit);
        }
        TimePattern.check(text);
        return new TimeFormat(text, 0);
    }

    /** Whether a text is read as ISO-8601, so that no format is needed. */
    public static boolean isIso(String text) {
        return text.equals(ISO);
    }

    private DateTimeFormatter formatter() {
        DateTimeFormatter known = formatter;
        if (known == null) {
            known = TimePattern.formatter(text);
            formatter = known;
        }
        return known;
    }

    /** Whether it counts from 1970. */
    public boolean isEpoch() {
        return unitMicros > 0;
    }

    /** Microseconds in one that an epoch's format counts. */
    public long unitMicros() {
        return unitMicros;
    }

    /** Microseconds since the epoch; null when the text is not of this format, or a time that microseconds cannot count. */
    public @Nullable Long parseMicros(@Nullable String value, ZoneId zone) {
        try {
            if (isEpoch()) {
                BigInteger micros = epochMicros(value);
                return micros == null ? null : (Long) micros.longValueExact();
            }
            Instant instant = instant(value, zone);
            return instant == null ? null : (Long) IsoTime.micros(instant);
        } catch (ArithmeticException e) {
            return null;
        }
    }

    /** Whether the text is of this format, though none that microseconds can count. */
    public boolean isBeyondMicros(@Nullable String value, ZoneId zone) {
        boolean isOfFormat = isEpoch() ? epochMicros(value) != null : instant(value, zone) != null;
        return isOfFormat && parseMicros(value, zone) == null;
    }

    /** The day as the text says it, or of the time it says in the zone; null when the text is not of this format. */
    public @Nullable LocalDate parseDay(@Nullable String value, ZoneId zone) {
        Long micros = parseMicros(value, zone);
        return micros == null ? null : IsoTime.instant(micros).atZone(zone).toLocalDate();
    }

    /** The day as the text says it; null where it does not, or where that depends on a zone. */
    public @Nullable LocalDate parseDayWithoutZone(String value) {
        TemporalAccessor parsed = isEpoch() ? null : parse(value);
        return parsed == null || hasZone(parsed) ? null : parsed.query(TemporalQueries.localDate());
    }

    private static boolean hasZone(TemporalAccessor parsed) {
        return parsed.isSupported(ChronoField.OFFSET_SECONDS) || parsed.query(TemporalQueries.zoneId()) != null;
    }

    /** What is finer than a microsecond is cut; null when the text is no number. */
    private @Nullable BigInteger epochMicros(@Nullable String value) {
        if (value == null
                || value.length() > LONGEST_NUMBER
                || !NUMBER.matcher(value).matches()) {
            return null;
        }
        return new BigDecimal(value)
                .multiply(BigDecimal.valueOf(unitMicros))
                .setScale(0, RoundingMode.FLOOR)
                .toBigInteger();
    }

    private @Nullable TemporalAccessor parse(@Nullable String value) {
        try {
            return value == null ? null : formatter().parse(value);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private @Nullable Instant instant(@Nullable String value, ZoneId zone) {
        TemporalAccessor parsed = parse(value);
        LocalDate day = parsed == null ? null : parsed.query(TemporalQueries.localDate());
        if (parsed == null || day == null) {
            return null;
        }
        LocalTime time = parsed.query(TemporalQueries.localTime());
        LocalDateTime local = day.atTime(time == null ? LocalTime.MIDNIGHT : time);
        if (parsed.isSupported(ChronoField.OFFSET_SECONDS)) {
            return local.toInstant(ZoneOffset.ofTotalSeconds(parsed.get(ChronoField.OFFSET_SECONDS)));
        }
        ZoneId named = parsed.query(TemporalQueries.zoneId());
        return local.atZone(named == null ? zone : named).toInstant();
    }

    /** What a text should have been, for reasons. */
    public String words() {
        if (isEpoch()) {
            return "is not a number of "
                    + (unitMicros == 1 ? "microseconds" : unitMicros == 1_000 ? "milliseconds" : "seconds")
                    + " since 1970";
        }
        return "is not of the pattern " + text;
    }

    @Override
    public String toString() {
        return text;
    }
}
