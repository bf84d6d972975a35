package dev.backstory.core.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DayTextTest {
    @Test
    void readsADayWithAndWithoutItsFolderPrefix() {
        assertThat(DayText.parse("2025-08-14")).isEqualTo("2025-08-14");
        assertThat(DayText.parse("dt=2025-08-14")).isEqualTo("2025-08-14");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "dt=", "foo", "2025-8-14", "20250814", "2025-02-30", "2025-08-14T00:00", "dt=dt=2025-08-14"})
    void givesNullForWhatIsNotADay(String text) {
        assertThat(DayText.parse(text)).isNull();
    }

    @Test
    void rangesHoldBothTheirEnds() {
        DayRange range = new DayRange(LocalDate.parse("2024-02-28"), LocalDate.parse("2024-03-01"));

        assertThat(range.days())
                .extracting(LocalDate::toString)
                .containsExactly("2024-02-28", "2024-02-29", "2024-03-01");
        assertThat(range.contains(LocalDate.parse("2024-03-01"))).isTrue();
        assertThat(range.contains(LocalDate.parse("2024-03-02"))).isFalse();
        assertThat(range).hasToString("2024-02-28 to 2024-03-01");
        assertThatThrownBy(() -> new DayRange(range.to(), range.from()))
                .hasMessage("Cannot use the range 2024-03-01 to 2024-02-28 because it ends before it begins;"
                        + " swap --from and --to");
    }
}
