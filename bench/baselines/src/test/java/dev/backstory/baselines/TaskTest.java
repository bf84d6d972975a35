package dev.backstory.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TaskTest {
    @Test
    void readsTheCommandLine() {
        Task task = Task.parse(
                "rank-once",
                "lake",
                "out",
                "1000",
                "2026-01-01,2025-01-01,1767225600000000",
                "2026-01-02,2025-01-02,1");

        assertThat(task)
                .isEqualTo(new Task(
                        Plan.RANK_ONCE,
                        "lake",
                        "out",
                        1000,
                        List.of(
                                new Task.Day("2026-01-01", "2025-01-01", 1_767_225_600_000_000L),
                                new Task.Day("2026-01-02", "2025-01-02", 1))));
        assertThat(task.firstDt()).isEqualTo("2025-01-01");
        assertThat(task.firstDay()).isEqualTo("2026-01-01");
        assertThat(task.lastDay()).isEqualTo("2026-01-02");
    }

    @Test
    void refusesWhatItCannotRead() {
        assertThatThrownBy(() -> Task.parse("copy", "lake", "out", "1000"))
                .hasMessage("expected: PLAN INPUT OUT LENGTH DT,FIRST_DT,CUT_MICROS...");
        assertThatThrownBy(() -> Task.parse("copy", "lake", "out", "1000", "2026-01-01"))
                .hasMessage("Cannot read the day '2026-01-01'; expected DT,FIRST_DT,CUT_MICROS");
    }

    @Test
    void aPlanAsksForTheLength() {
        assertThat(Plan.RANK_ONCE.query(50)).contains("place <= 50").doesNotContain("{length}");
    }
}
