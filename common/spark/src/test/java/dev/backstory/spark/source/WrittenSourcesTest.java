package dev.backstory.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.config.input.Format;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.contract.ActionType;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Where things stand in a source: in structs, in no column at all, in some of its rows only, in csv of another writing. */
class WrittenSourcesTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Map<String, String> NESTED = Map.of(
            "dt", "dt", "customer_id", "payload.user.id", "item_id", "payload.Item", "action_time", "payload.at");

    @TempDir
    private Path dir;

    @ParameterizedTest
    @EnumSource(names = {"JSON", "PARQUET", "ORC"})
    void fieldsOfStructsAreFoundByTheirPath(Format format) throws IOException {
        nested(
                format,
                "'2025-08-14'",
                "named_struct('user', named_struct('id', 7L, 'name', 'x'), 'item', 5, 'at', '2025-08-14T10:00:00Z')");
        nested(
                format,
                "'2025-08-14'",
                "named_struct('user', cast(null as struct<id:bigint,name:string>), 'item', -5, 'at', 'x')");
        nested(format, "'2025-08-14'", "cast(null as struct<user:struct<id:bigint,name:string>,item:int,at:string>)");

        assertThat(Readings.counted("clicks", files(format, NESTED, ""), UTC, "2025-08-14"))
                .extracting(line -> line.replaceFirst("] .*", "]"))
                .extracting(line -> line.replace("payload.item", "payload.Item"))
                .containsExactly(
                        "2025-08-14 customer 7 item 5 at 2025-08-14T10:00:00Z type 1",
                        "rejected 2025-08-14 [payload.user.id is null, payload.Item -5 is not positive, payload.at 'x'"
                                + " is not an ISO-8601 date and time]",
                        "rejected 2025-08-14 [payload.user.id is null, payload.Item is null, payload.at is null]",
                        "rows 3, filtered 0");
    }

    @ParameterizedTest
    @EnumSource(names = {"JSON", "PARQUET", "ORC", "CSV"})
    void aColumnOfExactlyTheNameWins(Format format) throws IOException {
        String query = "select '2025-08-14' as dt, 1L as customer_id, named_struct('item', 5L) as payload,"
                + " 6L as `payload.item`, '2025-08-14T10:00:00Z' as click_time";
        if (format == Format.CSV) {
            Files.createDirectories(dir.resolve("raw"));
            Files.writeString(
                    dir.resolve("raw/a.csv"),
                    "dt,customer_id,payload,payload.item,click_time\n2025-08-14,1,5,6,2025-08-14T10:00:00Z\n");
        } else {
            write(format, query);
        }

        Map<String, String> mapping = Map.of(
                "dt", "dt", "customer_id", "customer_id", "item_id", "payload.item", "action_time", "click_time");
        assertThat(Readings.counted("clicks", files(format, mapping, ""), UTC, "2025-08-14"))
                .containsExactly("2025-08-14 customer 1 item 6 at 2025-08-14T10:00:00Z type 1", "rows 1, filtered 0");
    }

    @ParameterizedTest
    @EnumSource(names = {"JSON", "PARQUET", "ORC"})
    void aPathThatLeadsNowhereIsAnError(Format format) throws IOException {
        nested(
                format,
                "'2025-08-14'",
                "named_struct('user', named_struct('id', 7L, 'name', 'x'), 'item', 5, 'at', '2025-08-14T10:00:00Z')");
        Map<String, String> mapping = Map.of(
                "dt", "dt", "customer_id", "payload.user.key", "item_id", "payload.item", "action_time", "payload.at");

        assertThat(SourceErrorsTest.messageOf(
                        () -> Readings.counted("clicks", files(format, mapping, ""), UTC, "2025-08-14")))
                .startsWith(
                        "Cannot read source clicks because its column 'payload.user.key' (customer_id) is missing in")
                .contains("payload.item")
                .endsWith(". Name the right one in sources.clicks.columns.customer_id");
    }

    @Test
    void keysOfObjectsMayDifferInCaseAndBeAmbiguous() throws IOException {
        lines(
                "{\"dt\":\"2025-08-14\",\"Payload\":{\"USER\":{\"id\":7},\"item\":5,\"at\":\"2025-08-14T10:00:00Z\"}}",
                "{\"dt\":\"2025-08-14\",\"payload\":{\"user\":{\"ID\":7,\"Id\":8},\"Item\":5,\"at\":\"2025-08-14T10:00:00Z\"}}",
                "{\"dt\":\"2025-08-14\",\"payload\":[{\"user\":{\"id\":7}}]}");

        assertThat(Readings.counted("clicks", files(Format.JSON, NESTED, ""), UTC, "2025-08-14"))
                .extracting(line -> line.replaceFirst("] .*", "]"))
                .containsExactly(
                        "2025-08-14 customer 7 item 5 at 2025-08-14T10:00:00Z type 1",
                        "rejected 2025-08-14 [payload.user.id is null, payload.Item is null, payload.at is null]",
                        "rejected 2025-08-14 [payload.user.id may be any of the keys payload.user.ID, payload.user.Id]",
                        "rows 3, filtered 0");
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV", "JDBC"})
    void aConstantStandsForAColumn(Format format) throws IOException {
        Source written = RawTable.of(
                        "customer_id bigint, click_time timestamp",
                        "1 | 2025-08-14T10:00:00",
                        "- | 2025-08-14T10:00:00")
                .write(SparkForTests.session(), format, dir.resolve("raw"), Map.of());
        Source clicks = Keyed.source("clicks", written, "constants: {item_id: 77, dt: 2025-08-14}");

        assertThat(Readings.counted("clicks", clicks, UTC, "2025-08-14"))
                .extracting(line -> line.replaceFirst("] .*", "]"))
                .containsExactly(
                        "2025-08-14 customer 1 item 77 at 2025-08-14T10:00:00Z type 1",
                        "rejected 2025-08-14 [customer_id is null]",
                        "rows 2, filtered 0");
        assertThat(Readings.counted("clicks", clicks, UTC, "2025-08-15")).containsExactly("rows 0, filtered 0");
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV", "JDBC"})
    void rowsThatDoNotFulfillTheConditionAreNone(Format format) throws IOException {
        Source clicks = countries(format, "where: \"country = 'DE' and cast(amount as double) > 10\"");

        assertThat(Readings.counted("clicks", clicks, UTC, "2025-08-14"))
                .extracting(line -> line.replaceFirst("] .*", "]"))
                .containsExactly(
                        "2025-08-14 customer 1 item 1 at 2025-08-14T10:00:00Z type 1",
                        "rejected 2025-08-14 [customer_id is null]",
                        "rejected null [dt is null]",
                        "rows 3, filtered 3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "amount > 10|it uses text as int; write which, as in cast(amount as double) > 10, or compare with a text in"
                        + " quotes",
                "country = |it is not an SQL expression (Syntax error at or near end of input)",
                "land = 'DE'|missing",
                "rand() > 0.5|it is not the same each time it is asked; leave out what is random",
                "click_time < current_timestamp()|it depends on when it is asked (current_timestamp), so that a day built"
                        + " again would be another; name the time itself",
            })
    void aConditionThatCannotBeMeantIsAnError(String where, String reason) throws IOException {
        Source clicks = countries(Format.CSV, "where: \"" + where + "\"");

        assertThat(SourceErrorsTest.messageOf(() -> Readings.counted("clicks", clicks, UTC, "2025-08-14"))
                        .replaceFirst("in \\S+/raw/\\S+;", "in FILE;"))
                .isEqualTo(
                        reason.equals("missing")
                                ? "Cannot read source clicks because its column 'land' (where) is missing in FILE; there"
                                        + " are: dt, customer_id, item_id, click_time, country, amount. Name the right one"
                                        + " in sources.clicks.where"
                                : "Cannot read source clicks because its condition \"" + where + "\" cannot be used: "
                                        + reason + " (sources.clicks.where)");
    }

    @Test
    void columnsOfParquetAreComparedAsWhatTheyAre() throws IOException {
        write(
                Format.PARQUET,
                "select '2025-08-14' as dt, 1L as customer_id, id as item_id,"
                        + " timestamp '2025-08-14 10:00:00Z' as click_time, id * 0.5D as amount, named_struct('c', id) as s"
                        + " from range(1, 5)");

        assertThat(Readings.counted(
                        "clicks",
                        files(Format.PARQUET, Map.of(), "where: \"amount > 1 and s.c < 4\""),
                        UTC,
                        "2025-08-14"))
                .containsExactly("2025-08-14 customer 1 item 3 at 2025-08-14T10:00:00Z type 1", "rows 1, filtered 3");
        assertThat(SourceErrorsTest.messageOf(() -> Readings.counted(
                        "clicks", files(Format.PARQUET, Map.of(), "where: \"item_id = 'x'\""), UTC, "2025-08-14")))
                .isEqualTo("Cannot read source clicks because its condition \"item_id = 'x'\" cannot be used: 'x' is no"
                        + " bigint, as which it is compared (sources.clicks.where)");
    }

    @Test
    void aLineThatCannotBeReadIsRejectedWhateverTheCondition() throws IOException {
        lines(
                "{\"dt\":\"2025-08-14\",\"customer_id\":1,\"item_id\":5,\"click_time\":\"2025-08-14T10:00:00Z\",\"c\":true}",
                "{\"dt\":\"2025-08-14\",\"customer_id\":1,\"item_id\":6,\"click_time\":\"2025-08-14T10:00:00Z\"}",
                "nothing");

        assertThat(Readings.counted("clicks", files(Format.JSON, Map.of(), "where: c = 'true'"), UTC, "2025-08-14"))
                .containsExactly(
                        "2025-08-14 customer 1 item 5 at 2025-08-14T10:00:00Z type 1",
                        "rejected null [the line is not a JSON object] \"nothing\"",
                        "rows 2, filtered 1");
    }

    @Test
    void csvOfAnotherWriting() throws IOException {
        Files.createDirectories(dir.resolve("raw"));
        Files.write(dir.resolve("raw/a.csv"), """
                2025-08-14;'1';5;2025-08-14T10:00:00Z;'M\u00fcnchen; Haar'
                2025-08-14;NA;6;2025-08-14T10:00:00Z;x
                2025-08-14;1;\\N;2025-08-14T10:00:00Z;'it''s'
                2025-08-14;1
                """.getBytes(Charset.forName("windows-1252")));
        String csv = "csv: {separator: \";\", quote: \"'\", encoding: windows-1252, nulls: [NA, '\\N'],"
                + " header: [dt, customer_id, item_id, click_time, town]}, where: \"town <> 'y'\"";

        assertThat(Readings.counted("clicks", files(Format.CSV, Map.of(), csv), UTC, "2025-08-14"))
                .containsExactly(
                        "2025-08-14 customer 1 item 5 at 2025-08-14T10:00:00Z type 1",
                        "rejected 2025-08-14 [customer_id is null] {\"dt\":\"2025-08-14\",\"customer_id\":null,\"item_id\":\"6\","
                                + "\"click_time\":\"2025-08-14T10:00:00Z\",\"town\":\"x\"}",
                        "rejected 2025-08-14 [item_id is null] {\"dt\":\"2025-08-14\",\"customer_id\":\"1\",\"item_id\":null,"
                                + "\"click_time\":\"2025-08-14T10:00:00Z\",\"town\":\"it's\"}",
                        "rejected null [the row has 2 fields, the header has 5] \"2025-08-14;1\"",
                        "rows 4, filtered 0");
        assertThat(Readings.counted(
                        "clicks",
                        files(Format.CSV, Map.of(), csv.replace("town <> 'y'", "town = 'M\u00fcnchen; Haar'")),
                        UTC,
                        "2025-08-14"))
                .containsExactly(
                        "2025-08-14 customer 1 item 5 at 2025-08-14T10:00:00Z type 1",
                        "rejected null [the row has 2 fields, the header has 5] \"2025-08-14;1\"",
                        "rows 2, filtered 2");
    }

    @Test
    void tabsWithoutQuotes() throws IOException {
        lines(
                "dt\tcustomer_id\titem_id\tclick_time\tquery",
                "2025-08-14\t1\t5\t2025-08-14T10:00:00Z\tthe \"best\" 5\" pipe");

        assertThat(Readings.counted(
                        "clicks", files(Format.CSV, Map.of(), "csv: {separator: tab, quote: none}"), UTC, "2025-08-14"))
                .containsExactly("2025-08-14 customer 1 item 5 at 2025-08-14T10:00:00Z type 1", "rows 1, filtered 0");
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV", "JDBC"})
    void oneTableOfEvents(Format format) throws IOException {
        Source written = RawTable.of(
                        "dt string, visitor bigint, item bigint, ts bigint, event string",
                        "2025-08-14 | 1 | 1 | 1755165600000 | view",
                        "2025-08-14 | 1 | 2 | 1755165600000 | addtocart",
                        "2025-08-14 | 1 | 3 | 1755165600000 | transaction",
                        "2025-08-14 | 1 | 4 | 1755165600000 | search",
                        "2025-08-14 | 1 | 5 | 1755165600000 | wishlist",
                        "2025-08-14 | 1 | 6 | 1755165600000 | View",
                        "2025-08-14 | 1 | 7 | 1755165600000 | -",
                        "2025-08-14 | 1 | 8 | - | transaction")
                .write(
                        SparkForTests.session(),
                        format,
                        dir.resolve("raw"),
                        Map.of("customer_id", "visitor", "item_id", "item", "action_time", "ts"));
        Source events = Keyed.source(
                "events",
                written,
                "time-format: epoch-millis, type: {column: event, values: {view: click, addtocart: cart,"
                        + " transaction: order}, ignore: [search]}");

        String among = "is not among the values of sources.events.type (view, addtocart, transaction)]";
        assertThat(Readings.counted("events", events, UTC, "2025-08-14"))
                .extracting(line -> line.replaceFirst("] .*", "]"))
                .containsExactly(
                        "2025-08-14 customer 1 item 1 at 2025-08-14T10:00:00Z type 1",
                        "2025-08-14 customer 1 item 2 at 2025-08-14T10:00:00Z type 2",
                        "2025-08-14 customer 1 item 3 at 2025-08-14T10:00:00Z type 3",
                        "rejected 2025-08-14 [event 'View' " + among,
                        "rejected 2025-08-14 [event 'wishlist' " + among,
                        "rejected 2025-08-14 [event is null]",
                        "rejected 2025-08-14 [ts is null]",
                        "rows 7, filtered 1");
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV", "JDBC"})
    void theTypeMayBeANumber(Format format) throws IOException {
        Source written = RawTable.of(
                        "dt string, customer_id bigint, item_id bigint, action_time timestamp, kind int",
                        "2025-08-14 | 1 | 1 | 2025-08-14T10:00:00 | 1",
                        "2025-08-14 | 1 | 2 | 2025-08-14T10:00:00 | 7",
                        "2025-08-14 | 1 | 3 | 2025-08-14T10:00:00 | 9")
                .write(SparkForTests.session(), format, dir.resolve("raw"), Map.of());

        assertThat(Readings.counted(
                        "events",
                        Keyed.source(
                                "events", written, "type: {column: kind, values: {1: click, 7: order}, ignore: [9]}"),
                        UTC,
                        "2025-08-14"))
                .containsExactly(
                        "2025-08-14 customer 1 item 1 at 2025-08-14T10:00:00Z type 1",
                        "2025-08-14 customer 1 item 2 at 2025-08-14T10:00:00Z type 3",
                        "rows 2, filtered 1");
    }

    @ParameterizedTest
    @EnumSource(names = {"JSON", "PARQUET", "CSV"})
    void impressionsMayBeWithoutARankingAndALabelAndHaveTheDayOfTheirTime(Format format) throws IOException {
        String keys = "dt: from-time, without: [ranking_id, is_order], where: \"customer_id <> '3'\"";
        Map<String, String> mapping =
                Map.of("customer_id", "customer_id", "impressions", "items", "impression_time", "at");
        if (format == Format.PARQUET) {
            keys = keys.replace("<> '3'", "<> 3");
            write(
                    format,
                    "select id as customer_id, timestamp '2025-08-14 22:30:00Z' as at,"
                            + " array(named_struct('item_id', id * 10), named_struct('item_id', 0L)) as items from range(1, 4)");
        } else if (format == Format.JSON) {
            for (int id = 1; id < 4; id++) {
                Files.createDirectories(dir.resolve("raw"));
                Files.writeString(
                        dir.resolve("raw/" + id + ".json"),
                        "{\"customer_id\":" + id + ",\"at\":\"2025-08-14T22:30:00Z\",\"items\":[{\"item_id\":" + id
                                + "0},{\"item_id\":0}]}\n");
            }
        } else {
            lines(
                    "customer_id,at,items",
                    "1,2025-08-14T22:30:00Z,\"[{\"\"item_id\"\":10},{\"\"item_id\"\":0}]\"",
                    "2,2025-08-14T22:30:00Z,\"[{\"\"item_id\"\":20},{\"\"item_id\"\":0}]\"",
                    "3,2025-08-14T22:30:00Z,\"[{\"\"item_id\"\":30},{\"\"item_id\"\":0}]\"");
        }
        Source impressions = Keyed.files("impressions", format, dir.resolve("raw"), mapping, keys);

        assertThat(Readings.impressions(impressions, ZoneId.of("Europe/Berlin"), "2025-08-15"))
                .extracting(line -> line.replaceFirst("] .*", "]"))
                .containsExactly(
                        "2025-08-15 ranking null customer 1 pos 0 item 10 label null",
                        "2025-08-15 ranking null customer 2 pos 0 item 20 label null",
                        "rejected 2025-08-15 [items[1].item_id 0 is not positive]",
                        "rejected 2025-08-15 [items[1].item_id 0 is not positive]");
        assertThat(Readings.impressions(impressions, ZoneId.of("Europe/Berlin"), "2025-08-14"))
                .isEmpty();
    }

    private Source countries(Format format, String keys) throws IOException {
        Source written = RawTable.of(
                        "dt string, customer_id bigint, item_id bigint, click_time timestamp, country string,"
                                + " amount string",
                        "2025-08-14 | 1 | 1 | 2025-08-14T10:00:00 | DE | 10.5",
                        "2025-08-14 | 1 | 2 | 2025-08-14T10:00:00 | DE | 9.5",
                        "2025-08-14 | 1 | 3 | 2025-08-14T10:00:00 | - | 10.5",
                        "2025-08-14 | 1 | 4 | 2025-08-14T10:00:00 | FR | 10.5",
                        "2025-08-14 | - | 5 | 2025-08-14T10:00:00 | DE | 10.5",
                        "2025-08-13 | 1 | 6 | 2025-08-14T10:00:00 | DE | 10.5",
                        "- | 1 | 7 | 2025-08-14T10:00:00 | DE | 10.5")
                .write(SparkForTests.session(), format, dir.resolve("raw"), RawTable.mapping(ActionType.CLICK));
        return Keyed.source("clicks", written, keys);
    }

    private void nested(Format format, String day, String payload) throws IOException {
        write(format, "select " + day + " as dt, " + payload + " as payload");
    }

    private void write(Format format, String query) {
        SparkForTests.session()
                .sql(query)
                .coalesce(1)
                .write()
                .mode("append")
                .format(format.name().toLowerCase(Locale.ROOT))
                .option("ignoreNullFields", "false")
                .save(dir.resolve("raw").toString());
    }

    private void lines(String... lines) throws IOException {
        Files.createDirectories(dir.resolve("raw"));
        Files.writeString(dir.resolve("raw/lines"), String.join("\n", lines) + "\n");
    }

    private Source files(Format format, Map<String, String> mapping, String keys) {
        return Keyed.files("clicks", format, dir.resolve("raw"), mapping, keys);
    }
}
