package dev.backstory.spark.source.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.UnescapedQuoteHandling;
import dev.backstory.testsupport.Seeds;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Literal texts, then random ones against another parser. */
class CsvRecordsTest {
    private record CsvRecord(List<String> fields, String text, String problem) {}

    @Test
    void fieldsAreSplitAtCommas() throws IOException {
        assertThat(fields("a,b,c\n1,2,3\n")).containsExactly(List.of("a", "b", "c"), List.of("1", "2", "3"));
    }

    @Test
    void emptyFieldsAreNullQuotedOrNot() throws IOException {
        assertThat(fields(",\"\",x,\n")).containsExactly(Arrays.asList(null, null, "x", null));
    }

    @Test
    void spacesBelongToTheirField() throws IOException {
        assertThat(fields(" a , b\n")).containsExactly(List.of(" a ", " b"));
    }

    @Test
    void quotesHoldCommasLineBreaksAndDoubledQuotes() throws IOException {
        assertThat(fields("\"a,b\",\"two\nlines\",\"two\r\nmore\",\"a \"\"quote\"\"\",\"\"\"\"\n"))
                .containsExactly(List.of("a,b", "two\nlines", "two\r\nmore", "a \"quote\"", "\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void aRecordEndsAtAnyLineEnd(String end) throws IOException {
        assertThat(fields("a,b" + end + "1,2" + end)).containsExactly(List.of("a", "b"), List.of("1", "2"));
    }

    @Test
    void lineEndsMayBeMixed() throws IOException {
        assertThat(fields("a\rb\nc\r\nd")).containsExactly(List.of("a"), List.of("b"), List.of("c"), List.of("d"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b\n1,2", "a,b\n1,2\n"})
    void theLastRecordNeedsNoLineEnd(String text) throws IOException {
        assertThat(fields(text)).containsExactly(List.of("a", "b"), List.of("1", "2"));
    }

    @Test
    void anEmptyFieldAtTheVeryEndIsAField() throws IOException {
        assertThat(fields("a,")).containsExactly(Arrays.asList("a", null));
    }

    @Test
    void anEmptyLineIsARecordOfOneEmptyField() throws IOException {
        assertThat(fields("a\n\nb\n")).containsExactly(List.of("a"), Collections.singletonList(null), List.of("b"));
    }

    @Test
    void anEmptyTextHasNoRecords() throws IOException {
        assertThat(read("")).isEmpty();
    }

    @Test
    void aRecordKnowsItsText() throws IOException {
        assertThat(read("a,b\r\n\"two\nlines\",2\r\n3,4"))
                .extracting(CsvRecord::text)
                .containsExactly("a,b", "\"two\nlines\",2", "3,4");
    }

    @Test
    void aQuoteThatIsNotClosedTakesTheRestOfTheText() throws IOException {
        assertThat(read("a,b\n1,\"2\n3,4\n"))
                .containsExactly(
                        new CsvRecord(List.of("a", "b"), "a,b", null),
                        new CsvRecord(List.of("1", "2\n3,4\n"), "1,\"2\n3,4", "a quote is not closed"));
    }

    @Test
    void aQuoteInsideAFieldIsAProblemOfItsRecordOnly() throws IOException {
        assertThat(read("1,2\"3\"\n4,5\n"))
                .containsExactly(
                        new CsvRecord(List.of("1", "2\"3\""), "1,2\"3\"", "a quote is inside a field without quotes"),
                        new CsvRecord(List.of("4", "5"), "4,5", null));
    }

    @Test
    void textBehindAClosingQuoteIsAProblemOfItsRecordOnly() throws IOException {
        assertThat(read("1,\"2\"3,4\n5,6,7\n"))
                .containsExactly(
                        new CsvRecord(List.of("1", "23", "4"), "1,\"2\"3,4", "text follows a closing quote"),
                        new CsvRecord(List.of("5", "6", "7"), "5,6,7", null));
    }

    @Test
    void aRecordThatNeverEndsIsAnError() {
        assertThatThrownBy(() -> read("a\n\"" + "x".repeat(17 << 20)))
                .isInstanceOf(IOException.class)
                .hasMessage("the record that begins on line 2 is longer than 16 MiB: is a quote not closed?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void whateverIsWrittenByTheRulesIsReadBack(String end) throws IOException {
        long seed = Seeds.next();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            List<List<String>> rows = rows(random);
            String text = rows.stream()
                    .map(row ->
                            row.stream().map(field -> written(field, random)).collect(Collectors.joining(",")))
                    .collect(Collectors.joining(end));
            // Of an empty last line only its end shows that it is there.
            if (!rows.isEmpty() && (text.isEmpty() || text.endsWith(end) || random.nextBoolean())) {
                text += end;
            }
            assertThat(read(text)).as("seed %d, text %s", seed, text).allMatch(record -> record.problem == null);
            assertThat(fields(text)).as("seed %d, text %s", seed, text).isEqualTo(rows);
            assertThat(oracle(text, end)).as("seed %d, text %s", seed, text).isEqualTo(rows);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void anyTextWithoutAProblemIsReadAsAnotherParserReadsIt(String end) throws IOException {
        long seed = Seeds.next();
        Random random = new Random(seed);
        String[] pieces = {"a", "b", "\u00e4\ud83d\ude00", " ", ",", ",", "\"", "\"\"", "\",\"", end, end};
        int compared = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(14); i > 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            List<CsvRecord> read = read(text.toString());
            if (read.stream().allMatch(record -> record.problem == null)) {
                compared++;
                assertThat(read.stream().map(CsvRecord::fields).toList())
                        .as("seed %d, text %s", seed, text)
                        .isEqualTo(oracle(text.toString(), end));
            }
        }
        assertThat(compared).as("seed %d", seed).isGreaterThan(2_000);
    }

    private static List<List<String>> rows(Random random) {
        List<List<String>> rows = new ArrayList<>();
        int columns = 1 + random.nextInt(4);
        for (int row = random.nextInt(6); row > 0; row--) {
            List<String> fields = new ArrayList<>();
            for (int i = 0; i < columns; i++) {
                fields.add(random.nextInt(5) == 0 ? null : content(random));
            }
            rows.add(fields);
        }
        return rows;
    }

    private static String content(Random random) {
        String[] pieces = {"a", "7", "\u00e4", "\ud83d\ude00", " ", ",", "\"", "\n", "\r", "\r\n"};
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    private static String written(String field, Random random) {
        if (field == null) {
            return random.nextBoolean() ? "" : "\"\"";
        }
        boolean needsQuotes = field.chars().anyMatch(c -> ",\"\n\r".indexOf(c) >= 0);
        return needsQuotes || random.nextBoolean() ? '"' + field.replace("\"", "\"\"") + '"' : field;
    }

    private static List<List<String>> fields(String text) throws IOException {
        return read(text).stream().map(CsvRecord::fields).toList();
    }

    private static List<CsvRecord> read(String text) throws IOException {
        CsvRecords records = new CsvRecords(new StringReader(text));
        List<CsvRecord> read = new ArrayList<>();
        List<String> fields = records.next();
        while (fields != null) {
            read.add(new CsvRecord(fields, records.text(), records.problem()));
            fields = records.next();
        }
        return read;
    }

    /** By univocity, which is strict here: a quote that is not escaped is an error. */
    private static List<List<String>> oracle(String text, String lineEnd) {
        CsvParserSettings settings = new CsvParserSettings();
        settings.getFormat().setLineSeparator(lineEnd);
        settings.setNormalizeLineEndingsWithinQuotes(false);
        settings.setSkipEmptyLines(false);
        settings.setIgnoreLeadingWhitespaces(false);
        settings.setIgnoreTrailingWhitespaces(false);
        settings.setCommentProcessingEnabled(false);
        settings.setUnescapedQuoteHandling(UnescapedQuoteHandling.RAISE_ERROR);
        settings.setNullValue(null);
        settings.setEmptyValue(null);
        settings.setReadInputOnSeparateThread(false);
        settings.setInputBufferSize(256);
        settings.setMaxCharsPerColumn(256);
        settings.setMaxColumns(32);
        return new CsvParser(settings)
                .parseAll(new StringReader(text)).stream().map(Arrays::asList).toList();
    }
}
