package dev.backstory.core.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** UTF-8 that is taken at its word: bytes that are none are not replaced by U+FFFD, as Java's {@code String} does. */
public final class StrictUtf8 {
    private StrictUtf8() {}

    /** The text; null where the bytes are not UTF-8. */
    public static @Nullable String text(byte[] bytes) {
        return text(bytes, 0, bytes.length);
    }

    /** The text of some of the bytes; null where they are not UTF-8. */
    public static @Nullable String text(byte[] bytes, int from, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
