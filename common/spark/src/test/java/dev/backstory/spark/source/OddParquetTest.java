package dev.backstory.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.config.input.Format;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.contract.ActionType;
import dev.backstory.core.failure.BackstoryException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parquet files as PyArrow and DuckDB write them and Spark does not: {@code resources/odd/write.py} made them. */
class OddParquetTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final String CLICK = " at 2025-08-14T10:00:00Z type 1";
    private static final String SEEN_AT = "\"click_time\":\"2025-08-14T12:00:00.000+02:00\"";

    @TempDir
    private Path dir;

    @Test
    void aTimeColumnThatIsAllNullIsNull() throws IOException {
        copy("orders-null-time");

        assertThat(Readings.actions(
                        ActionType.ORDER,
                        Source.files(Format.PARQUET, dir.toString(), RawTable.mapping(ActionType.ORDER)),
                        BERLIN,
                        "2025-08-14"))
                .containsExactly("2025-08-14 customer 1 item 5 at 2025-08-13T22:00:00Z type 3");
    }

    @Test
    void anyColumnThatIsAllNullIsNull() throws IOException {
        copy("clicks-all-null");
        copy("clicks-null-note");

        assertThat(clicks())
                .containsExactly(
                        "2025-08-14 customer 1 item 5" + CLICK,
                        "rejected null [dt is null, customer_id is null, item_id is null, click_time is null]"
                                + " {\"dt\":null,\"customer_id\":null,\"item_id\":null,\"click_time\":null}");
    }

    @Test
    void impressionsThatAreAllNullGiveNoRows() throws IOException {
        copy("impressions-null");

        assertThat(impressions()).isEmpty();
    }

    @Test
    void aNullInAListOfNullsIsNoItem() throws IOException {
        copy("impressions-null-list");

        assertThat(impressions())
                .extracting(line -> line.replaceFirst("] \\{.*", "]"))
                .containsExactly(
                        "rejected 2025-08-14 [impressions[0] is not an item]",
                        "rejected 2025-08-14 [impressions[1] is not an item]");
    }

    @Test
    void aFieldThatIsAllNullIsNull() throws IOException {
        copy("impressions-null-fields");

        assertThat(impressions()).containsExactly("2025-08-14 ranking null customer 1 pos 0 item 5 label null");
    }

    @Test
    void aFileWithoutRowsMayHaveAnyColumns() throws IOException {
        copy("clicks-no-rows");
        assertThat(clicks()).isEmpty();

        copy("clicks-null-note");
        assertThat(clicks()).containsExactly("2025-08-14 customer 1 item 5" + CLICK);
    }

    @Test
    void aTimeThatMicrosecondsCannotCountRejectsItsRowOnly() throws IOException {
        copy("clicks-millis-utc");

        assertThat(clicks())
                .extracting(line -> line.replaceFirst("] \\{.*", "]"))
                .containsExactly(
                        "2025-08-14 customer 1 item 5 at 2025-08-14T10:00:00.123Z type 1",
                        "2025-08-14 customer 5 item 5 at 9999-12-31T00:00:00Z type 1",
                        "rejected 2025-08-14 [click_time '-9223372036854775808 ms' is too far from 1970 to be counted in"
                                + " microseconds]",
                        "rejected 2025-08-14 [click_time '9223372036854775807 ms' is too far from 1970 to be counted in"
                                + " microseconds]",
                        "rejected 2025-08-14 [click_time is null]");
    }

    @Test
    void soDoesATimeWithoutAZone() throws IOException {
        copy("clicks-millis-wall");

        assertThat(clicks())
                .extracting(line -> line.replaceFirst("] \\{.*", "]"))
                .containsExactly(
                        "2025-08-14 customer 1 item 5 at 2025-08-14T08:00:00.123Z type 1",
                        "2025-08-14 customer 5 item 5 at 9999-12-30T23:00:00Z type 1",
                        "rejected 2025-08-14 [click_time '-9223372036854775808 ms' is too far from 1970 to be counted in"
                                + " microseconds]",
                        "rejected 2025-08-14 [click_time '9223372036854775807 ms' is too far from 1970 to be counted in"
                                + " microseconds]",
                        "rejected 2025-08-14 [click_time is null]");
    }

    @Test
    void andOneThatAZoneMovesOutOfMicroseconds() throws IOException {
        copy("clicks-micros-wall");

        assertThat(clicks())
                .extracting(line -> line.replaceFirst("] \\{.*", "]"))
                .containsExactly(
                        "2025-08-14 customer 2 item 5 at 9999-12-30T23:00:00Z type 1",
                        "rejected 2025-08-14 [click_time '+294247-01-10 04:00:54.775807' is too far from 1970 to be"
                                + " counted in microseconds]");
    }

    @Test
    void suchATimeInAColumnThatNobodyAskedForChangesNothing() throws IOException {
        copy("clicks-millis-unmapped");

        assertThat(clicks())
                .containsExactly("2025-08-14 customer 1 item 5" + CLICK, "2025-08-14 customer 2 item 5" + CLICK);
    }

    @Test
    void aDateThatADayCannotNameIsNone() throws IOException {
        copy("clicks-days");

        assertThat(clicks())
                .extracting(line -> line.replaceFirst("] \\{.*", "]"))
                .containsExactly(
                        "2025-08-14 customer 1 item 5" + CLICK,
                        "rejected null [dt '+10000-01-01' is not a day (yyyy-mm-dd)]",
                        "rejected null [dt '-0001-12-31' is not a day (yyyy-mm-dd)]");
    }

    @Test
    void bytesAreTextInUtf8() throws IOException {
        copy("clicks-binary");

        assertThat(clicks())
                .extracting(line -> line.replaceFirst("] \\{.*", "]"))
                .containsExactly(
                        "2025-08-14 customer 1 item 5" + CLICK,
                        "rejected 2025-08-14 [click_time is not text in UTF-8]",
                        "rejected null [dt is not text in UTF-8]");
    }

    @Test
    void impressionsMayBeBytesToo() throws IOException {
        copy("impressions-binary");

        assertThat(impressions())
                .extracting(line -> line.replaceFirst("] \\{.*", "]"))
                .containsExactly(
                        "2025-08-14 ranking klär customer 1 pos 0 item 5 label 1",
                        "rejected 2025-08-14 [impressions is not text in UTF-8]",
                        "rejected 2025-08-14 [ranking_id is not text in UTF-8]");
    }

    @Test
    void theColumnThatIsSpelledExactlySoIsRead() throws IOException {
        copy("clicks-case");

        assertThat(clicks()).containsExactly("2025-08-14 customer 1 item 5" + CLICK);
    }

    @Test
    void soIsTheFieldOfAnItem() throws IOException {
        copy("impressions-case");

        assertThat(impressions()).containsExactly("2025-08-14 ranking r customer 1 pos 0 item 5 label 1");
    }

    @Test
    void ofTwoOthersNoneIsRead() throws IOException {
        copy("clicks-case-neither");

        assertThatThrownBy(this::clicks)
                .isInstanceOf(BackstoryException.class)
                .hasMessage(
                        "Cannot read source clicks because 'item_id' (item_id) may be any of ITEM_ID, Item_Id in file:"
                                + dir.resolve("clicks-case-neither.parquet")
                                + "; write the right one as it is spelled in sources.clicks.columns.item_id");
    }

    @Test
    void columnsThatNobodyAskedForMayBeOfAnyType() throws IOException {
        copy("clicks-duckdb");

        assertThat(clicks()).containsExactly("2025-08-14 customer 1 item 5" + CLICK);
    }

    @Test
    void soMayFieldsOfAnItem() throws IOException {
        copy("impressions-duckdb");

        assertThat(impressions()).containsExactly("2025-08-14 ranking r customer 1 pos 0 item 5 label 1");
    }

    @Test
    void aTypeThatIsNewerThanParquetHereIsNamed() throws IOException {
        copy("clicks-half");

        assertThatThrownBy(this::clicks)
                .isInstanceOf(BackstoryException.class)
                .hasMessage("Cannot read source clicks because the type of the column 'half' in file:"
                        + dir.resolve("clicks-half.parquet")
                        + " is newer than the Parquet of this Spark; write the file without it, or as an older type");
    }

    @Test
    void aRejectedRowShowsItsTimes() throws IOException {
        copy("clicks-duckdb");
        Source noItem = Source.files(
                Format.PARQUET,
                dir.toString(),
                Map.of("dt", "dt", "customer_id", "e", "item_id", "item_id", "action_time", "click_time"));

        assertThat(Readings.actions(ActionType.CLICK, noItem, BERLIN, "2025-08-14"))
                .singleElement()
                .asString()
                .startsWith("rejected 2025-08-14 [e 'a' is not a 64-bit integer] {\"dt\":\"2025-08-14\","
                        + "\"customer_id\":1,\"item_id\":5," + SEEN_AT)
                .contains("\"ms\":")
                .doesNotContain("\"u\":", "\"t\":");
    }

    @Test
    void aPageThatHasChangedSinceItWasWrittenIsAnError() throws IOException {
        MessageType schema = MessageTypeParser.parseMessageType(
                "message m {required binary dt (STRING); required int64 customer_id; required int64 item_id;"
                        + " required binary click_time (STRING);}");
        Path file = dir.resolve("a.parquet");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toString()))
                .withType(schema)
                .withDictionaryEncoding(false)
                .build()) {
            writer.write(new SimpleGroupFactory(schema)
                    .newGroup()
                    .append("dt", "2025-08-14")
                    .append("customer_id", 0x1122334455667788L)
                    .append("item_id", 5L)
                    .append("click_time", "2025-08-14T10:00:00Z"));
        }
        assertThat(clicks()).containsExactly("2025-08-14 customer 1234605616436508552 item 5" + CLICK);
        byte[] bytes = Files.readAllBytes(file);
        byte[] customer = HexFormat.of().parseHex("8877665544332211");
        int at = 0;
        while (!Arrays.equals(Arrays.copyOfRange(bytes, at, at + 8), customer)) {
            at++;
        }
        bytes[at] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(this::clicks)
                .rootCause()
                .hasMessageContaining("could not verify page integrity, CRC checksum verification failed");
    }

    @Test
    void aRankingIdMarkedAsTextThatIsNoneRejectsItsRow() throws IOException {
        MessageType schema = MessageTypeParser.parseMessageType(
                "message m {required binary dt (STRING); required binary ranking_id (STRING);"
                        + " required int64 customer_id; required binary impressions (STRING);}");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(
                        new org.apache.hadoop.fs.Path(dir.resolve("a.parquet").toString()))
                .withType(schema)
                .build()) {
            writer.write(new SimpleGroupFactory(schema)
                    .newGroup()
                    .append("dt", "2025-08-14")
                    .append("ranking_id", Binary.fromConstantByteArray(new byte[] {'r', (byte) 0xe9}))
                    .append("customer_id", 1L)
                    .append("impressions", "[{\"item_id\":5,\"is_order\":null}]"));
        }

        assertThat(impressions())
                .singleElement()
                .asString()
                .startsWith("rejected 2025-08-14 [ranking_id is not text in UTF-8]");
    }

    private List<String> clicks() {
        return Readings.actions(
                ActionType.CLICK,
                Source.files(Format.PARQUET, dir.toString(), RawTable.mapping(ActionType.CLICK)),
                BERLIN,
                "2025-08-14");
    }

    private List<String> impressions() {
        Map<String, String> mapping = Map.of(
                "dt", "dt",
                "ranking_id", "ranking_id",
                "customer_id", "customer_id",
                "impressions", "impressions",
                "item_id", "item_id",
                "is_order", "is_order");
        return Readings.impressions(Source.files(Format.PARQUET, dir.toString(), mapping), "2025-08-14");
    }

    private void copy(String name) throws IOException {
        try (InputStream in = OddParquetTest.class.getResourceAsStream("/odd/" + name + ".parquet")) {
            Files.copy(in, dir.resolve(name + ".parquet"));
        }
    }
}
