package dev.backstory.dq.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ZoneFitTest {
    @Test
    void daysOfUtcFitUtc() {
        assertThat(ZoneFit.best(Map.of(0L, 5L, 12L, 100L, 23L, 7L))).contains(new ZoneFit(0, 0));
        assertThat(new ZoneFit(0, 0).zone()).isEqualTo("UTC");
    }

    /** In Berlin's summer a day begins at 22:00 of the day before in UTC. */
    @Test
    void daysOfBerlinFitTwoHoursAheadOfUtc() {
        assertThat(ZoneFit.best(Map.of(-2L, 4L, -1L, 3L, 12L, 100L, 21L, 9L))).contains(new ZoneFit(2, 0));
        assertThat(new ZoneFit(2, 0).zone()).isEqualTo("UTC+02:00");
    }

    @Test
    void daysOfNewYorkFitFourHoursBehindUtcThoughAnEventIsLate() {
        assertThat(ZoneFit.best(Map.of(4L, 6L, 12L, 100L, 27L, 6L, 40L, 1L))).contains(new ZoneFit(-4, 1));
        assertThat(new ZoneFit(-4, 1).zone()).isEqualTo("UTC-04:00");
    }

    @Test
    void withoutTimesThereIsNone() {
        assertThat(ZoneFit.best(Map.of())).isEmpty();
    }
}
