package dev.backstory.core.config.yaml;

import dev.backstory.core.config.key.NearMiss;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Zones, periods and days as the file has them. */
final class TimeScalars {
    static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    /** Days this far back can still be computed; nobody has events older than that. */
    private static final int MOST_YEARS = 100;

    private final Problems problems;

    TimeScalars(Problems problems) {
        this.problems = problems;
    }

    @Nullable
    Object zone(String path, Node.Scalar scalar) {
        try {
            return ZoneId.of(scalar.text());
        } catch (DateTimeException e) {
            return problems.report(
                    path,
                    scalar,
                    "is not a time zone",
                    AllowedValues.A_ZONE + NearMiss.of(scalar.text(), ZoneId.getAvailableZoneIds()));
        }
    }

    @Nullable
    Object period(String path, Node.Scalar scalar) {
        try {
            Period period = Period.parse(scalar.text());
            if (period.toTotalMonths() > MOST_YEARS * 12
                    || LocalDate.EPOCH.minus(period).isBefore(LocalDate.EPOCH.minusYears(MOST_YEARS))) {
                return problems.report(path, scalar, "is out of range", "periods up to " + MOST_YEARS + " years");
            }
            if (!period.isNegative() && !period.isZero()) {
                return period;
            }
        } catch (DateTimeParseException e) {
            // Reported below, as a period that is not positive is.
        }
        return problems.report(path, scalar, "is not a positive ISO period", AllowedValues.A_PERIOD);
    }

    @Nullable
    Object day(String path, Node.Scalar scalar) {
        try {
            if (DAY.matcher(scalar.text()).matches()) {
                return LocalDate.parse(scalar.text());
            }
        } catch (DateTimeParseException e) {
            // Reported below, as any other text is.
        }
        return problems.report(path, scalar, "is not a day", AllowedValues.A_DAY);
    }
}
