package dev.backstory.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
    @Test
    void anObjectHasItsMembersInOrderAndJsonAsItIs() {
        assertThat(JsonText.object(
                        List.of("id", "name", "list", "none", "name"),
                        Arrays.asList("7", "a \"b\"", "[1, 2]", null, "7"),
                        member -> member == 0 || member == 2))
                .isEqualTo("{\"id\":7,\"name\":\"a \\\"b\\\"\",\"list\":[1, 2],\"none\":null,\"name\":\"7\"}");
    }

    @Test
    void anObjectMayBeEmpty() {
        assertThat(JsonText.object(List.of(), List.of(), member -> true)).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "plain", "\"\\/", "\b\f\n\r\t\u0000\u001f\u007f", "\u00e4\u20ac\ud83d\ude00\u2028", "\ud83d"
            })
    void aStringIsQuotedInAnObjectAsItIsAlone(String text) {
        assertThat(JsonText.object(List.of(text), List.of(text), member -> false))
                .isEqualTo("{" + JsonText.quote(text) + ":" + JsonText.quote(text) + "}");
    }

    @Test
    void nothingIsNull() {
        assertThat(JsonText.quote(null)).isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "NULL",
            quoteCharacter = '\'',
            value = {
                "null | NULL",
                "\"a\\\"b\" | a\"b",
                "1.50 | 1.50",
                "true | true",
                "[1, {\"a\": 2}] | [1, {\"a\": 2}]",
                "{\"a\" :1} | {\"a\" :1}"
            })
    void aValueIsTakenAsItIsWritten(String json, String expected) throws IOException {
        try (JsonParser parser = JsonText.FACTORY.createParser(json)) {
            parser.nextToken();

            assertThat(JsonText.valueText(parser, json)).isEqualTo(expected);
        }
    }
}
