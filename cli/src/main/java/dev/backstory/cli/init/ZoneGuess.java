package dev.backstory.cli.init;

import dev.backstory.dq.check.ZoneFit;
import dev.backstory.spark.sample.SourceSample;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Guesses the zone that the days of sources were made in, from rows that have both a day and a time with its zone. */
final class ZoneGuess {
    /** The audit's default: with a larger share it warns. */
    private static final double FEW = 0.005;

    /** For each offset, the first zone is proposed. */
    private static final List<String> ZONES = List.of(
            "UTC",
            "Europe/Berlin",
            "Europe/London",
            "Europe/Athens",
            "Europe/Istanbul",
            "America/New_York",
            "America/Chicago",
            "America/Denver",
            "America/Los_Angeles",
            "America/Sao_Paulo",
            "Asia/Dubai",
            "Asia/Karachi",
            "Asia/Dhaka",
            "Asia/Bangkok",
            "Asia/Shanghai",
            "Asia/Tokyo",
            "Australia/Sydney",
            "Pacific/Auckland");

    private ZoneGuess() {}

    /** A better zone; empty if the days fit the zone in which the samples were read, or fit no other zone better. */
    static Optional<ZoneId> better(Collection<SourceSample> samples) {
        long other = samples.stream().mapToLong(SourceSample::otherDay).sum();
        Map<Long, Long> hours = new TreeMap<>();
        samples.forEach(sample -> sample.hours().forEach((hour, rows) -> hours.merge(hour, rows, Long::sum)));
        long rows = hours.values().stream().mapToLong(Long::longValue).sum();
        if (rows == 0 || other <= FEW * rows) {
            return Optional.empty();
        }
        LocalDate day = samples.stream()
                .flatMap(sample -> sample.days().keySet().stream())
                .min(LocalDate::compareTo)
                .orElse(LocalDate.EPOCH);
        return ZoneFit.best(hours)
                .filter(fit -> fit.other() < other)
                .map(fit -> zone(fit.offset(), day.atStartOfDay().toInstant(ZoneOffset.UTC)));
    }

    private static ZoneId zone(int hours, Instant at) {
        ZoneOffset offset = ZoneOffset.ofHours(hours);
        return ZONES.stream()
                .map(ZoneId::of)
                .filter(zone -> zone.getRules().getOffset(at).equals(offset))
                .findFirst()
                .orElse(offset);
    }
}
