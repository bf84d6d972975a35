package dev.backstory.tables;

import static dev.backstory.tables.Reading.actions;
import static dev.backstory.tables.Reading.impressions;
import static dev.backstory.tables.Reading.lines;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.spark.source.SourceRows;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of a MariaDB, through its own driver and MySQL's. */
final class MariaDbSourceTest {
    private static String source(String driver, String table, String keys) {
        return "{format: jdbc, url: \"" + MariaDb.url(driver) + "\", table: " + table + ", user: root" + keys + "}";
    }

    private static List<String> read(String driver, String table, String keys, String... days) {
        return lines(actions("clicks", source(driver, table, keys), days));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void timesAreThoseOfTheDatabaseInWhateverZone(String driver) {
        MariaDb.execute(
                "drop table if exists timed",
                "create table timed (dt date, customer_id int, item_id bigint unsigned, click_time timestamp(6) null,"
                        + " wall datetime(3))",
                "set time_zone = '+00:00'",
                "insert into timed values ('2025-08-14', 7, 50, '2025-08-14 10:00:00.123456', '2025-08-14 12:00:00.5')",
                "insert into timed values ('2025-08-14', 7, 18446744073709551615, '2025-08-14 10:00:00', null)",
                "insert into timed values ('2025-08-15', 7, 51, '2025-08-14 10:00:00', '2025-08-14 12:00:00')");

        assertThat(read(driver, "timed", "", "2025-08-14"))
                .containsExactly(
                        "2025-08-14 customer 7 item 50 at 2025-08-14T10:00:00.123456Z type 1",
                        "rejected 2025-08-14 [item_id '18446744073709551615' is not a 64-bit integer]"
                                + " {\"dt\":\"2025-08-14\",\"customer_id\":7,\"item_id\":18446744073709551615,"
                                + "\"click_time\":\"2025-08-14 10:00:00.000000Z\",\"wall\":null}");
        // In Europe/Berlin, as any time without a zone.
        assertThat(read(driver, "timed", ", dt: from-time, columns: {action_time: wall}", "2025-08-14"))
                .contains("2025-08-14 customer 7 item 50 at 2025-08-14T10:00:00.500Z type 1")
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void zeroDatesAreRejectedAndNotNulls(String driver) {
        MariaDb.execute(
                "drop table if exists zeros",
                "set sql_mode = ''",
                "create table zeros (order_date date, customer_id int, config_id int, occurred_at datetime)",
                "insert into zeros values ('2025-08-14', 7, 50, '0000-00-00 00:00:00'), ('0000-00-00', 7, 51, null),"
                        + " ('2025-08-14', 7, 52, null)");

        assertThat(lines(actions("orders", source(driver, "zeros", ""), "2025-08-14")))
                .containsExactly(
                        "2025-08-14 customer 7 item 52 at 2025-08-13T22:00:00Z type 3",
                        "rejected 2025-08-14 [occurred_at '0000-00-00 00:00:00' is not an ISO-8601 date and time]"
                                + " {\"order_date\":\"2025-08-14\",\"customer_id\":7,\"config_id\":50,"
                                + "\"occurred_at\":\"0000-00-00 00:00:00\"}",
                        "rejected null [order_date '0000-00-00' is not a day (yyyy-mm-dd)] {\"order_date\":\"0000-00-00\","
                                + "\"customer_id\":7,\"config_id\":51,\"occurred_at\":null}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void aTinyintIsANumberAndFlagsAreFlags(String driver) {
        MariaDb.execute(
                "drop table if exists kinds",
                "create table kinds (dt date, customer_id int, item_id int, action_time datetime, kind tinyint(1))",
                "insert into kinds values ('2025-08-14', 7, 50, '2025-08-14 12:00:00', 1),"
                        + " ('2025-08-14', 7, 51, '2025-08-14 12:00:00', 2), ('2025-08-14', 7, 52, '2025-08-14 12:00:00', 3)",
                "drop table if exists shown",
                "create table shown (dt date, ranking_id varchar(9), customer_id int, item_id int, is_order bit(1), pos int)"
                        + " character set utf8mb4",
                "insert into shown values ('2025-08-14', 'é🛒', 7, 50, b'1', 0), ('2025-08-14', 'é🛒', 7, 40, b'0', 1),"
                        + " ('2025-08-14', 'é🛒', 7, 30, null, 2)");

        assertThat(lines(actions(
                        "events",
                        source(driver, "kinds", ", type: {column: kind, values: {1: click, 2: cart}, ignore: [3]}"),
                        "2025-08-14")))
                .filteredOn(line -> !line.contains("item 52"))
                .containsExactly(
                        "2025-08-14 customer 7 item 50 at 2025-08-14T10:00:00Z type 1",
                        "2025-08-14 customer 7 item 51 at 2025-08-14T10:00:00Z type 2");
        assertThat(lines(
                        impressions(source(driver, "shown", ", layout: rows, columns: {position: pos}"), "2025-08-14")))
                .containsExactly(
                        "2025-08-14 ranking é🛒 customer 7 pos 0 item 50 label 1",
                        "2025-08-14 ranking é🛒 customer 7 pos 1 item 40 label 0",
                        "2025-08-14 ranking é🛒 customer 7 pos 2 item 30 label null");
    }

    /** A day that is a text is compared by the rules alone: `2025-08-14 ` equals 2025-08-14 for the database. */
    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void partsAndTextsInACollationThatKnowsNoCase(String driver) {
        MariaDb.execute(
                "drop table if exists parted",
                "create table parted (dt varchar(20), customer_id int, item_id int, click_time datetime, id bigint)"
                        + " collate utf8mb4_general_ci",
                "insert into parted values ('2025-08-14', 7, 50, '2025-08-14 12:00:00', null),"
                        + " ('DT=2025-08-14', 7, 51, '2025-08-14 12:00:00', 1), ('dt=2025-08-14', 7, 52, '2025-08-14 12:00:00', 2),"
                        + " ('2025-08-14 ', 7, 53, '2025-08-14 12:00:00', 3), ('2025-08-13', 7, 54, '2025-08-14 12:00:00', 4)");

        String partition = ", partition: {column: id, parts: 3}, fetch-size: 1";
        SourceRows rows = actions("clicks", source(driver, "parted", partition), "2025-08-14");
        assertThat(rows.rows().toJavaRDD().glom().map(List::size).collect()).containsExactly(2, 1, 1);
        assertThat(lines(rows))
                .containsExactlyElementsOf(read(driver, "parted", "", "2025-08-14"))
                .contains(
                        "2025-08-14 customer 7 item 50 at 2025-08-14T10:00:00Z type 1",
                        "2025-08-14 customer 7 item 52 at 2025-08-14T10:00:00Z type 1")
                .anyMatch(line -> line.startsWith("rejected null [dt 'DT=2025-08-14' is not a day (yyyy-mm-dd)]"));
    }
}
