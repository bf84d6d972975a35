package dev.backstory.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StrictUtf8Test {
    @Test
    void aTextIsRead() {
        assertThat(StrictUtf8.text("Übergröße €".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("Übergröße €");
        assertThat(StrictUtf8.text(new byte[0])).isEmpty();
    }

    @Test
    void bytesThatAreNoTextAreNotReplaced() {
        assertThat(StrictUtf8.text("Größe".getBytes(StandardCharsets.ISO_8859_1)))
                .isNull();
        assertThat(StrictUtf8.text(new byte[] {'a', (byte) 0xE2, (byte) 0x82})).isNull();
    }

    @Test
    void onlyTheNamedBytesAreLookedAt() {
        byte[] bytes = {(byte) 0xFF, 'o', 'k', (byte) 0xFF};
        assertThat(StrictUtf8.text(bytes, 1, 2)).isEqualTo("ok");
        assertThat(StrictUtf8.text(bytes, 1, 3)).isNull();
    }
}
