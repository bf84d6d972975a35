package dev.backstory.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    @Test
    void theNameOfAStepIsAColumn() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Console console = new Console(new PrintStream(bytes, true, StandardCharsets.UTF_8));

        console.say("actions", "2 days are current");
        console.stage("history", "1 day", Duration.ofMillis(1250));

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("""
                        actions      2 days are current
                        history      1 day (1.3 s)
                        """);
    }

    @Test
    void aNumberOfThingsIsOneOrMany() {
        assertThat(Count.of(0, "row")).isEqualTo("0 rows");
        assertThat(Count.of(1, "row")).isEqualTo("1 row");
        assertThat(Count.of(2000, "row")).isEqualTo("2,000 rows");
        assertThat(Count.of(1, "history", "histories")).isEqualTo("1 history");
        assertThat(Count.of(2, "history", "histories")).isEqualTo("2 histories");
    }

    @Test
    void whoAskedForQuietHearsWhatNeedsAttention() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Console console = new Console(out, out, true, false);

        console.say("actions", "2 days are current");
        console.stage("history", "1 day", Duration.ofMillis(1250));
        console.attention("dq", "actions 2025-08-14 FAIL");
        console.problem("history: training skipped");

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("""
                        dq           actions 2025-08-14 FAIL
                        history: training skipped
                        """);
    }

    @Test
    void verdictsHaveColorsAndWhatDataSayHasNone() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Console console = new Console(out, out, false, true);

        console.line("PASS and WARN, FAIL and ERROR, but FAILED is none, and no \u001b[31mword of a row");

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualToNormalizingNewlines("\u001b[32mPASS\u001b[0m and \u001b[33mWARN\u001b[0m,"
                        + " \u001b[31mFAIL\u001b[0m and \u001b[31mERROR\u001b[0m, but FAILED is none, and no"
                        + " \\u001b[31mword of a row\n");
    }

    @Test
    void colorsAreForTerminalsWhoseUsersWantThem() {
        assertThat(Terminal.outputHasColors(Map.of("TERM", "xterm"))).isFalse();
        System.setProperty("backstory.terminal.out", "true");
        try {
            assertThat(Terminal.outputHasColors(Map.of("TERM", "xterm"))).isTrue();
            assertThat(Terminal.outputHasColors(Map.of("TERM", "xterm", "NO_COLOR", "")))
                    .isTrue();
            assertThat(Terminal.outputHasColors(Map.of("TERM", "xterm", "NO_COLOR", "1")))
                    .isFalse();
            assertThat(Terminal.outputHasColors(Map.of("TERM", "dumb"))).isFalse();
        } finally {
            System.clearProperty("backstory.terminal.out");
        }
    }

    @Test
    void aStatusLineIsWrittenOverAndTakenAway() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StatusLine line = new StatusLine(new PrintStream(bytes, true, StandardCharsets.UTF_8), 10);

        line.clear();
        line.show("12345678901234");
        line.show("next");
        line.clear();
        line.clear();

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("\r123456789\u001b[K\rnext\u001b[K\r\u001b[K");
    }
}
