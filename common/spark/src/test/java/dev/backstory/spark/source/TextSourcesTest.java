package dev.backstory.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.config.input.Format;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.contract.ActionType;
import dev.backstory.core.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** json and csv, where every value is text at first. */
class TextSourcesTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final String REST = ",\"click_time\":\"2025-08-14T10:00:00Z\"}";

    @TempDir
    private Path dir;

    @Test
    void jsonValuesThatCannotBeReadRejectTheirRow() throws IOException {
        write(
                "a.json",
                "{\"dt\":\"2025-08-14\",\"customer_id\":\"one\",\"item_id\":5.5" + REST,
                "{\"dt\":\"2025-08-14\",\"customer_id\":9223372036854775808,\"item_id\":{\"a\":[1]}" + REST,
                "{\"dt\":20250814,\"customer_id\":\"7\",\"item_id\":5" + REST,
                "{\"dt\":\"2025-08-14\",\"customer_id\":1,\"item_id\":5,\"click_time\":\"yesterday\"}");

        assertThat(Readings.actions(ActionType.CLICK, source(Format.JSON), UTC, "2025-08-14"))
                .containsExactly(
                        "rejected 2025-08-14 [click_time 'yesterday' is not an ISO-8601 date and time]"
                                + " {\"dt\":\"2025-08-14\",\"customer_id\":1,\"item_id\":5,\"click_time\":\"yesterday\"}",
                        "rejected 2025-08-14 [customer_id '9223372036854775808' is not a 64-bit integer,"
                                + " item_id '{\"a\":[1]}' is not a 64-bit integer]"
                                + " {\"dt\":\"2025-08-14\",\"customer_id\":9223372036854775808,\"item_id\":{\"a\":[1]}"
                                + REST,
                        "rejected 2025-08-14 [customer_id 'one' is not a 64-bit integer,"
                                + " item_id '5.5' is not a 64-bit integer]"
                                + " {\"dt\":\"2025-08-14\",\"customer_id\":\"one\",\"item_id\":5.5" + REST,
                        "rejected null [dt '20250814' is not a day (yyyy-mm-dd)]"
                                + " {\"dt\":20250814,\"customer_id\":\"7\",\"item_id\":5" + REST);
    }

    @Test
    void malformedJsonLinesAreKeptAsText() throws IOException {
        String good = "{\"dt\":\"2025-08-14\",\"customer_id\":1,\"item_id\":5" + REST;
        write("a.json", "\uFEFF" + good, "", "  ", good + good, "{\"dt\":\"2025-08-14\"", "[]", "{\"a\":1,\"a\":2}");

        assertThat(Readings.actions(ActionType.CLICK, source(Format.JSON), UTC, "2025-08-14"))
                .containsExactlyInAnyOrder(
                        "2025-08-14 customer 1 item 5 at 2025-08-14T10:00:00Z type 1",
                        "rejected null [the line is not a JSON object] " + JsonText.quote(good + good),
                        "rejected null [the line is not a JSON object] \"[]\"",
                        "rejected null [the line is not a JSON object] \"{\\\"a\\\":1,\\\"a\\\":2}\"",
                        "rejected null [the line is not a JSON object] \"{\\\"dt\\\":\\\"2025-08-14\\\"\"");
    }

    @Test
    void csvFieldsAreFoundByTheHeaderOfTheirFile() throws IOException {
        write("a.csv", "dt,customer_id,item_id,click_time", "2025-08-14,1,5,2025-08-14T10:00:00Z");
        write("b.csv", "\uFEFFclick_time,note,Item_Id,dt,customer_id", "2025-08-14 10:00:00+02:00,,6,2025-08-14,2");
        write("c.csv", "");

        assertThat(Readings.actions(ActionType.CLICK, source(Format.CSV), UTC, "2025-08-14"))
                .containsExactly(
                        "2025-08-14 customer 1 item 5 at 2025-08-14T10:00:00Z type 1",
                        "2025-08-14 customer 2 item 6 at 2025-08-14T08:00:00Z type 1");
    }

    @Test
    void csvRowsThatDoNotFitTheHeaderAreRejectedWithTheirText() throws IOException {
        write(
                "a.csv",
                "dt,customer_id,item_id,click_time,note",
                "2025-08-14,1,5,2025-08-14T10:00:00Z,\"two",
                "lines, and a \"\"quote\"\"\"",
                "2025-08-14,1,6",
                "",
                "2025-08-14,1,\"7\"x,2025-08-14T10:00:00Z,",
                "2025-08-14,,abc,2025-08-14T10:00:00Z,\"a\"\"b\"");

        assertThat(Readings.actions(ActionType.CLICK, source(Format.CSV), UTC, "2025-08-14"))
                .containsExactly(
                        "2025-08-14 customer 1 item 5 at 2025-08-14T10:00:00Z type 1",
                        "rejected 2025-08-14 [customer_id is null, item_id 'abc' is not a 64-bit integer]"
                                + " {\"dt\":\"2025-08-14\",\"customer_id\":null,\"item_id\":\"abc\","
                                + "\"click_time\":\"2025-08-14T10:00:00Z\",\"note\":\"a\\\"b\"}",
                        "rejected null [text follows a closing quote]"
                                + " \"2025-08-14,1,\\\"7\\\"x,2025-08-14T10:00:00Z,\"",
                        "rejected null [the row has 3 fields, the header has 5] \"2025-08-14,1,6\"");
    }

    @Test
    void ordersWithoutATimeHappenAtTheStartOfTheirDay() throws IOException {
        write("a.csv", "order_date,customer_id,config_id", "2025-08-12,1,5");
        write("b.csv", "order_date,customer_id,config_id,occurred_at", "2025-08-12,1,6,", "2025-08-12,1,7,soon");
        Source orders = Source.files(Format.CSV, dir.toString(), RawTable.mapping(ActionType.ORDER));

        assertThat(Readings.actions(ActionType.ORDER, orders, ZoneId.of("Europe/Berlin"), "2025-08-12"))
                .extracting(line -> line.replaceFirst("].*", "]"))
                .containsExactly(
                        "2025-08-12 customer 1 item 5 at 2025-08-11T22:00:00Z type 3",
                        "2025-08-12 customer 1 item 6 at 2025-08-11T22:00:00Z type 3",
                        "rejected 2025-08-12 [occurred_at 'soon' is not an ISO-8601 date and time]");
    }

    private void write(String name, String... lines) throws IOException {
        Files.writeString(dir.resolve(name), String.join("\n", lines) + (lines[0].isEmpty() ? "" : "\n"));
    }

    private Source source(Format format) {
        return Source.files(format, dir.toString(), RawTable.mapping(ActionType.CLICK));
    }
}
