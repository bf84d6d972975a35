package dev.backstory.spark.source.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * UTF-8 in which other bytes do not pass for a character: each becomes half of a surrogate pair, which is in no text, so
 * that a value that is needed rejects its row, and one that nobody asked for does not.
 */
public final class LooseUtf8 {
    /** What stands for bytes that are not UTF-8. */
    public static final char NOT_TEXT = '\uDFFF';

    private static final char REPLACEMENT = '\uFFFD';

    private LooseUtf8() {}

    public static CharsetDecoder decoder() {
        return decoder(StandardCharsets.UTF_8);
    }

    /** The same for another encoding. */
    public static CharsetDecoder decoder(Charset charset) {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                .replaceWith(Character.toString(NOT_TEXT));
    }

    public static String decode(byte[] bytes, int length) {
        String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) < 0) {
            return text;
        }
        try {
            return decoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("A decoder that replaces does not fail", e);
        }
    }

    /** Whether UTF-8 can say it: no half of a surrogate pair is in it, whether from bytes or from an escape of JSON. */
    public static boolean isText(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isSurrogate(value.charAt(i))) {
                if (i + 1 == value.length() || !Character.isSurrogatePair(value.charAt(i), value.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** The value as a rejected row shows it. */
    public static String shown(String value) {
        return value.replace(NOT_TEXT, REPLACEMENT);
    }
}
