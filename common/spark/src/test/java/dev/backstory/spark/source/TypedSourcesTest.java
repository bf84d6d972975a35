package dev.backstory.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.config.input.Format;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.config.key.Secret;
import dev.backstory.core.contract.ActionType;
import dev.backstory.testsupport.SparkForTests;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Formats whose columns have types: any width will do, and no value is ever cut to fit. */
class TypedSourcesTest {
    private static final ZoneId UTC = ZoneId.of("UTC");

    @TempDir
    private Path dir;

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC"})
    void widthsMayDifferBetweenFilesOfOneSource(Format format) {
        write(format, "cast(1 as tinyint)", "cast(5 as smallint)", "'2025-08-14'");
        write(format, "2", "5L", "date '2025-08-14'");
        write(format, "cast('3' as decimal(38,0))", "cast('5' as decimal(9,0))", "'dt=2025-08-14'");
        write(format, "cast('9223372036854775808' as decimal(20,0))", "'6'", "'2025-08-14'");
        write(format, "'x'", "1", "'2025-08-14'");

        assertThat(Readings.actions(ActionType.CLICK, source(format), UTC, "2025-08-14"))
                .extracting(line -> line.replaceFirst(" at .*| \\{.*", ""))
                .containsExactly(
                        "2025-08-14 customer 1 item 5",
                        "2025-08-14 customer 2 item 5",
                        "2025-08-14 customer 3 item 5",
                        "rejected 2025-08-14 [customer_id '9223372036854775808' is not a 64-bit integer]",
                        "rejected 2025-08-14 [customer_id 'x' is not a 64-bit integer]");
    }

    @Test
    void aRejectedRowIsShownWhole() {
        SparkForTests.session()
                .sql("select '2025-08-14' as dt, cast(null as bigint) as customer_id, 5 as item_id,"
                        + " timestamp_ntz '2025-08-14 10:00:00' as click_time, 'home' as page, array(1) as path")
                .write()
                .parquet(dir.resolve("raw").toString());

        assertThat(Readings.actions(ActionType.CLICK, source(Format.PARQUET), UTC, "2025-08-14"))
                .containsExactly(
                        "rejected 2025-08-14 [customer_id is null] {\"dt\":\"2025-08-14\",\"customer_id\":null,"
                                + "\"item_id\":5,\"click_time\":\"2025-08-14T10:00:00.000\",\"page\":\"home\"}");
    }

    @Test
    void aTableOfADatabaseIsReadByItsOwnTypes() {
        Postgres.execute(
                "create table typed (dt date, customer_id smallint, item_id numeric, click_time timestamptz, \"Note\" text)",
                "insert into typed values"
                        + " ('2025-08-14', 1, 5, '2025-08-14T10:00:00+02', null),"
                        + " ('2025-08-14', 2, 5.5, '2025-08-14T10:00:00+02', 'a \"b\"'),"
                        + " ('2025-08-14', 3, 5, 'infinity', null),"
                        + " (null, 4, 5, '2025-08-14T10:00:00+02', null),"
                        + " ('2025-08-15', 5, 5, '2025-08-14T10:00:00+02', null)");
        Source clicks = Source.jdbc(Secret.of(Postgres.url()), "typed", RawTable.mapping(ActionType.CLICK));

        List<String> read = Readings.actions(ActionType.CLICK, clicks, UTC, "2025-08-14");

        assertThat(read)
                .containsExactly(
                        "2025-08-14 customer 1 item 5 at 2025-08-14T08:00:00Z type 1",
                        "rejected 2025-08-14 [click_time '+999999999-12-31T23:59:59.999999999-18:00' is too far from"
                                + " 1970 to be counted in microseconds] {\"dt\":\"2025-08-14\",\"customer_id\":3,\"item_id\":\"5\","
                                + "\"click_time\":\"+999999999-12-31T23:59:59.999999999-18:00\",\"Note\":null}",
                        "rejected 2025-08-14 [item_id '5.5' is not a 64-bit integer]"
                                + " {\"dt\":\"2025-08-14\",\"customer_id\":2,\"item_id\":\"5.5\","
                                + "\"click_time\":\"2025-08-14T08:00Z\",\"Note\":\"a \\\"b\\\"\"}",
                        "rejected null [dt is null] {\"dt\":null,\"customer_id\":4,\"item_id\":\"5\","
                                + "\"click_time\":\"2025-08-14T08:00Z\",\"Note\":null}");
    }

    private void write(Format format, String customer, String item, String dt) {
        var rows = SparkForTests.session()
                .sql("select " + dt + " as dt, " + customer + " as customer_id, " + item + " as item_id,"
                        + " '2025-08-14T10:00:00Z' as click_time")
                .write()
                .mode("append");
        if (format == Format.PARQUET) {
            rows.parquet(dir.resolve("raw").toString());
        } else {
            rows.orc(dir.resolve("raw").toString());
        }
    }

    private Source source(Format format) {
        return Source.files(format, dir.resolve("raw").toString(), RawTable.mapping(ActionType.CLICK));
    }
}
