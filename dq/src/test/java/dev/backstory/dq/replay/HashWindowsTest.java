package dev.backstory.dq.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HashWindowsTest {
    @Test
    void aWholeShareIsEveryone() {
        assertThat(HashWindows.of(1.5, 7)).isEqualTo(HashWindows.everyone());
        assertThat(HashWindows.everyone().condition("h")).isEqualTo("true");
        assertThat(HashWindows.everyone().describe()).isEqualTo("every customer");
    }

    @Test
    void theSameSeedGivesTheSameWindowsAndASmallerShareNarrowerOnesAtTheSamePlaces() {
        HashWindows wide = HashWindows.of(0.1, 7);
        HashWindows narrow = HashWindows.of(0.05, 7);

        assertThat(wide).isEqualTo(HashWindows.of(0.1, 7));
        assertThat(narrow.windows()).hasSameSizeAs(wide.windows());
        for (int i = 0; i < wide.windows().size(); i++) {
            assertThat(narrow.windows().get(i).from())
                    .isEqualTo(wide.windows().get(i).from());
            assertThat(narrow.windows().get(i).to())
                    .isLessThanOrEqualTo(wide.windows().get(i).to());
        }
        assertThat(wide.describe()).isEqualTo("the customers of 4 windows of customer_hash, about 10.0 % of all");
    }

    @Test
    void aWindowNeverWrapsAround() {
        for (long seed = 0; seed < 200; seed++) {
            assertThat(HashWindows.of(0.9, seed).windows())
                    .as("seed %d", seed)
                    .allMatch(window -> window.from() <= window.to());
        }
    }

    @Test
    void singleHashesAreAddedAsWindowsOfOne() {
        HashWindows windows = new HashWindows(List.of(new HashWindows.Window(5, 9)), 0.01).plusHashes(List.of(-3));
        assertThat(windows.condition("h")).isEqualTo("((h >= 5 and h <= 9) or (h >= -3 and h <= -3))");
    }
}
