package dev.backstory.dq.trend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExpectedRangeTest {
    private static final Measure ROWS = Measure.count("rows", "rows", null, "");
    private static final Measure SHARE = Measure.share("share", "share", 0.05, null, "");

    @Test
    void fewerThanFourPointsGiveNone() {
        assertThat(ExpectedRange.of(ROWS, List.of(1000.0, 1000.0, 1000.0), 1000))
                .isEmpty();
    }

    /** "Expected from 0 to 0" would make news of the first row. */
    @Test
    void aPastWithoutRowsGivesNone() {
        assertThat(ExpectedRange.of(ROWS, List.of(0.0, 0.0, 0.0, 0.0, 7.0), 10)).isEmpty();
        assertThat(ExpectedRange.of(Measure.length("l", "l", null, ""), List.of(0.0, 0.0, 0.0, 0.0), 10))
                .isEmpty();
        assertThat(ExpectedRange.of(SHARE, List.of(0.0, 0.0, 0.0, 0.0), 1e6)
                        .orElseThrow()
                        .high())
                .isEqualTo(0.05);
    }

    @Test
    void anEvenPastHasTheFloorOfAFifth() {
        ExpectedRange band =
                ExpectedRange.of(ROWS, List.of(1e6, 1e6, 1e6, 1e6), 1e6).orElseThrow();
        assertThat(band.low()).isEqualTo(800_000);
        assertThat(band.high()).isEqualTo(1_200_000);
    }

    @Test
    void oneOddDayAmongThemChangesNothing() {
        ExpectedRange band =
                ExpectedRange.of(ROWS, List.of(1e6, 1e6, 1e6, 1e6, 9e6), 1e6).orElseThrow();
        assertThat(band.median()).isEqualTo(1e6);
        assertThat(band.holds(1.3e6)).isFalse();
    }

    @Test
    void aPastThatVariesHasAWiderBand() {
        ExpectedRange band = ExpectedRange.of(ROWS, List.of(9e5, 9.5e5, 1e6, 1.05e6, 1.1e6), 1e6)
                .orElseThrow();
        assertThat(band.holds(1.25e6)).isTrue();
        assertThat(band.holds(1.4e6)).isFalse();
    }

    @Test
    void howeverMuchItVariedAnAlmostEmptyDayIsNews() {
        ExpectedRange band =
                ExpectedRange.of(ROWS, List.of(1e5, 5e5, 1e6, 2e6, 3e6), 1e6).orElseThrow();
        assertThat(band.holds(9e4)).isFalse();
    }

    @Test
    void fewRowsVaryMore() {
        assertThat(ExpectedRange.of(ROWS, List.of(9.0, 9.0, 9.0, 9.0), 9)
                        .orElseThrow()
                        .high())
                .isEqualTo(21);
        ExpectedRange few =
                ExpectedRange.of(SHARE, List.of(0.5, 0.5, 0.5, 0.5), 100).orElseThrow();
        assertThat(few.holds(0.69)).isTrue();
        ExpectedRange many =
                ExpectedRange.of(SHARE, List.of(0.5, 0.5, 0.5, 0.5), 1e6).orElseThrow();
        assertThat(many.holds(0.56)).isFalse();
    }

    @Test
    void sharesStayBetweenNoneAndAll() {
        ExpectedRange band =
                ExpectedRange.of(SHARE, List.of(0.01, 0.01, 0.99, 0.99), 1e6).orElseThrow();
        assertThat(band.low()).isZero();
        assertThat(band.high()).isEqualTo(1);
    }
}
