package dev.backstory.cli.init;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvWritingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "a,b/1,2                              ! , UTF-8 [a, b] header",
                "a;b;c/1,5;2;3/2,5;2;3                ! ; UTF-8 [a, b, c] header",
                "a|b/1|2                              ! | UTF-8 [a, b] header",
                "a\tb/1\t2                            ! tab UTF-8 [a, b] header",
                "\"a,x\";b/\"1,2\";3                  ! ; UTF-8 [a,x, b] header",
                ",timestamp,item/0,2019-11-24,3       ! , UTF-8 [, timestamp, item] header",
                "1,2268318,pv,1511544070/1,7,pv,2     ! , UTF-8 [c1, c2, c3, c4] none",
                "2019-10-01 00:00:00 UTC,view,44600062 ! , UTF-8 [c1, c2, c3] none",
                "a,a/b,b                              ! , UTF-8 [c1, c2] none",
                "\uFEFFa,b/1,2                        ! , UTF-8 [a, b] header",
            })
    void howItIsWritten(String text, String guess) {
        byte[] head = text.strip().replace('/', '\n').getBytes(StandardCharsets.UTF_8);
        assertThat(text(head, true)).isEqualTo(guess.strip());
    }

    @Test
    void whatIsNotUtf8IsOfWindows() {
        byte[] german = "kunde;gr\u00f6\u00dfe\n1;2\n".getBytes(Charset.forName("windows-1252"));
        assertThat(text(german, true)).isEqualTo("; windows-1252 [kunde, gr\u00f6\u00dfe] header");
    }

    @Test
    void aHeadMayEndWithinACharacterAndALine() {
        byte[] whole = "a,b\n1,\u00f6\n2,\u00f6".getBytes(StandardCharsets.UTF_8);
        assertThat(text(Arrays.copyOf(whole, whole.length - 1), false)).isEqualTo(", UTF-8 [a, b] header");
    }

    @Test
    void textOfOneFieldIsNoCsv() {
        assertThat(CsvWriting.of("hello\nworld\n".getBytes(StandardCharsets.UTF_8), true))
                .isEmpty();
        assertThat(CsvWriting.of(new byte[0], true)).isEmpty();
    }

    private static String text(byte[] head, boolean isWhole) {
        CsvWriting writing = CsvWriting.of(head, isWhole).orElseThrow();
        assertThat(writing.settings().header())
                .isEqualTo(writing.hasHeader() ? java.util.List.of() : writing.columns());
        return writing.settings().separator() + " " + writing.settings().encoding() + " " + writing.columns()
                + (writing.hasHeader() ? " header" : " none");
    }
}
