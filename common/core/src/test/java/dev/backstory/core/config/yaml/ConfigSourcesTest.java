package dev.backstory.core.config.yaml;

import static dev.backstory.core.config.yaml.ConfigText.load;
import static dev.backstory.core.config.yaml.ConfigText.problems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.config.input.Arrival;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.config.input.Sources;
import dev.backstory.core.contract.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigSourcesTest {
    private static final String HEAD = "name: shop\nlake: data/lake\nsources:\n";
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final String IMPRESSIONS = "  impressions: {format: json, path: raw/impressions}\n";

    private static List<String> problemsOfClicks(String clicks) {
        return problems(HEAD + IMPRESSIONS + "  clicks: " + clicks + "\n");
    }

    private static Map<String, String> columns(Sources sources, String name) {
        return Objects.requireNonNull(sources.actionSources().get(name)).columns();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{path: raw}|: the key 'format' is missing; add it, for example format: parquet",
                "{format: csv, pth: raw}|: unknown key 'pth'; allowed: format, path, url, table, user, password,"
                        + " partition, fetch-size, query, inputs, columns, dt, time-format, day-format, constants, without, where, csv, type, layout, first-position, arrival. Did you mean"
                        + " 'path'?",
                "{format: csv}|.path: is missing; a csv source needs it, for example path: raw/clicks",
                "{format: csv, path: raw, table: t}|.table: is not allowed here: a csv source has a path; remove it, or"
                        + " use format: jdbc",
                "{format: csv, path: ~/raw}|.path: '~/raw' begins with ~, which is not expanded; allowed: a path or a"
                        + " URI",
                "{format: csv, path: s3://b/raw}|.path: 's3://b/raw' has a scheme that Spark does not read; allowed: a"
                        + " path, hdfs:// or s3a://. Did you mean 's3a://b/raw'?",
                "{format: jdbc, url: jdbc:x}|.table: is missing; a jdbc source needs it, for example"
                        + " table: public.orders",
                "{format: jdbc, table: t}|.url: is missing; a jdbc source needs it, for example url:"
                        + " jdbc:postgresql://db:5432/shop",
                "{format: jdbc, url: jdbc:x, table: t, path: raw}|.path: is not allowed here: a jdbc source has a url"
                        + " and a table; remove it, or change the format",
                "{format: jdbc, url: x, table: t}|.url: does not start with jdbc:; write it as"
                        + " jdbc:postgresql://host:5432/database",
                "{format: table}|.table: is missing; it is the table's name, for example table: catalog.shop.clicks",
                "{format: table, table: t, path: raw}|.path: is not allowed here: a table has its name in a catalog; remove"
                        + " it, or change the format",
                "{format: delta}|.path: is missing; a delta source needs it, for example path: raw/clicks",
                "{format: csv, path: raw, partition: {column: id}}|.partition: is not allowed here: only a jdbc source has"
                        + " it; remove it, or change the format",
                "{format: jdbc, url: jdbc:x, table: t, partition: {column: id, from: 1}}|.partition.to: is missing; give"
                        + " both bounds, or none, so that the database is asked",
                "{format: query, inputs: {a: {format: delta, path: a}}}|.query: is missing; a query source needs it, for"
                        + " example query: select * from shop",
                "{format: query, query: select 1}|.inputs: is empty; name what the query uses, for example inputs: {shop:"
                        + " {format: parquet, path: raw/shop, columns: [tenant, uid]}}",
                "{format: query, query: select 1, inputs: {a b: {format: delta, path: a}}}|.inputs.a b: 'a b' is no name for"
                        + " SQL; allowed: letters, digits and _",
                "{format: query, query: select 1, inputs: {a: {format: csv, path: a}}}|.inputs.a.columns: is missing; name"
                        + " those that the query uses, for example columns: [uid, customer]",
                "{format: query, query: select 1, inputs: {a: {format: delta, path: a, columns: [x]}}}|.inputs.a.columns: is"
                        + " not allowed here: a table names its columns itself; remove it",
                "{format: query, query: select 1, inputs: {a: {format: jdbc}}}|.inputs.a.format: 'jdbc' is not allowed here;"
                        + " allowed: parquet, orc, json, csv, iceberg, delta, table",
                "{format: csv, path: raw, query: select 1}|.query: is not allowed here: only a query source has it; remove"
                        + " it, or change the format",
                "{format: csv, path: raw, columns: {item: x}}|.columns.item: unknown column 'item'; allowed: dt,"
                        + " customer_id, item_id, action_time",
                "{format: csv, path: raw, columns: {item-id: x}}|.columns.item-id: unknown column 'item-id'; allowed:"
                        + " dt, customer_id, item_id, action_time. Did you mean 'item_id'?",
                "{format: csv, path: raw, columns: {item_id: click_time}}|.columns.item_id: 'click_time' is the column"
                        + " of both item_id and action_time; map each to its own column",
                "{format: csv, path: raw, columns: {item_id: \"\"}}|.columns.item_id: '' is empty; allowed: a string",
            })
    void refused(String clicks, String message) {
        assertThat(problemsOfClicks(clicks)).containsExactly("pipeline.yaml:5: sources.clicks" + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{format: csv, path: raw, time-format: epoch}|.time-format: 'epoch' is not allowed; allowed: iso,"
                        + " epoch-seconds, epoch-millis, epoch-micros, or a pattern such as dd.MM.yyyy HH:mm",
                "{format: csv, path: raw, day-format: dd.MM.}|.day-format: 'dd.MM.' is no pattern of"
                        + " java.time.format.DateTimeFormatter (it does not tell year, month and day)",
                "{format: csv, path: raw, dt: from-time, columns: {dt: day}}|.columns.dt: is not allowed beside dt:"
                        + " from-time, which takes the day from the time",
                "{format: csv, path: raw, dt: from-time, constants: {dt: 2025-08-14}}|.constants.dt: is not allowed beside"
                        + " dt: from-time, which takes the day from the time",
                "{format: csv, path: raw, dt: from-time, day-format: yyyyMMdd}|.day-format: is not allowed beside dt:"
                        + " from-time, which takes the day from the time",
                "{format: csv, path: raw, dt: fromtime}|.dt: 'fromtime' is not allowed; allowed: column, from-time. Did you"
                        + " mean 'from-time'?",
                "{format: csv, path: raw, constants: {item_id: 7}, columns: {item_id: x}}|.constants.item_id: is in columns"
                        + " too; name the column, or the value that all rows have",
                "{format: csv, path: raw, constants: {item: 7}}|.constants: unknown key 'item'; allowed: dt, customer_id,"
                        + " item_id, action_time, ranking_id, is_order",
                "{format: csv, path: raw, constants: {ranking_id: 7}}|.constants.ranking_id: is not allowed here; constants"
                        + " of this source: dt, customer_id, item_id, action_time",
                "{format: csv, path: raw, without: [action_time]}|.without: 'action_time' is needed here; map it in"
                        + " columns",
                "{format: csv, path: raw, without: [ranking_id]}|.without: 'ranking_id' is needed here; map it in columns",
                "{format: csv, path: raw, without: [item_id]}|.without[0]: 'item_id' is not allowed; allowed: ranking_id,"
                        + " is_order, action_time",
                "{format: json, path: raw, csv: {separator: x}}|.csv: is not allowed here: only a csv source has it; remove"
                        + " it, or change the format",
                "{format: csv, path: raw, csv: {separator: '::'}}|.csv.separator: '::' is not allowed; allowed: one"
                        + " character, tab or space",
                "{format: csv, path: raw, csv: {separator: ';', quote: ';'}}|.csv.separator: ';' is the quote too; choose"
                        + " another",
                "{format: csv, path: raw, csv: {encoding: UTF-16}}|.csv.encoding: 'UTF-16' is not an encoding that is read;"
                        + " allowed: UTF-8, windows-1252, ISO-8859-1, Shift_JIS and others of Java with ASCII in them (not"
                        + " UTF-16)",
                "{format: csv, path: raw, csv: {header: [dt, DT]}}|.csv.header: 'DT' is there twice; name each column once",
                "{format: csv, path: raw, layout: rows}|.layout: is not allowed here: only sources.impressions has it",
                "{format: csv, path: raw, type: {column: e, values: {v: click}}}|.type: is not allowed here: only"
                        + " sources.events has it",
            })
    void keysThatDoNotAgree(String clicks, String message) {
        assertThat(problemsOfClicks(clicks)).containsExactly("pipeline.yaml:5: sources.clicks" + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{format: csv, path: raw}|.type: is missing; it says what kind of event a row is, for example"
                        + " type: {column: event, values: {view: click, buy: order}}",
                "{format: csv, path: raw, type: {column: e, values: {}}}|.type.values: is empty; name at least one value,"
                        + " for example {view: click}",
                "{format: csv, path: raw/events, type: {column: e, values: {v: clik}}}|.type.values.v: 'clik' is not allowed;"
                        + " allowed: click, cart, order. Did you mean 'click'?",
                "{format: csv, path: raw, type: {column: e, values: {v: click}, ignore: [v]}}|.type.ignore: 'v' is one of"
                        + " values too; name it in one of them",
            })
    void eventsSayWhatTheyAre(String events, String message) {
        assertThat(problems(HEAD + IMPRESSIONS + "  events: " + events + "\n"))
                .containsExactly("pipeline.yaml:5: sources.events" + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "dt: from-time|.dt: needs the time's column; add it, for example columns: {impression_time: shown_at}",
                "columns: {impression_time: at}|.columns.impression_time: is read for the day only; add dt: from-time, or"
                        + " remove it",
                "constants: {is_order: 0}|.constants.is_order: is not allowed here; constants of this source: dt,"
                        + " ranking_id, customer_id",
                "layout: rows, columns: {impressions: items}|.columns.impressions: is not allowed here: it is the array of"
                        + " layout: array",
                "layout: lists, columns: {position: rank}|.columns.position: is not allowed here: it is a column of"
                        + " layout: rows",
                "columns: {ordered: bought}|.columns.ordered: is not allowed here: it is a list of layout: lists",
                "layout: lists, columns: {ordered: bought, is_order: b}|.columns.ordered: says which items were ordered,"
                        + " and so does is_order; name one of them",
                "layout: rows, first-position: 1|.first-position: needs the positions; add their column, for example"
                        + " columns: {position: rank}",
                "layout: rows, without: [ranking_id]|.without: rows without a ranking id belong together by customer and"
                        + " time; add the time's column, for example columns: {impression_time: shown_at}",
                "layout: row|.layout: 'row' is not allowed; allowed: array, rows, lists. Did you mean 'rows'?",
                "without: [ranking_id], columns: {ranking_id: id}|.without: 'ranking_id' is in columns or constants too;"
                        + " name it in one of them",
            })
    void keysOfImpressionsThatDoNotAgree(String keys, String message) {
        assertThat(problems(HEAD + "  clicks: {format: csv, path: raw}\n  impressions: {format: json, path: d, " + keys
                        + "}\n"))
                .containsExactly("pipeline.yaml:5: sources.impressions" + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "06:00|2025-08-15T06:00+02:00",
                "\"06:00\"|2025-08-15T06:00+02:00",
                "+1d 00:00|2025-08-15T00:00+02:00",
                "+2d 23:59|2025-08-16T23:59+02:00",
                "+99d 06:00|2025-11-21T06:00+01:00",
            })
    void aSourceIsWaitedForUntilATimeOfALaterDay(String until, String deadline) {
        assertThat(arrival("wait-until: " + until).deadline(LocalDate.parse("2025-08-14"), BERLIN))
                .hasToString(deadline);
    }

    @Test
    void inAClockChangeADeadlineIsAfterTheGapAndTheEarlierOfTwo() {
        Arrival arrival = arrival("wait-until: \"02:30\"");

        assertThat(arrival.deadline(LocalDate.parse("2025-03-29"), BERLIN)).hasToString("2025-03-30T03:30+02:00");
        assertThat(arrival.deadline(LocalDate.parse("2025-10-25"), BERLIN)).hasToString("2025-10-26T02:30+02:00");
    }

    @Test
    void aDayIsWaitedForUntilItsDeadline() {
        Arrival arrival = arrival("wait-until: \"06:00\"");
        LocalDate day = LocalDate.parse("2025-08-14");

        assertThat(arrival.isAwaited(day, BERLIN, Instant.parse("2025-08-15T03:59:59Z")))
                .isTrue();
        assertThat(arrival.isAwaited(day, BERLIN, Instant.parse("2025-08-15T04:00:00Z")))
                .isFalse();
        assertThat(arrival.then()).isEqualTo(Arrival.Then.FAIL);
    }

    private static Arrival arrival(String keys) {
        Sources sources = load(HEAD + IMPRESSIONS + "  clicks: {format: csv, path: raw/clicks, arrival: {" + keys
                        + "}}\n")
                .sources();
        return Objects.requireNonNull(sources.arrivals(Table.ACTIONS).get("clicks"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{then: skip}|: the key 'wait-until' is missing; add it, for example wait-until: \"06:00\"",
                "{wait-until: 6:00}|.wait-until: '6:00' is not allowed; allowed: a time of day such as \"06:00\", which is"
                        + " on the day after dt, or with days after dt such as \"+2d 06:00\"",
                "{wait-until: \"24:00\"}|.wait-until: '24:00' is not allowed; allowed: a time of day such as \"06:00\","
                        + " which is on the day after dt, or with days after dt such as \"+2d 06:00\"",
                "{wait-until: \"+0d 23:00\"}|.wait-until: '+0d 23:00' is not allowed; allowed: a time of day such as"
                        + " \"06:00\", which is on the day after dt, or with days after dt such as \"+2d 06:00\"",
                "{wait-until: \"06:00\", then: empty}|.then: 'empty' is not allowed; allowed: fail, publish-empty, skip",
            })
    void arrivalsThatCannotBe(String arrival, String message) {
        assertThat(problemsOfClicks("{format: csv, path: raw/clicks, arrival: " + arrival + "}"))
                .containsExactly("pipeline.yaml:5: sources.clicks.arrival" + message);
    }

    @Test
    void columnsThatASourceHasNotAreNoneOfItsColumns() {
        Sources sources = load("""
                        name: shop
                        lake: data/lake
                        sources:
                          clicks: {format: csv, path: a, dt: from-time, constants: {item_id: 7}}
                          events: {format: csv, path: b, columns: {dt: ts, action_time: ts},
                            type: {column: e, values: {v: click}}}
                          impressions: {format: csv, path: d, without: [ranking_id, is_order]}
                        """).sources();
        assertThat(columns(sources, "clicks")).hasToString("{customer_id=customer_id, action_time=click_time}");
        assertThat(columns(sources, "events"))
                .hasToString("{dt=ts, customer_id=customer_id, item_id=item_id, action_time=ts}");
        assertThat(sources.impressions().columns())
                .hasToString("{dt=dt, customer_id=customer_id, impressions=impressions, item_id=item_id}");
    }

    @Test
    void atLeastOneActionSourceIsNeeded() {
        assertThat(problems(HEAD + IMPRESSIONS))
                .containsExactly(
                        "pipeline.yaml:3: sources: none of clicks, carts, orders, events is given; add at least one of them");
    }

    @Test
    void everythingMissingIsSaidAtOnce() {
        assertThat(problems("name: shop\nlake: data/lake\nsources: {}\n"))
                .containsExactly(
                        "pipeline.yaml:3: sources: none of clicks, carts, orders, events is given; add at least one of them",
                        "pipeline.yaml:3: sources: the key 'impressions' is missing; add it, for example impressions:"
                                + " {format: json, path: raw/impressions}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "raw/clicks|raw/clicks|carts.path: 'raw/clicks' is the path of sources.clicks too, so that each of its rows"
                        + " would be counted twice; give each source its own path",
                "raw/clicks|raw/clicks/|carts.path: 'raw/clicks/' is the path of sources.clicks too, so that each of its"
                        + " rows would be counted twice; give each source its own path",
                "raw/clicks|raw/carts/../clicks|carts.path: 'raw/carts/../clicks' is the path of sources.clicks too, so"
                        + " that each of its rows would be counted twice; give each source its own path",
                "raw/clicks|file:///pipelines/raw//clicks|carts.path: 'file:///pipelines/raw//clicks' is the path of"
                        + " sources.clicks too, so that each of its rows would be counted twice; give each source its"
                        + " own path",
                "hdfs://nn:8020/raw|HDFS://NN:8020/raw/./|carts.path: 'HDFS://NN:8020/raw/./' is the path of"
                        + " sources.clicks too, so that each of its rows would be counted twice; give each source its"
                        + " own path",
                "s3a://shop|s3a://shop/carts|carts.path: 's3a://shop/carts' is within the path of sources.clicks,"
                        + " 's3a://shop', so that each of its rows would be counted twice; give each source a folder"
                        + " of its own",
                "raw|raw/carts|carts.path: 'raw/carts' is within the path of sources.clicks, 'raw', so that each of its"
                        + " rows would be counted twice; give each source a folder of its own",
            })
    void twoSourcesDoNotShareTheirFiles(String clicks, String carts, String message) {
        assertThat(problems("name: shop\nlake: data/lake\nsources:\n"
                        + "  impressions: {format: json, path: shown}\n"
                        + "  clicks: {format: json, path: \"" + clicks + "\"}\n"
                        + "  carts: {format: json, path: \"" + carts + "\"}\n"))
                .containsExactly("pipeline.yaml:6: sources." + message);
    }

    @Test
    void theInnerOneOfTwoFoldersIsNamed() {
        assertThat(problems(HEAD + IMPRESSIONS + "  clicks: {format: csv, path: raw}\n"))
                .containsExactly("pipeline.yaml:4: sources.impressions.path: 'raw/impressions' is within the path of"
                        + " sources.clicks, 'raw', so that each of its rows would be counted twice; give each source"
                        + " a folder of its own");
    }

    @Test
    void twoSourcesDoNotShareATable() {
        String table = "{format: jdbc, url: jdbc:x, table: events}";
        assertThat(problems(HEAD + IMPRESSIONS + "  clicks: " + table + "\n  orders: " + table + "\n"))
                .containsExactly(
                        "pipeline.yaml:6: sources.orders.table: is the table of sources.clicks too, so that each"
                                + " of its rows would be counted twice; give each source its own table or query");
    }

    @ParameterizedTest
    @CsvSource({
        "raw/clicks, raw/clicks2",
        "hdfs://a/raw, hdfs://b/raw",
        "hdfs://a/raw, /raw",
        "s3a://shop/clicks, s3a://shop/carts"
    })
    void neighborsAreApart(String clicks, String carts) {
        assertThat(problems(HEAD + IMPRESSIONS + "  clicks: {format: csv, path: \"" + clicks
                        + "\"}\n  carts: {format: csv, path: \"" + carts + "\"}\n"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "raw/clicks/lake|2: lake: is within the path of sources.clicks, 'raw/clicks', so that its own files would be"
                        + " read as raw events; give the lake a folder outside of it",
                "raw/clicks|2: lake: is the path of sources.clicks, 'raw/clicks', so that its own files would be read as raw"
                        + " events; give the lake a folder outside of it",
                "raw/shop/../clicks/|2: lake: is the path of sources.clicks, 'raw/clicks', so that its own files would be"
                        + " read as raw events; give the lake a folder outside of it",
                "elsewhere|5: sources.impressions.path: 'elsewhere/impressions' is within the lake, whose folders are"
                        + " Backstory's own; keep raw events outside of it",
            })
    void theLakeAndTheSourcesAreApart(String lake, String problem) {
        assertThat(problems("name: shop\nlake: " + lake + "\nsources:\n  clicks: {format: json, path: raw/clicks}\n"
                        + "  impressions: {format: json, path: elsewhere/impressions}\n"))
                .containsExactly("pipeline.yaml:" + problem);
    }

    @Test
    void columnsAreCompletedWithTheNamesOfTheContract() {
        Sources sources = load("""
                        name: shop
                        lake: data/lake
                        sources:
                          clicks: {format: csv, path: a, columns: {item_id: article}}
                          carts: {format: csv, path: b}
                          orders: {format: csv, path: c}
                          impressions: {format: csv, path: d}
                        """).sources();
        assertThat(sources.actionSources().keySet()).containsExactly("clicks", "carts", "orders");
        assertThat(columns(sources, "clicks"))
                .hasToString("{dt=dt, customer_id=customer_id, item_id=article, action_time=click_time}");
        assertThat(columns(sources, "carts"))
                .hasToString("{dt=dt, customer_id=customer_id, item_id=config_id, action_time=occurred_at}");
        assertThat(columns(sources, "orders"))
                .hasToString("{dt=order_date, customer_id=customer_id, item_id=config_id, action_time=occurred_at}");
        assertThat(sources.impressions().columns())
                .hasToString("{dt=dt, ranking_id=ranking_id, customer_id=customer_id, impressions=impressions,"
                        + " item_id=item_id, is_order=is_order}");
    }

    @Test
    void aFieldOfTheImpressionsStructMayBeNamedLikeAColumn() {
        String impressions = "{format: json, path: d, columns: {ranking_id: id, item_id: id}}";
        assertThat(problems(HEAD + "  clicks: {format: csv, path: a}\n  impressions: " + impressions))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "raw/clicks, /pipelines/raw/clicks",
        "../raw, /raw",
        "/data/raw/, /data/raw",
        "hdfs://nn:8020/raw/, hdfs://nn:8020/raw",
        "s3a://bucket/, s3a://bucket",
        "file:///data/raw, file:///data/raw",
    })
    void pathsAreAbsoluteOrUris(String written, String expected) {
        Sources sources = load(HEAD + IMPRESSIONS + "  clicks: {format: csv, path: \"" + written + "\"}\n")
                .sources();
        Source clicks = Objects.requireNonNull(sources.clicks());
        assertThat(clicks.path()).isEqualTo(expected);
        assertThat(clicks.pathAsWritten()).isEqualTo(written);
    }
}
