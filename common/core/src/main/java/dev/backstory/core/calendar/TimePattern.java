package dev.backstory.core.calendar;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Patterns of {@link DateTimeFormatter}, as far as sources may be read by them. */
final class TimePattern {
    private static final Pattern QUOTED = Pattern.compile("'([^']*)'");
    private static final Set<String> ZONE_WORDS = Set.of("z", "utc", "gmt");

    /** Names of zones are of several zones: CST is Chicago's and Shanghai's. */
    private static final List<String> AMBIGUOUS = List.of("z", "v", "B", "p");

    private TimePattern() {}

    static DateTimeFormatter formatter(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                // A year of era (y) is that of our era where the text does not say.
                .parseDefaulting(ChronoField.ERA, 1)
                .toFormatter(Locale.ENGLISH)
                .withChronology(IsoChronology.INSTANCE)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    /** @throws IllegalArgumentException with what is wrong, such as {@code has no year} */
    static void check(String pattern) {
        if (pattern.startsWith("epoch") || !pattern.chars().anyMatch(Character::isLetter)) {
            throw new IllegalArgumentException(
                    "is not allowed; allowed: iso, epoch-seconds, epoch-millis, epoch-micros, or a pattern such as"
                            + " dd.MM.yyyy HH:mm");
        }
        Matcher quoted = QUOTED.matcher(pattern);
        while (quoted.find()) {
            if (ZONE_WORDS.contains(quoted.group(1).strip().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        "has the zone '" + quoted.group(1).strip()
                                + "' in quotes, where it would mean nothing; write X for Z, or VV for UTC");
            }
        }
        String letters = QUOTED.matcher(pattern).replaceAll("");
        for (String letter : AMBIGUOUS) {
            if (letters.contains(letter)) {
                throw new IllegalArgumentException("has the letter " + letter
                        + ", which is not read (a name such as CST is that of several zones); write VV for UTC or"
                        + " Europe/Berlin, X or xxx for an offset");
            }
        }
        try {
            checkFields(formatter(pattern));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "is no pattern of java.time.format.DateTimeFormatter (" + e.getMessage() + ")", e);
        }
    }

    private static void checkFields(DateTimeFormatter formatter) {
        ZonedDateTime example = ZonedDateTime.of(LocalDateTime.of(2025, 11, 23, 21, 34, 56), ZoneOffset.UTC);
        try {
            TemporalAccessor read = formatter.parse(formatter.format(example));
            if (!example.toLocalDate().equals(read.query(TemporalQueries.localDate()))) {
                throw new IllegalArgumentException("it does not tell year, month and day");
            }
            LocalTime time = read.query(TemporalQueries.localTime());
            if (time != null && time.getHour() != example.getHour()) {
                throw new IllegalArgumentException("it has hours up to 12 and not AM or PM");
            }
            boolean hasTimeFields = read.isSupported(ChronoField.MINUTE_OF_HOUR)
                    || read.isSupported(ChronoField.SECOND_OF_MINUTE)
                    || read.isSupported(ChronoField.HOUR_OF_AMPM)
                    || read.isSupported(ChronoField.CLOCK_HOUR_OF_AMPM);
            if (time == null && hasTimeFields) {
                throw new IllegalArgumentException("it does not tell the hour of the day");
            }
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("it does not tell year, month and day", e);
        }
    }
}
