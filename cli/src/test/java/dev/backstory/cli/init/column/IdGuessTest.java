package dev.backstory.cli.init.column;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.contract.IdKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdGuessTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ITEM     | 5700296                              | NUMBER |",
                "CUSTOMER | 520002275                            | NUMBER |",
                "CUSTOMER | 0                                    | NUMBER |",
                "CUSTOMER | -7                                   | NUMBER |",
                "ITEM     | 0                                    | TEXT   | id '0' is no positive number",
                "ITEM     | -7                                   | TEXT   | id '-7' is no positive number",
                "ITEM     | 0663713001                           | TEXT   | id '0663713001' begins with a 0, which a number would lose",
                "CUSTOMER | 007                                  | TEXT   | id '007' begins with a 0, which a number would lose",
                "ITEM     | SKU-1                                | TEXT   | id 'SKU-1' is no number",
                "CUSTOMER | 2dcbe3ea-1172-4274-bc79-ee34c7ff6b5c | TEXT   | id '2dcbe3ea-1172-4274-bc79-ee34c7ff6b5c' is no number",
                "ITEM     | 99999999999999999999                 | TEXT   | id '99999999999999999999' has more than 18 digits",
                "ITEM     | 7.0                                  | TEXT   | id '7.0' is written as a fraction: make sure that other sources spell it the same",
            })
    void whatAnIdIs(IdKind kind, String value, String type, String why) {
        IdGuess guess = IdGuess.of(kind, List.of(ColumnProfile.of("id", value)));
        assertThat(guess.type()).hasToString(type);
        assertThat(guess.why()).isEqualTo(why);
    }

    @Test
    void oneSourceOfTextsMakesTextsOfAll() {
        ColumnProfile numbers = ColumnProfile.of("a", "1", "2");
        ColumnProfile texts = ColumnProfile.of("b", "x", "y");
        assertThat(IdGuess.of(IdKind.ITEM, List.of(numbers, texts)).why()).isEqualTo("b 'x' is no number");
    }

    /** They are rejected, with a reason, and the others stay what they are. */
    @Test
    void aFewBrokenIdsMakeNoTexts() {
        ColumnProfile column = new ColumnProfile("id", false);
        for (int i = 1; i < 100; i++) {
            column.add(String.valueOf(i));
        }
        column.add("unknown");
        assertThat(IdGuess.of(IdKind.ITEM, List.of(column)).why()).isNull();
        column.add("0");
        assertThat(IdGuess.of(IdKind.ITEM, List.of(column)).why()).isEqualTo("id '0' is no positive number");
    }
}
