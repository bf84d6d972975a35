package dev.backstory.core.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DayRangeTest {
    private static final LocalDate FEB28 = LocalDate.parse("2024-02-28");

    @Test
    void foldsConsecutiveDaysOverMonthsAndLeapDays() {
        List<LocalDate> days = List.of(
                FEB28,
                FEB28.plusDays(1),
                FEB28.plusDays(2),
                LocalDate.parse("2024-03-03"),
                LocalDate.parse("2024-04-01"));

        assertThat(DayRange.fold(new TreeSet<>(days)))
                .containsExactly(
                        new DayRange(FEB28, LocalDate.parse("2024-03-01")),
                        DayRange.day(LocalDate.parse("2024-03-03")),
                        DayRange.day(LocalDate.parse("2024-04-01")));
        assertThat(DayRange.fold(new TreeSet<>())).isEmpty();
    }

    @Test
    void aCommandTakesADayAsOneOption() {
        assertThat(DayRange.day(FEB28).arguments()).isEqualTo("--dt 2024-02-28");
        assertThat(new DayRange(FEB28, FEB28.plusDays(1)).arguments()).isEqualTo("--from 2024-02-28 --to 2024-02-29");
    }
}
