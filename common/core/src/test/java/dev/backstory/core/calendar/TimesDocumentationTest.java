package dev.backstory.core.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of times in {@code docs/inputs.md} says what happens. */
class TimesDocumentationTest {
    private static final Path DOCUMENT = Path.of("../../docs/inputs.md");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    @Test
    void everyTimeOfTheTableIsReadAsItSays() throws IOException {
        List<String> rows = Files.readAllLines(DOCUMENT).stream()
                .dropWhile(line -> !line.startsWith("| text | read as (zone Europe/Berlin) |"))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .toList();

        assertThat(rows).hasSize(9);
        for (String row : rows) {
            String[] cells = row.split(" \\| ", 2);
            String says = cells[1].replaceFirst(" \\|$", "");
            Matcher texts = CODE.matcher(cells[0]);
            while (texts.find()) {
                assertThat(read(texts.group(1))).as(texts.group(1)).isEqualTo(says);
            }
        }
    }

    @Test
    void soIsEveryTimeOfAnotherWriting() throws IOException {
        List<String> rows = Files.readAllLines(DOCUMENT).stream()
                .dropWhile(line -> !line.startsWith("| format | text or number | read as (zone Europe/Berlin) |"))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .toList();

        assertThat(rows).hasSize(14);
        for (String row : rows) {
            Matcher codes = CODE.matcher(row);
            assertThat(codes.find()).isTrue();
            TimeFormat format = TimeFormat.of(codes.group(1));
            assertThat(codes.find()).isTrue();
            Long micros = format.parseMicros(codes.group(1), BERLIN);
            String says = row.substring(row.lastIndexOf(" | ") + 3).replaceFirst("(;.*)? \\|$", "");
            assertThat(
                            micros == null
                                    ? "rejected: \"" + format.words() + "\""
                                    : IsoTime.instant(micros).toString())
                    .as(row)
                    .isEqualTo(says);
        }
    }

    private static String read(String text) {
        Long micros = IsoTime.parseMicros(text, BERLIN);
        if (micros != null) {
            return IsoTime.instant(micros).toString();
        }
        return IsoTime.isBeyondMicros(text, BERLIN)
                ? "rejected: \"is too far from 1970 to be counted in microseconds\""
                : "rejected: \"is not an ISO-8601 date and time\"";
    }
}
