package dev.backstory.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigOptionsTest {
    @Test
    void aDayIsWrittenAsTheContractWritesIt() {
        assertThat(ConfigOptions.day("--dt", "2024-02-29")).isEqualTo("2024-02-29");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2025-02-29 | Cannot use --dt '2025-02-29' because there is no such day",
                "2025-13-01 | Cannot use --dt '2025-13-01' because there is no such day",
                "2025-8-11  | Cannot use --dt '2025-8-11' because it is not a day; write it as 2025-08-14",
                "yesterday  | Cannot use --dt 'yesterday' because it is not a day; write it as 2025-08-14",
            })
    void anotherIsRefusedByWhatIsWrongWithIt(String text, String message) {
        assertThatThrownBy(() -> ConfigOptions.day("--dt", text)).hasMessage(message);
    }
}
