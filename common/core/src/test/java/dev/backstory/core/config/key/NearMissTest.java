package dev.backstory.core.config.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NearMissTest {
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
        assertThat(NearMiss.distance(a, b)).isEqualTo(expected);
        assertThat(NearMiss.distance(b, a)).isEqualTo(expected);
    }

    @Test
    void onlyNearWordsAreSuggested() {
        assertThat(NearMiss.nearest("lookbak", List.of("length", "lookback"))).contains("lookback");
        assertThat(NearMiss.nearest("window", List.of("length", "lookback"))).isEmpty();
    }

    @Test
    void caseAndWordSeparatorsAreNoDifference() {
        assertThat(NearMiss.nearest("maxRejected_Share", List.of("max-rejected-share")))
                .contains("max-rejected-share");
    }

    @Test
    void theAlphabetDecidesBetweenEquallyNearWords() {
        assertThat(NearMiss.nearest("bat", List.of("cat", "bar"))).contains("bar");
    }
}
