package dev.backstory.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.calendar.DayRange;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class SuggestionTest {
    private static final LocalDate DAY = LocalDate.of(2025, 8, 14);

    @Test
    void aDayIsOneOptionAndMoreAreARange() {
        assertThat(Suggestion.of("run").config("pipeline.yaml").days(DayRange.day(DAY)))
                .hasToString("bin/backstory run --config pipeline.yaml --dt 2025-08-14");
        assertThat(Suggestion.of("dq")
                        .option("--step", "actions")
                        .config("/shops/a.yaml")
                        .days(new DayRange(DAY, DAY.plusDays(1)))
                        .option("--rebuild"))
                .hasToString("bin/backstory dq --step actions --config /shops/a.yaml --from 2025-08-14 --to 2025-08-15"
                        + " --rebuild");
    }

    @Test
    void whatAShellWouldReadOtherwiseIsQuoted() {
        assertThat(Suggestion.of("pack").config("my shops/a$b.yaml"))
                .hasToString("bin/backstory pack --config 'my shops/a$b.yaml'");
        assertThat(Suggestion.of("pack").config("it's.yaml"))
                .hasToString("bin/backstory pack --config 'it'\\''s.yaml'");
        assertThat(Suggestion.of("pack").config("")).hasToString("bin/backstory pack --config ''");
        assertThat(Suggestion.of("pack").config("~/a.yaml")).hasToString("bin/backstory pack --config '~/a.yaml'");
    }
}
