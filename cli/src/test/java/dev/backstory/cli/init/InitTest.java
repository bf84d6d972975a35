package dev.backstory.cli.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.command.Console;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.failure.UsageException;
import dev.backstory.testsupport.SparkForTests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports as shops have them, and the config that is proposed. */
class InitTest {
    private static final String CLICK =
            "{\"dt\":\"2025-08-13\",\"customer_id\":7,\"item_id\":5," + "\"click_time\":\"2025-08-13T10:00:00Z\"}\n";
    private static final String SHOWN = "{\"dt\":\"2025-08-13\",\"ranking_id\":\"r1\",\"customer_id\":7,"
            + "\"impressions\":[{\"item_id\":5,\"is_order\":1}]}\n";

    @TempDir
    Path folder;

    private Path config;

    @BeforeEach
    void nameTheConfig() {
        config = folder.resolve("pipeline.yaml");
    }

    private void raw(String name, String text) throws IOException {
        Path file = folder.resolve("raw").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private InitHere.Result init() {
        return InitHere.run(folder.resolve("raw"), config, null);
    }

    /** What the config says of sources. */
    private String sources() throws IOException {
        String text = Files.readString(config);
        return text.substring(text.indexOf("sources:\n") + "sources:\n".length());
    }

    private void assertValid() {
        PipelineConfig loaded = ConfigLoader.load(config);
        assertThat(loaded.sources().all()).isNotEmpty();
    }

    @Test
    void namesOfTheContractNeedNoMapping() throws IOException {
        raw("clicks/a.json", CLICK);
        raw("carts/a.csv", "dt,customer_id,config_id,occurred_at\n2025-08-13,7,5,2025-08-13T10:00:01Z\n");
        raw("orders/a.csv", "order_date,customer_id,config_id,occurred_at\n2025-08-13,7,5,2025-08-13T10:00:02Z\n");
        raw("impressions/a.json", SHOWN);

        InitRequest request = new InitRequest(List.of("raw"), config, null, null, null);
        assertThat(request.left()).isEqualTo(config + " is not written, and nothing else is. To go on: start it again");

        InitHere.Result result = init();

        assertThat(request.left()).isEqualTo(config + " is written");
        assertThat(result.exit()).as(result.said()).isZero();
        assertThat(sources()).isEqualTo("""
                  # raw/clicks: json
                  clicks:
                    format: json
                    path: raw/clicks

                  # raw/carts: csv
                  carts:
                    format: csv
                    path: raw/carts

                  # raw/orders: csv
                  orders:
                    format: csv
                    path: raw/orders

                  # raw/impressions: json
                  impressions:
                    format: json
                    path: raw/impressions
                """);
        assertThat(result.said())
                .contains(
                        """
                carts        all 1 row: kept 1, rejected 0
                  dt          customer_id  item_id  action_time           type
                  2025-08-13  7            5        2025-08-13T10:00:01Z  cart
                """, "Then:\n  bin/backstory validate --config " + config + " --data\n", " --dt 2025-08-13\n");
        assertValid();
    }

    @Test
    void aTableOfEventsWithoutAHeader() throws IOException {
        raw("UserBehavior.csv", """
                1,2268318,2520377,pv,1511544070
                1,2333346,2520771,buy,1511561733
                2,2576651,149192,fav,1511572885
                """);
        raw("impressions/a.json", SHOWN);

        InitHere.Result result = init();

        assertThat(result.exit()).as(result.said()).isZero();
        assertThat(sources()).contains("""
                  events:
                    format: csv
                    path: raw/UserBehavior.csv
                    csv: {header: [customer_id, item_id, c3, event_type, event_time]}
                    columns: {action_time: event_time}
                    dt: from-time
                    time-format: epoch-seconds
                    type: {column: event_type, values: {pv: click, buy: order}, ignore: [fav]}
                    # ? 'fav' of event_type is none of click, cart and order, and is ignored
                    # ? there is no header: the names are guessed by what is in the columns
                """);
        assertThat(result.said()).contains("events       all 3 rows: kept 2, rejected 0, filtered 1\n");
        assertValid();
    }

    /** A zone that nothing but a name says would be lost without a word. */
    @Test
    void aColumnWhoseNameSaysUtc() throws IOException {
        raw("orders.csv", """
                Customer,Item,Placed (UTC),Total
                2005,7054,08/21/2025 05:20 PM,"1,299.00"
                2010,7099,08/22/2025 01:35 PM,12.00
                """);
        raw("impressions/a.json", SHOWN);
        raw("only_a_header.csv", "dt,customer_id\n");

        InitHere.Result result = InitHere.run(folder.resolve("raw"), config, null, ZoneId.of("Europe/Berlin"));

        assertThat(result.said()).contains("only_a_header.csv: it has no rows\n");
        assertThat(sources())
                .contains("    # ? action_time is Placed (UTC), by a word in its name\n"
                        + "    # ? Placed (UTC) is UTC by its name, and its times say no zone: they are read in that of"
                        + " timezone. If that is another, give them theirs in a query (format: query)\n");
        assertValid();
    }

    @Test
    void aGermanExport() throws IOException {
        Path file = folder.resolve("raw/bestellungen_orders.csv");
        Files.createDirectories(file.getParent());
        Files.write(
                file,
                "Kundennummer_user;Artikel_item;Bestellt_date;Gr\u00f6\u00dfe\n7;SKU-1;01.11.2026 10:00;40\n8;NA;02.11.2026 11:30;41\n"
                        .getBytes(Charset.forName("windows-1252")));
        raw("impressions/a.json", SHOWN);

        InitHere.Result result = InitHere.run(folder.resolve("raw"), config, null, ZoneId.of("Europe/Berlin"));

        assertThat(result.exit()).as(result.said()).isEqualTo(3);
        assertThat(Files.readString(config))
                .contains(
                        "# The times of orders say no zone: they are read in this one.\ntimezone: Europe/Berlin\n",
                        "# Artikel_item 'SKU-1' is no number.\nids: {item_id: text}\n");
        assertThat(sources()).contains("""
                  orders:
                    format: csv
                    path: raw/bestellungen_orders.csv
                    csv: {separator: ";", encoding: windows-1252, nulls: [NA]}
                    columns: {customer_id: Kundennummer_user, item_id: Artikel_item, action_time: Bestellt_date}
                    dt: from-time
                    time-format: dd.MM.yyyy HH:mm
                    # ? customer_id is Kundennummer_user, by a word in its name
                    # ? item_id is Artikel_item, by a word in its name
                    # ? action_time is Bestellt_date, by a word in its name
                    # ? NA is read as null
                """);
        assertThat(result.said()).contains("""
                orders       all 2 rows: kept 1, rejected 1
                  dt          customer_id  item_id  action_time                type
                  2026-11-01  7            SKU-1    2026-11-01T10:00:00+01:00  order
                  rejected 1: Artikel_item is null
                    such as {"Kundennummer_user":"8","Artikel_item":null,"Bestellt_date":"02.11.2026 11:30","Gr\u00f6\u00dfe":"41"}
                """);
        assertValid();
    }

    @Test
    void foldersOfDaysAndFieldsOfObjects() throws IOException {
        for (String day : List.of("2025-08-13", "2025-08-14")) {
            raw("tracking/date=" + day + "/part-0.json", """
                    {"event":"view","at":1755079200123,"user":{"id":7},"payload":{"item":{"id":5}}}
                    {"event":"teleport","at":1755079200123,"user":{"id":7},"payload":{"item":{"id":5}}}
                    """.replace(
                            "1755079200123", day.endsWith("13") ? "1755079200123" : "1755165600123"));
        }
        raw("impressions/a.json", SHOWN);

        InitHere.Result result = init();

        assertThat(result.exit()).as(result.said()).isZero();
        assertThat(sources()).contains("""
                  # raw/tracking: json, 2 files
                  events:
                    format: json
                    path: raw/tracking
                    columns: {dt: date, customer_id: user.id, item_id: payload.item.id, action_time: at}
                    time-format: epoch-millis
                    type: {column: event, values: {view: click}, ignore: [teleport]}
                    # ? 'teleport' of event (2 of the first rows) is unknown and ignored: if it is a click, a cart or an order, move it to values
                """);
        assertValid();
    }

    @Test
    void daysOfAnotherZoneThanTheTimes() throws IOException {
        List<String> lines = new ArrayList<>(List.of("dt,user_id,product_id,event_time"));
        for (int hour = 0; hour < 24; hour++) {
            lines.add("2025-08-13,7,5," + (1755036000 + 3600 * hour));
        }
        raw("clicks.csv", String.join("\n", lines) + "\n");
        raw("impressions.json", SHOWN);

        InitHere.Result result = init();

        assertThat(result.exit()).as(result.said()).isZero();
        assertThat(result.said())
                .contains(
                        "2 of 24 rows have a time on another day than their dt (8.33 %); as a day of UTC+02:00 dt would"
                                + " fit better (0.00 %): is dt written in that zone?",
                        "Days and times fit in Europe/Berlin:\n");
        assertThat(Files.readString(config)).contains("""
                        # ? By their times, the days of the sources begin in a zone such as this: make it the shop's.
                        timezone: Europe/Berlin
                        """);
    }

    @Test
    void rowsWithoutACustomerAreFilteredOut() throws IOException {
        raw("clicks.csv", """
                dt,user_id,product_id,event_time
                2025-08-13,7,5,2025-08-13 10:00:00
                2025-08-13,,5,2025-08-13 10:00:01
                """);
        raw("impressions.json", SHOWN);

        InitHere.Result result = init();

        assertThat(result.exit()).as(result.said()).isZero();
        assertThat(sources()).contains("""
                    columns: {customer_id: user_id, item_id: product_id, action_time: event_time}
                    where: user_id is not null
                    # ? 1 of the first rows have no user_id: they are filtered out, and counted
                """);
        assertThat(result.said()).contains("clicks       all 2 rows: kept 1, rejected 0, filtered 1\n");
    }

    @Test
    void whatIsNoSourceIsSaid() throws IOException {
        raw("clicks.json", CLICK);
        raw("impressions.json", SHOWN);
        raw("category_tree.csv", "categoryid,parentid\n1016,213\n809,169\n");
        raw("more_clicks.json", CLICK);
        raw("pictures.zip", "PK\003\004");

        InitHere.Result result = init();

        assertThat(result.exit()).as(result.said()).isZero();
        assertThat(sources())
                .contains(
                        "# Not used: raw/category_tree.csv: nothing tells what it is (its columns: categoryid, parentid)\n",
                        "# Not used: raw/more_clicks.json: it looks like clicks too, as raw/clicks.json; put files of one kind"
                                + " into one folder\n",
                        "# Not used: raw/pictures.zip: Cannot read source raw because");
        assertValid();
    }

    /** The JAR that reads it is not on the class path here. */
    @Test
    void aTableAmongFoldersOfFiles() throws IOException {
        raw("clicks/a.json", CLICK);
        raw("impressions.json", SHOWN);
        raw("orders/_delta_log/00000000000000000000.json", "{}\n");
        raw("orders/part-0.parquet", "PAR1");

        InitHere.Result result = init();

        assertThat(result.exit()).as(result.said()).isZero();
        assertThat(sources())
                .contains("  clicks:\n", "  impressions:\n")
                .contains(
                        "# Not used: raw/orders: Cannot read source raw because the JAR of Delta is not on the class path;"
                                + " bring it by setup/tables.sh delta ");
        assertThat(result.said()).contains("clicks       all 1 row: kept 1, rejected 0\n");
    }

    @Test
    void withoutImpressionsItSaysWhatIsMissing() throws IOException {
        raw("clicks.json", CLICK);

        InitHere.Result result = init();

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.said())
                .contains(
                        "clicks       all 1 row: kept 1, rejected 0\n", "init: No source of impressions was found in ");
        assertThat(sources()).contains("  # ? No source of impressions was found, of what was shown to whom");
    }

