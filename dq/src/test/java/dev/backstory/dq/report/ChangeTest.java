package dev.backstory.dq.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "COUNT  | 3700   | 3820   | ▲ +120 (+3.2 %)",
                "COUNT  | 1000   | 900    | ▼ −100 (−10.0 %)",
                "COUNT  | 12     | 12     | same",
                "COUNT  | 0      | 5      | ▲ +5",
                "COUNT  | 5      | 0      | ▼ −5 (−100.0 %)",
                "SHARE  | 0.012  | 0.0345 | ▲ +2.25 points",
                "SHARE  | 0.5    | 0.25   | ▼ −25.00 points",
                "SHARE  | 0.5    | 0.50001 | same",
                "LENGTH | 100    | 112.5  | ▲ +12.5 (+12.5 %)",
                "COUNT  |        | 5      | ''",
                "COUNT  | 5      |        | ''",
            })
    void aDifferenceHasADirectionAndAUnit(
            Trend.Kind kind, @Nullable Double before, @Nullable Double now, String difference) {
        assertThat(new Change("rows", kind, before, now).difference()).isEqualTo(difference);
    }
}
