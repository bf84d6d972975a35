package dev.backstory.cli.init;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.spark.sample.SourceSample;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZoneGuessTest {
    /** Actions of each hour of a day that begins some hours from UTC, by their hours in UTC. */
    @ParameterizedTest
    @CsvSource({
        "2, 2025-08-14, Europe/Berlin",
        "1, 2025-01-14, Europe/Berlin",
        "1, 2025-08-14, Europe/London",
        "-4, 2025-08-14, America/New_York",
        "9, 2025-08-14, Asia/Tokyo",
        "0, 2025-08-14, none",
        "-9, 2025-01-14, -09:00",
    })
    void theZoneThatDaysBeginIn(int offset, LocalDate day, String zone) {
        Map<Long, Long> hours = new TreeMap<>();
        for (long hour = 0; hour < 24; hour++) {
            hours.put(hour - offset, 10L);
        }
        assertThat(ZoneGuess.better(List.of(sample(day, 10L * Math.abs(offset), hours)))
                        .map(Object::toString)
                        .orElse("none"))
                .isEqualTo(zone);
    }

    @ParameterizedTest
    @CsvSource({"1, none", "2, Europe/Berlin"})
    void oneLateActionAmongHundredsIsNoOtherZone(long late, String zone) {
        Map<Long, Long> hours = Map.of(10L, 300L, -1L, late);
        assertThat(ZoneGuess.better(List.of(sample(LocalDate.parse("2025-01-14"), late, hours)))
                        .map(Object::toString)
                        .orElse("none"))
                .isEqualTo(zone);
    }

    private static SourceSample sample(LocalDate day, long other, Map<Long, Long> hours) {
        return new SourceSample("clicks", 240, 240, 0, 0, 0, List.of(), List.of(), Map.of(day, 240L), other, hours);
    }
}