    @Test
    void aFileThatIsThereStaysAsItIs() throws IOException {
        raw("clicks.json", CLICK);
        Files.writeString(config, "mine");

        assertThatThrownBy(this::init)
                .isInstanceOf(UsageException.class)
                .hasMessage("Cannot write " + config
                        + " because it is there already; give another name with --config, or move it away");
        assertThat(config).hasContent("mine");
    }

    @Test
    void nothingThere() {
        assertThatThrownBy(this::init)
                .isInstanceOf(UsageException.class)
                .hasMessage("Cannot look into " + folder.resolve("raw")
                        + " because there is nothing; name the folder or file of the raw events with --from");
    }

    /** What {@code validate --data} says of a config: three rows, and why others are rejected. */
    @Test
    void theDataOfAConfig() throws IOException {
        raw("clicks.csv", """
                dt,customer_id,item_id,click_time
                2025-08-13,7,5,2025-08-13T10:00:00Z
                2025-08-13,7,0,2025-08-13T10:00:01Z
                2025-08-13,7,-3,2025-08-13T10:00:02Z
                2025-08-13,x,6,2025-08-13T10:00:03Z
                """);
        raw("impressions.json", SHOWN);
        Files.writeString(config, """
                name: shop
                lake: lake
                sources:
                  clicks: {format: csv, path: raw/clicks.csv}
                  carts: {format: csv, path: raw/clicks}
                  impressions: {format: json, path: raw/impressions.json}
                """);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        DataCheck check = new DataCheck(
                ConfigLoader.load(config),
                SparkForTests.session(),
                new Console(new PrintStream(said, true, StandardCharsets.UTF_8)));

        int exit = check.run();

        assertThat(said.toString(StandardCharsets.UTF_8)).isEqualTo("""
                clicks       all 4 rows: kept 1, rejected 3
                  dt          customer_id  item_id  action_time           type
                  2025-08-13  7            5        2025-08-13T10:00:00Z  click
                  rejected 2: item_id … is not positive
                    such as {"dt":"2025-08-13","customer_id":"7","item_id":"0","click_time":"2025-08-13T10:00:01Z"} (item_id 0 is not positive)
                  rejected 1: customer_id '…' is not a 64-bit integer
                    such as {"dt":"2025-08-13","customer_id":"x","item_id":"6","click_time":"2025-08-13T10:00:03Z"} (customer_id 'x' is not a 64-bit integer)
                carts        Cannot read source carts because there is nothing at %1$s/raw/clicks; correct sources.carts.path, or wait until the data has arrived
                impressions  all 1 row: kept 1 item, rejected 0
                  dt          ranking_id  customer_id  impression_pos  impression_item_id  label
                  2025-08-13  r1          7            0               5                   1
                """.formatted(folder));
        assertThat(exit).isEqualTo(1);
    }
}
