package dev.backstory.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.config.input.Format;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.config.key.Secret;
import dev.backstory.core.contract.ActionType;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.testsupport.SparkForTests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.exec.vector.BytesColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Odd lines, keys, times and bytes in the formats that are read row by row: json, csv, orc, jdbc. */
class OddTextTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final String CLICK =
            "{\"dt\":\"2025-08-14\",\"customer_id\":1,\"item_id\":5," + "\"click_time\":\"2025-08-14T10:00:00Z\"}";
    private static final Map<String, String> IMPRESSIONS = Map.of(
            "dt", "dt",
            "ranking_id", "ranking_id",
            "customer_id", "customer_id",
            "impressions", "impressions",
            "item_id", "item_id",
            "is_order", "is_order");

    @TempDir
    private Path dir;

    @Test
    void theKeyThatIsSpelledExactlySoIsRead() throws IOException {
        write(
                "a.json",
                "{\"item_id\":101,\"Item_ID\":999,\"DT\":\"x\",\"dt\":\"2025-08-14\",\"customer_id\":1,"
                        + "\"click_time\":\"2025-08-14T10:00:00Z\"}",
                "{\"ITEM_ID\":102,\"Dt\":\"2025-08-14\",\"customer_id\":1,\"click_time\":\"2025-08-14T10:00:00Z\"}",
                "{\"ITEM_ID\":7,\"dt\":\"2025-08-14\",\"Item_Id\":8,\"customer_id\":1,"
                        + "\"click_time\":\"2025-08-14T10:00:00Z\"}",
                "{\"DT\":\"2025-08-14\",\"Dt\":\"2025-08-13\",\"item_id\":103,\"customer_id\":1,"
                        + "\"click_time\":\"2025-08-14T10:00:00Z\"}");

        assertThat(clicks(Format.JSON))
                .containsExactly(
                        "2025-08-14 customer 1 item 101 at 2025-08-14T10:00:00Z type 1",
                        "2025-08-14 customer 1 item 102 at 2025-08-14T10:00:00Z type 1",
                        "rejected 2025-08-14 [item_id may be any of the keys ITEM_ID, Item_Id]"
                                + " {\"ITEM_ID\":7,\"dt\":\"2025-08-14\",\"Item_Id\":8,\"customer_id\":1,"
                                + "\"click_time\":\"2025-08-14T10:00:00Z\"}",
                        "rejected null [dt may be any of the keys DT, Dt]"
                                + " {\"DT\":\"2025-08-14\",\"Dt\":\"2025-08-13\",\"item_id\":103,\"customer_id\":1,"
                                + "\"click_time\":\"2025-08-14T10:00:00Z\"}");
    }

    @Test
    void soIsTheKeyOfAnItem() throws IOException {
        write(
                "a.json",
                impression("{\"Item_ID\":999,\"item_id\":101,\"IS_ORDER\":true,\"is_order\":false}"),
                impression("{\"ITEM_ID\":102,\"Is_Order\":true}"),
                impression("{\"ITEM_ID\":7,\"Item_Id\":8,\"is_order\":true}"),
                impression("{\"item_id\":103,\"Is_Order\":true,\"IS_ORDER\":null}"));

        assertThat(Readings.impressions(Source.files(Format.JSON, dir.toString(), IMPRESSIONS), "2025-08-14"))
                .extracting(line -> line.replaceFirst("] \\{.*", "]"))
                .containsExactly(
                        "2025-08-14 ranking r customer 1 pos 0 item 101 label 0",
                        "2025-08-14 ranking r customer 1 pos 0 item 102 label 1",
                        "rejected 2025-08-14 [impressions[0].is_order 'Is_Order: true, IS_ORDER: null' is not true,"
                                + " false, 1 or 0]",
                        "rejected 2025-08-14 [impressions[0].item_id 'ITEM_ID: 7, Item_Id: 8' is not a 64-bit integer]");
    }

    @Test
    void soIsTheColumnOfACsvFile() throws IOException {
        write("a.csv", "Item_ID,item_id,dt,customer_id,click_time", "999,101,2025-08-14,1,2025-08-14T10:00:00Z");
        assertThat(clicks(Format.CSV)).containsExactly("2025-08-14 customer 1 item 101 at 2025-08-14T10:00:00Z type 1");

        write("b.csv", "Item_ID,ITEM_ID,dt,customer_id,click_time", "999,101,2025-08-14,1,2025-08-14T10:00:00Z");
        assertThat(messageOf(() -> clicks(Format.CSV)))
                .isEqualTo(
                        "Cannot read source clicks because 'item_id' (item_id) may be any of Item_ID, ITEM_ID in file:"
                                + dir.resolve("b.csv")
                                + "; write the right one as it is spelled in sources.clicks.columns.item_id");
    }

    @Test
    void soIsTheColumnOfAnOrcFile() throws IOException {
        orc(
                "struct<Item_ID:string,item_id:string,dt:string,customer_id:string,click_time:string>",
                "999|101|2025-08-14|1|2025-08-14T10:00:00Z");

        assertThat(clicks(Format.ORC)).containsExactly("2025-08-14 customer 1 item 101 at 2025-08-14T10:00:00Z type 1");
    }

    @Test
    void soIsTheColumnOfATable() {
        Postgres.execute(
                "create table spelled (\"Item_ID\" int, item_id int, dt text, customer_id int, click_time text)",
                "insert into spelled values (999, 101, '2025-08-14', 1, '2025-08-14T10:00:00Z')");
        Source table = Source.jdbc(Secret.of(Postgres.url()), "spelled", RawTable.mapping(ActionType.CLICK));

        assertThat(Readings.actions(ActionType.CLICK, table, UTC, "2025-08-14"))
                .containsExactly("2025-08-14 customer 1 item 101 at 2025-08-14T10:00:00Z type 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "  \n[", "\uFEFF["})
    void aJsonArrayIsNoFileOfLines(String start) throws IOException {
        write("good.json", CLICK);
        write("a.json", start, CLICK + ",", CLICK, "]");

        assertThat(messageOf(() -> clicks(Format.JSON)))
                .isEqualTo("Cannot read source clicks because file:" + dir.resolve("a.json")
                        + " is a JSON array, where each line must be one object; write each object on a line of its own"
                        + " (jq -c does it)");
    }

    @Test
    void norIsAnArrayOnOneLine() throws IOException {
        write("one line.json", "[" + CLICK + "," + CLICK + "]");

        assertThat(messageOf(() -> clicks(Format.JSON)))
                .startsWith(
                        "Cannot read source clicks because file:" + dir.resolve("one line.json") + " is a JSON array,");
    }

    @Test
    void norAreObjectsOverSeveralLines() throws IOException {
        write("a.json", CLICK.replace(",", ",\n  ").replace("{", "{\n  ").replace("}", "\n}"), CLICK);

        assertThat(messageOf(() -> clicks(Format.JSON)))
                .isEqualTo("Cannot read source clicks because file:" + dir.resolve("a.json")
                        + " is a JSON object over several lines, where each line must be one object; write each object on a"
                        + " line of its own (jq -c does it)");
    }

    @Test
    void norIsOneObjectThatHoldsThemAll() throws IOException {
        write("a.json", "{\"events\":[", (CLICK + ",\n").repeat(20_000), CLICK, "]}");

        assertThat(messageOf(() -> clicks(Format.JSON)))
                .startsWith("Cannot read source clicks because file:" + dir.resolve("a.json")
                        + " is a JSON object over several lines,");
    }

    @Test
    void aBrokenLineIsStillALine() throws IOException {
        write("a.json", CLICK.substring(0, 30), CLICK, "[" + CLICK + "]", "{");

        assertThat(clicks(Format.JSON))
                .extracting(line -> line.replaceFirst("] \".*", "]"))
                .containsExactly(
                        "2025-08-14 customer 1 item 5 at 2025-08-14T10:00:00Z type 1",
                        "rejected null [the line is not a JSON object]",
                        "rejected null [the line is not a JSON object]",
                        "rejected null [the line is not a JSON object]");
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV", "JDBC"})
    void timesFarFromNowAreTimes(Format format) throws IOException {
        Source clicks = RawTable.of(
                        "dt string, customer_id bigint, item_id bigint, click_time timestamp",
                        "2025-08-14 | 1 | 1 | 9999-12-31T23:59:59.999999",
                        "2025-08-14 | 1 | 2 | 2262-04-12T00:00:00",
                        "2025-08-14 | 1 | 3 | 1677-09-20T00:00:00",
                        "2025-08-14 | 1 | 4 | 1601-01-01T00:00:00")
                .write(SparkForTests.session(), format, dir.resolve("raw"), RawTable.mapping(ActionType.CLICK));

        assertThat(Readings.actions(ActionType.CLICK, clicks, UTC, "2025-08-14"))
                .containsExactly(
                        "2025-08-14 customer 1 item 1 at 9999-12-31T23:59:59.999999Z type 1",
                        "2025-08-14 customer 1 item 2 at 2262-04-12T00:00:00Z type 1",
                        "2025-08-14 customer 1 item 3 at 1677-09-20T00:00:00Z type 1",
                        "2025-08-14 customer 1 item 4 at 1601-01-01T00:00:00Z type 1");
    }

    @ParameterizedTest
    @EnumSource(names = {"ORC", "CSV"})
    void aTimeThatMicrosecondsCannotCountSaysSo(Format format) throws IOException {
        Source clicks = RawTable.of(
                        "dt string, customer_id bigint, item_id bigint, click_time timestamp",
                        "2025-08-14 | 1 | 1 | +300000-01-01T00:00:00",
                        "2025-08-14 | 1 | 2 | 2025-08-14T10:00:00")
                .write(SparkForTests.session(), format, dir.resolve("raw"), RawTable.mapping(ActionType.CLICK));

        assertThat(Readings.actions(ActionType.CLICK, clicks, UTC, "2025-08-14"))
                .extracting(line -> line.replaceFirst("] \\{.*", "]"))
                .containsExactly(
                        "2025-08-14 customer 1 item 2 at 2025-08-14T10:00:00Z type 1",
                        "rejected 2025-08-14 [click_time '+300000-01-01T00:00"
                                + (format == Format.CSV ? ":00" : "")
                                + "' is too far from 1970 to be counted in microseconds]");
    }

    @Test
    void anOrcFileWithoutRowsNeedsNoColumns() throws IOException {
        orc("struct<>");
        Files.createFile(dir.resolve("000001_0"));
        orc("struct<dt:int>");
        orc(
                "struct<dt:string,customer_id:string,item_id:string,click_time:string>",
                "2025-08-14|1|5|2025-08-14T10:00:00Z");

        assertThat(clicks(Format.ORC)).containsExactly("2025-08-14 customer 1 item 5 at 2025-08-14T10:00:00Z type 1");
    }

    @Test
    void bytesOfOrcAreTextInUtf8() throws IOException {
        orc(
                "struct<dt:binary,customer_id:binary,item_id:string,click_time:binary,page:binary>",
                "2025-08-14|1|5|2025-08-14T10:00:00Z|x",
                "2025-08-14|2|5|2025-08-14T10:00:0\u00ff|x",
                "2025-08-14|-|5|2025-08-14T10:00:00Z|\u00ff");

        assertThat(clicks(Format.ORC))
                .containsExactly(
                        "2025-08-14 customer 1 item 5 at 2025-08-14T10:00:00Z type 1",
                        "rejected 2025-08-14 [click_time is not text in UTF-8] {\"dt\":\"2025-08-14\",\"customer_id\":\"2\","
                                + "\"item_id\":\"5\",\"click_time\":\"(binary)\",\"page\":\"(binary)\"}",
                        "rejected 2025-08-14 [customer_id is null] {\"dt\":\"2025-08-14\",\"customer_id\":null,"
                                + "\"item_id\":\"5\",\"click_time\":\"2025-08-14T10:00:00Z\",\"page\":\"(binary)\"}");
    }

    @Test
    void textOfOrcThatIsNotUtf8RejectsItsRow() throws IOException {
        orc(
                "struct<dt:string,ranking_id:string,customer_id:string,impressions:string>",
                "2025-08-14|r\u00ff|1|[{\"item_id\":5}]",
                "2025-08-14|r|2|[{\"item_id\":5}]");

        assertThat(Readings.impressions(Source.files(Format.ORC, dir.toString(), IMPRESSIONS), "2025-08-14"))
                .extracting(line -> line.replaceFirst("] \\{.*", "]"))
                .containsExactly(
                        "2025-08-14 ranking r customer 2 pos 0 item 5 label null",
                        "rejected 2025-08-14 [ranking_id is not text in UTF-8]");
    }

    @Test
    void textOfJsonThatIsNotUtf8RejectsItsRow() throws IOException {
        Files.write(dir.resolve("a.json"), """
                {"dt":"2025-08-14","ranking_id":"rÿ","customer_id":1,"impressions":[{"item_id":5}]}
                {"dt":"2025-08-14","ranking_id":"r\\ud800","customer_id":1,"impressions":[{"item_id":5}]}
                {"dt":"2025-08-14","ranking_id":"r","customer_id":2,"impressions":[{"item_id":5}],"page":"café"}
                """.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(Readings.impressions(Source.files(Format.JSON, dir.toString(), IMPRESSIONS), "2025-08-14"))
                .containsExactly(
                        "2025-08-14 ranking r customer 2 pos 0 item 5 label null",
                        "rejected 2025-08-14 [ranking_id is not text in UTF-8] {\"dt\":\"2025-08-14\",\"ranking_id\":\"r\\ud800\","
                                + "\"customer_id\":1,\"impressions\":[{\"item_id\":5}]}",
                        "rejected 2025-08-14 [ranking_id is not text in UTF-8] {\"dt\":\"2025-08-14\",\"ranking_id\":\"r�\","
                                + "\"customer_id\":1,\"impressions\":[{\"item_id\":5}]}");
    }

    @Test
    void textOfCsvThatIsNotUtf8RejectsItsRow() throws IOException {
        Files.write(dir.resolve("a.csv"), """
                dt,ranking_id,customer_id,impressions,page
                2025-08-14,rÿ,1,"[{""item_id"":5}]",x
                2025-08-14,r,2,"[{""item_id"":5}]",café
                """.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(Readings.impressions(Source.files(Format.CSV, dir.toString(), IMPRESSIONS), "2025-08-14"))
                .containsExactly(
                        "2025-08-14 ranking r customer 2 pos 0 item 5 label null",
                        "rejected 2025-08-14 [ranking_id is not text in UTF-8] {\"dt\":\"2025-08-14\",\"ranking_id\":\"r�\","
                                + "\"customer_id\":\"1\",\"impressions\":\"[{\\\"item_id\\\":5}]\",\"page\":\"x\"}");
    }

    @Test
    void columnsOfOrcThatNobodyAskedForMayBeOfAnyType() throws IOException {
        orc(
                "struct<dt:string,customer_id:string,item_id:string,click_time:string,u:uniontype<int,string>,"
                        + "i:timestamp with local time zone,c:char(3),v:varchar(3)>",
                "2025-08-14|1|5|2025-08-14T10:00:00Z");
        SparkForTests.session()
                .sql(
                        "select '2025-08-14' as dt, '2' as customer_id, '5' as item_id, '2025-08-14T10:00:00Z' as click_time,"
                                + " map('a', array(binary('x'))) as m, array(map(1, timestamp'2025-08-14 10:00:00')) as l,"
                                + " named_struct('a', date'2025-08-14', 'b', cast(1.5 as decimal(38, 10)), 'c', binary('x')) as s,"
                                + " timestamp'2025-08-14 10:00:00' as t, binary('x') as b, 1Y as y, 1.5F as f, true as o,"
                                + " date'2025-08-14' as d, interval 1 day as i, array(interval 1 year) as il")
                .write()
                .orc(dir.resolve("more").toString());

        assertThat(clicks(Format.ORC))
                .containsExactly(
                        "2025-08-14 customer 1 item 5 at 2025-08-14T10:00:00Z type 1",
                        "2025-08-14 customer 2 item 5 at 2025-08-14T10:00:00Z type 1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCsvFileThatBreaksFarFromItsStartIsNamed(boolean cut) throws IOException {
        StringBuilder rows = new StringBuilder("dt,customer_id,item_id,click_time\n");
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            rows.append("2025-08-14,")
                    .append(random.nextInt() & Integer.MAX_VALUE)
                    .append(",5,2025-08-14T10:00:00Z\n");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(rows.toString().getBytes(StandardCharsets.UTF_8));
        }
        byte[] broken = cut ? Arrays.copyOf(bytes.toByteArray(), bytes.size() - 100) : bytes.toByteArray();
        if (!cut) {
            broken[broken.length - 8] ^= 1;
        }
        Files.write(dir.resolve("a.csv.gz"), broken);

        assertThat(messageOf(() -> clicks(Format.CSV)))
                .startsWith("Cannot read source clicks because file:" + dir.resolve("a.csv.gz"))
                .contains("(")
                .endsWith("write the file again, or remove it");
    }

    private static String impression(String item) {
        return "{\"dt\":\"2025-08-14\",\"ranking_id\":\"r\",\"customer_id\":1,\"impressions\":[" + item + "]}";
    }

    private List<String> clicks(Format format) {
        return Readings.actions(
                ActionType.CLICK,
                Source.files(format, dir.toString(), RawTable.mapping(ActionType.CLICK)),
                UTC,
                "2025-08-14");
    }

    private static String messageOf(ThrowingCallable reading) {
        Throwable[] failure = new Throwable[1];
        assertThatThrownBy(reading).satisfies(thrown -> failure[0] = thrown);
        for (Throwable cause = failure[0]; cause != null; cause = cause.getCause()) {
            if (cause instanceof BackstoryException) {
                return cause.getMessage();
            }
        }
        throw new AssertionError("No message for a user", failure[0]);
    }

    private void write(String name, String... lines) throws IOException {
        Files.writeString(dir.resolve(name), String.join("\n", lines) + "\n");
    }

    /** Rows of texts in Latin-1, so that {@code \u00ff} is no UTF-8; all other columns are null, and so is {@code -}. */
    private void orc(String type, String... rows) throws IOException {
        TypeDescription schema = TypeDescription.fromString(type);
        org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(
                Files.createTempFile(dir, "rows", ".orc").toString());
        try (Writer writer = OrcFile.createWriter(
                file,
                OrcFile.writerOptions(new Configuration()).setSchema(schema).overwrite(true))) {
            VectorizedRowBatch batch = schema.createRowBatch();
            for (String row : rows) {
                String[] cells = row.split("\\|", -1);
                for (int i = 0; i < batch.cols.length; i++) {
                    if (i < cells.length && !cells[i].equals("-")) {
                        ((BytesColumnVector) batch.cols[i])
                                .setVal(batch.size, cells[i].getBytes(StandardCharsets.ISO_8859_1));
                    } else {
                        batch.cols[i].noNulls = false;
                        batch.cols[i].isNull[batch.size] = true;
                    }
                }
                batch.size++;
            }
            writer.addRowBatch(batch);
        }
    }
}
