package dev.backstory.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

/** What an interrupt would say now; that it is said is for a process to show ({@code StoppedRunTest}). */
class InterruptTest {
    @Test
    void theLastThingThatACommandSaidOfItselfCounts() {
        Interrupt.leaves("pack", () -> "nothing was begun");
        assertThat(Interrupt.line()).isEqualTo("pack: stopped; nothing was begun");

        StringBuilder packed = new StringBuilder("no pack was built");
        Interrupt.leaves("pack", packed::toString);
        packed.replace(0, packed.length(), "the packs of 2025-07 are built");

        assertThat(Interrupt.line())
                .as("asked when it happens")
                .isEqualTo("pack: stopped; the packs of 2025-07 are built");
    }

    @Test
    void aLakeThatCannotBeAskedIsWholeAllTheSame() {
        Interrupt.leaves("run", () -> {
            throw new UncheckedIOException(new IOException("no route to host"));
        });

        assertThat(Interrupt.line())
                .isEqualTo("stopped; what is published is whole; bin/backstory status says what that is");
    }
}
