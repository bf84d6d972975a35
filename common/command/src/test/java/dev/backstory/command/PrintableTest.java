package dev.backstory.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.failure.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes from data is shown by a terminal and not obeyed by it. */
class PrintableTest {
    private static final String RED = "\u001b[31mr1\u001b[0m";
    private static final String SHOWN = "\\u001b[31mr1\\u001b[0m";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain text, a 'quote' and \\u001b as it is written",
                "lines\nand\ttabs",
                "Käufe, 注文, 👩‍👩‍👧, e\u0301"
            })
    void textStaysAsItIs(String text) {
        assertThat(Printable.of(text)).isSameAs(text);
    }

    @Test
    void whatATerminalObeysIsSpelledOut() {
        assertThat(Printable.of("a\u001b]0;title\u0007b")).isEqualTo("a\\u001b]0;title\\u0007b");
        assertThat(Printable.of("\u001b[2J\u001b[1;1H")).isEqualTo("\\u001b[2J\\u001b[1;1H");
        assertThat(Printable.of("\u009b31m")).as("one character for ESC [").isEqualTo("\\u009b31m");
        assertThat(Printable.of("100\r0")).as("a line that overwrites itself").isEqualTo("100\\u000d0");
        assertThat(Printable.of("a\bb\u007fc\u0000")).isEqualTo("a\\u0008b\\u007fc\\u0000");
        assertThat(Printable.of("\u202egpj.exe")).as("from right to left").isEqualTo("\\u202egpj.exe");
        assertThat(Printable.of("\ud83d\ude00 \ud83d")).as("half a character").isEqualTo("\ud83d\ude00 \\ud83d");
        assertThat(Printable.of("a\u2028b")).isEqualTo("a\\u2028b");
    }

    @Test
    void theConsoleShowsWhatItIsGiven() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Console console = new Console(new PrintStream(bytes, true, StandardCharsets.UTF_8));

        console.line("ranking " + RED);
        console.say("actions", RED);
        console.problem("Cannot read " + RED);

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo("ranking " + SHOWN + "\nactions      " + SHOWN + "\nCannot read " + SHOWN + "\n");
    }

    @Test
    void failuresAreShownToo() {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            assertThat(Failures.report("actions", () -> {
                        throw new BackstoryException("Cannot read " + RED);
                    }))
                    .isEqualTo(1);
            assertThat(Failures.report("actions", () -> {
                        throw new UsageException("Cannot use " + RED);
                    }))
                    .isEqualTo(2);
        } finally {
            System.setErr(before);
        }

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo("actions: Cannot read " + SHOWN + "\nactions: Cannot use " + SHOWN + "\n");
    }
}
