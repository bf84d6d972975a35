package dev.backstory.cli.init.column;

import dev.backstory.core.calendar.DayText;
import dev.backstory.core.calendar.IsoTime;
import dev.backstory.core.calendar.TimeFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The format in which the times or days of a column are written.
 *
 * @param format as the config has it
 * @param isDay whether no value has a time of day
 * @param hasZone whether its values say their zone, or count from 1970
 * @param other another format that reads all values too; null for none
 */
public record TimeGuess(
        String format,
        boolean isDay,
        boolean hasZone,
        @Nullable String other) {
    private static final ZoneId ZONE = ZoneOffset.UTC;
    private static final Instant EARLIEST = Instant.parse("1995-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    /** Longer than a day without separators, so that 20250814 is a day and not seconds since 1970. */
    private static final int SHORTEST_EPOCH = 9;

    private static final List<String> EPOCHS = List.of("epoch-seconds", "epoch-millis", "epoch-micros");

    /** The likelier first: where month and day may be either, a day with two digits stands first. */
    private static final List<String> PATTERNS = List.of(
            "yyyy-MM-dd HH:mm:ss VV",
            "yyyy-MM-dd HH:mm:ss[.SSSSSS][.SSS] VV",
            "yyyy-MM-dd HH:mm:ss xxx",
            "yyyy-MM-dd HH:mm:ss xx",
            "yyyy-MM-dd HH:mm:ss[.SSSSSS][.SSS] xx",
            "dd.MM.yyyy HH:mm",
            "dd.MM.yyyy HH:mm:ss",
            "d.M.yyyy H:mm",
            "dd/MM/yyyy HH:mm",
            "dd/MM/yyyy HH:mm:ss",
            "MM/dd/yyyy HH:mm",
            "MM/dd/yyyy HH:mm:ss",
            "M/d/yyyy H:mm",
            "M/d/yyyy H:mm:ss",
            "d/M/yyyy H:mm",
            "M/d/yyyy h:mm a",
            "M/d/yyyy h:mm:ss a",
            "yyyy/MM/dd HH:mm",
            "yyyy/MM/dd HH:mm:ss",
            "yyyy.MM.dd HH:mm:ss",
            "yyyyMMddHHmmss",
            "yyyyMMdd HH:mm:ss",
            "dd MMM yyyy HH:mm:ss",
            "dd MMM yyyy HH:mm",
            "d MMM yyyy h:mm a",
            "dd/MMM/yyyy:HH:mm:ss xx",
            "EEE MMM dd HH:mm:ss yyyy",
            "EEE, dd MMM yyyy HH:mm:ss xx",
            "yyyyMMdd",
            "dd.MM.yyyy",
            "d.M.yyyy",
            "dd/MM/yyyy",
            "MM/dd/yyyy",
            "M/d/yyyy",
            "d/M/yyyy",
            "yyyy/MM/dd",
            "dd-MM-yyyy",
            "dd MMM yyyy",
            "ddMMMyyyy");

    /** The guess for a column; empty if most values are not times. */
    public static Optional<TimeGuess> of(ColumnProfile column) {
        if (column.isList()) {
            return Optional.empty();
        }
        if (column.isMostly(value -> DayText.parse(value) != null)) {
            return Optional.of(new TimeGuess(TimeFormat.ISO, true, false, null));
        }
        if (column.isMostly(value -> IsoTime.parseMicros(value, ZONE) != null)) {
            boolean hasZone = column.isMostly(TimeGuess::saysZone);
            boolean isDay = !hasZone && column.isMostly(value -> isMidnight(IsoTime.parseMicros(value, ZONE)));
            return Optional.of(new TimeGuess(isDay ? isoDays(column) : TimeFormat.ISO, isDay, hasZone, null));
        }
        for (String epoch : EPOCHS) {
            TimeFormat format = TimeFormat.of(epoch);
            if (column.isMostly(
                    value -> value.length() >= SHORTEST_EPOCH && isUsual(format.parseMicros(value, ZONE)))) {
                return Optional.of(new TimeGuess(epoch, false, true, null));
            }
        }
        return pattern(column);
    }

    private static Optional<TimeGuess> pattern(ColumnProfile column) {
        List<String> fitting = new ArrayList<>();
        for (String pattern : PATTERNS) {
            TimeFormat format = TimeFormat.of(pattern);
            if (column.isMostly(value -> isUsual(format.parseMicros(value, ZONE)))) {
                fitting.add(pattern);
            }
        }
        if (fitting.isEmpty()) {
            return Optional.empty();
        }
        String best = fitting.get(0);
        String other = fitting.stream()
                .filter(pattern -> meansOther(best, pattern, column))
                .findFirst()
                .orElse(null);
        boolean isDay = column.isMostly(value -> isMidnight(TimeFormat.of(best).parseMicros(value, ZONE)));
        boolean hasZone = best.endsWith("VV") || best.endsWith("xx");
        return Optional.of(new TimeGuess(best, isDay && !hasZone, hasZone, other));
    }

    /** Whether some value means another time by the other pattern, such as 01/02/2025. */
    private static boolean meansOther(String pattern, String other, ColumnProfile column) {
        TimeFormat one = TimeFormat.of(pattern);
        TimeFormat two = TimeFormat.of(other);
        return column.values().stream().anyMatch(value -> {
            Long first = one.parseMicros(value, ZONE);
            Long second = two.parseMicros(value, ZONE);
            return first != null && second != null && !first.equals(second);
        });
    }

    /** Times of ISO-8601 that are all at midnight, as the format of a day. */
    private static String isoDays(ColumnProfile column) {
        for (String pattern :
                List.of("yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss[.SSSSSS][.SSS][.S]")) {
            TimeFormat format = TimeFormat.of(pattern);
            if (column.isMostly(value -> format.parseMicros(value, ZONE) != null)) {
                return pattern;
            }
        }
        return TimeFormat.ISO;
    }

    /** Whether the value means the same time in every zone. */
    private static boolean saysZone(String value) {
        Long east = IsoTime.parseMicros(value, ZoneOffset.ofHours(1));
        return east != null && east.equals(IsoTime.parseMicros(value, ZoneOffset.ofHours(-1)));
    }

    private static boolean isMidnight(@Nullable Long micros) {
        return micros != null
                && IsoTime.instant(micros).atZone(ZONE).toLocalTime().equals(LocalTime.MIDNIGHT);
    }

    private static boolean isUsual(@Nullable Long micros) {
        if (micros == null) {
            return false;
        }
        Instant instant = IsoTime.instant(micros);
        return instant.isAfter(EARLIEST) && instant.isBefore(LATEST);
    }

    /** The day of a value; null if it has none. */
    @Nullable
    public LocalDate day(String value) {
        return TimeFormat.isIso(format)
                ? DayText.parse(value)
                : TimeFormat.of(format).parseDay(value, ZONE);
    }
}
