package dev.backstory.spark.source;

import static dev.backstory.spark.source.SourceErrorsTest.messageOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.config.input.Source;
import dev.backstory.spark.source.row.RequestedDays;
import dev.backstory.testsupport.SparkForTests;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables of a database that are read by several queries, and what of them is not asked for. */
class PartitionedTablesTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    @BeforeEach
    void tables() {
        Postgres.execute(
                "drop table if exists parted",
                "create table parted (dt date, customer_id int, item_id int, click_time timestamptz, id bigint,"
                        + " amount numeric(20, 0), name text)");
    }

    @AfterEach
    void noTransactionIsLeft() {
        Postgres.execute("drop table parted");
    }

    private static void rows(String... values) {
        Postgres.execute("insert into parted values (" + String.join("), (", values) + ")");
    }

    private static void ids(String... ids) {
        for (String id : ids) {
            rows("'2025-08-14', 7, 50, '2025-08-14T10:00:00Z', " + id + ", " + id + ", 'a'");
        }
    }

    private static Source source(String keys) {
        return Keyed.of("clicks", "{format: jdbc, url: \"" + Postgres.url() + "\", table: parted" + keys + "}");
    }

    private static SourceRows open(String keys, String... days) {
        RequestedDays wanted = Readings.days(days.length == 0 ? new String[] {"2025-08-14"} : days);
        return new SourceReader(SparkForTests.session(), ZONE).actions("clicks", source(keys), wanted);
    }

    /** How many rows each query gave. */
    private static List<Integer> parts(String keys, String... days) {
        try (SourceRows rows = open(keys, days)) {
            return rows.rows().toJavaRDD().glom().map(List::size).collect();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{column: id, from: 1, to: 8, parts: 4}|4 2 2 4",
                "{column: id, parts: 4}|2 1 4 5",
                "{column: ID, from: 3, to: 4, parts: 4}|5 7",
                "{column: id, from: 5, to: 5, parts: 4}|12",
                "{column: id, from: -1000000000000, to: 1000000000000, parts: 2}|2 10",
                "{column: id, from: 100, to: 200, parts: 3}|12 0 0",
                "{column: amount, from: 1, to: 8}|4 2 2 4",
            })
    void everyRowIsInOnePartWhateverTheBounds(String partition, String counts) {
        ids("null", "-5", "1", "2", "3", "4", "5", "6", "7", "8", "9", "9");

        assertThat(parts(", partition: " + partition))
                .isEqualTo(List.of(counts.split(" ", -1)).stream()
                        .map(Integer::valueOf)
                        .toList());
    }

    @Test
    void partsByTheDaysThatAreAskedFor() {
        for (String day :
                List.of("'2025-08-13'", "'2025-08-14'", "'2025-08-15'", "'2025-08-15'", "'2025-08-17'", "null")) {
            rows(day + ", 7, 50, '2025-08-14T10:00:00Z', 1, 1, 'a'");
        }

        assertThat(parts(", partition: {column: dt, parts: 8}", "2025-08-14", "2025-08-15", "2025-08-16"))
                .containsExactly(2, 2, 0);
        assertThat(parts(", partition: {column: dt, parts: 2, from: 2025-08-15, to: 2025-08-16}", "2025-08-14"))
                .containsExactly(2, 0);
    }

    @Test
    void anEmptyTableIsOneQuery() {
        assertThat(parts(", partition: {column: id}")).containsExactly(0);
    }

    @Test
    void allPartsAreOfOneMoment() {
        ids("1", "2", "3", "4");
        try (SourceRows rows = open(", partition: {column: id, from: 1, to: 4, parts: 4}")) {
            Postgres.execute("update parted set id = 5 - id", "insert into parted select * from parted");
            assertThat(rows.rows().count()).isEqualTo(4);
            assertThat(rows.recount().rows()).isEqualTo(4);
        }
        assertThat(parts(", partition: {column: id, from: 1, to: 4, parts: 4}")).containsExactly(2, 2, 2, 2);
    }

    @Test
    void partsThatCannotBeMadeAreSaid() {
        ids("1", "2");
        assertThat(messageOf(() -> parts(", partition: {column: no}")))
                .isEqualTo("Cannot read source clicks because its column 'no' (partition) is missing in table parted;"
                        + " there are: dt, customer_id, item_id, click_time, id, amount, name. Name the right one in"
                        + " sources.clicks.partition.column");
        assertThat(messageOf(() -> parts(", partition: {column: name}")))
                .isEqualTo("Cannot read source clicks because its column 'name' (partition) is of type text, where an"
                        + " integer, a decimal with scale 0 or a date is needed; name another in"
                        + " sources.clicks.partition.column");
        assertThat(messageOf(() -> parts(", partition: {column: id, from: 9, to: 1}")))
                .isEqualTo("Cannot read source clicks because its parts go from 9 to 1; give the smaller one first in"
                        + " sources.clicks.partition");
        assertThat(messageOf(() -> parts(", partition: {column: id, from: a, to: b}")))
                .isEqualTo(
                        "Cannot read source clicks because its parts are bounded by 'a', which is not a number as the"
                                + " column 'id' is; give both bounds in sources.clicks.partition, or another column");
        assertThat(messageOf(() -> parts(", partition: {column: dt, from: 1, to: 2}")))
                .contains("by '1', which is not a day (yyyy-mm-dd) as the column 'dt' is");
    }

    /** The database is asked for what it can compare; the rules see every row whose day it might mistake. */
    @Test
    void rowsOfOtherDaysStayInTheDatabase() {
        rows(
                "'2025-08-14', 7, 50, '2025-08-14T10:00:00Z', 1, 1, 'a'",
                "'2025-08-10', 7, null, null, 2, 2, 'a'",
                "'infinity', 7, 51, '2025-08-14T10:00:00Z', 3, 3, 'a'",
                "'10000-01-01', 7, 52, '2025-08-14T10:00:00Z', 4, 4, 'a'");

        assertThat(Readings.counted("clicks", source(""), ZONE, "2025-08-14"))
                .hasSize(4)
                .endsWith("rows 3, filtered 0");
        String byTime = ", dt: from-time";
        assertThat(Readings.counted("clicks", source(byTime), ZONE, "2025-08-14"))
                .hasSize(5)
                .endsWith("rows 4, filtered 0");
    }

    @Test
    void timesAtTheEdgesOfADayInAnyZoneOfTheDatabase() {
        for (String zone : List.of("UTC", "Pacific/Kiritimati", "Etc/GMT+12")) {
            Postgres.execute("delete from parted", "alter role postgres set timezone = '" + zone + "'");
            rows(
                    "null, 7, 50, '2025-08-13T22:00:00Z', 1, 1, 'a'",
                    "null, 7, 51, '2025-08-14T21:59:59.999999Z', 1, 1, 'a'",
                    "null, 7, 52, '2025-08-13T21:59:59.999999Z', 1, 1, 'a'",
                    "null, 7, 53, '2025-08-14T22:00:00Z', 1, 1, 'a'");
            assertThat(Readings.counted("clicks", source(", dt: from-time"), ZONE, "2025-08-14"))
                    .as(zone)
                    .containsExactly(
                            "2025-08-14 customer 7 item 50 at 2025-08-13T22:00:00Z type 1",
                            "2025-08-14 customer 7 item 51 at 2025-08-14T21:59:59.999999Z type 1",
                            "rows 2, filtered 0");
        }
        Postgres.execute("alter role postgres reset timezone");
    }

    @Test
    void arraysAreLists() {
        Postgres.execute(
                "drop table if exists shown",
                "create table shown (dt date, ranking_id text, customer_id int, items bigint[], bought text[])",
                "insert into shown values ('2025-08-14', 'r1', 7, '{50,40,null}', '{40}'),"
                        + " ('2025-08-14', 'r2', 7, '{}', null), ('2025-08-14', 'r3', 7, '{{1,2},{3,4}}', '{}')");
        Source shown = Keyed.of(
                "impressions",
                "{format: jdbc, url: \"" + Postgres.url()
                        + "\", table: shown, layout: lists, columns: {item_id: items, ordered: bought}}");

        assertThat(Readings.impressions(shown, "2025-08-14"))
                .contains(
                        "2025-08-14 ranking r1 customer 7 pos 0 item 50 label 0",
                        "2025-08-14 ranking r1 customer 7 pos 1 item 40 label 1")
                .anyMatch(line -> line.startsWith("rejected 2025-08-14 ") && line.contains("\"items\":[50,40,null]"))
                .anyMatch(line -> line.startsWith("rejected 2025-08-14 ") && line.contains("\"items\":[[1,2],[3,4]]"));
    }
}
