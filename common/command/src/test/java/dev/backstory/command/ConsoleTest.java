package dev.backstory.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
}
