package dev.backstory.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SuggestionTest {
    @ParameterizedTest
    @CsvSource({
        "'', '', 0",
        "a, '', 1",
        "lake, lake, 0",
        "lkae, lake, 1",
        "lak, lake, 1",
        "cake, lake, 1",
        "kitten, sitting, 3"
    })
    void distancesCountEdits(String a, String b, int expected) {
        assertThat(Suggestion.distance(a, b)).isEqualTo(expected);
        assertThat(Suggestion.distance(b, a)).isEqualTo(expected);
    }

    @Test
    void onlyNearWordsAreSuggested() {
        assertThat(Suggestion.nearest("lookbak", List.of("length", "lookback"))).contains("lookback");
        assertThat(Suggestion.nearest("window", List.of("length", "lookback"))).isEmpty();
    }

    @Test
    void caseAndWordSeparatorsAreNoDifference() {
        assertThat(Suggestion.nearest("maxRejected_Share", List.of("max-rejected-share")))
                .contains("max-rejected-share");
    }

    @Test
    void theAlphabetDecidesBetweenEquallyNearWords() {
        assertThat(Suggestion.nearest("bat", List.of("cat", "bar"))).contains("bar");
    }
}
