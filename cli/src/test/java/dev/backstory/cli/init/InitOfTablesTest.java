package dev.backstory.cli.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.command.CommandLines;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.failure.UsageException;
import dev.backstory.testsupport.SparkForTests;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of a real PostgreSQL and of Spark's catalog, and the config that is proposed. */
class InitOfTablesTest {
    private static final String SHOWN = "{\"dt\":\"2025-08-13\",\"ranking_id\":\"r1\",\"customer_id\":7,"
            + "\"impressions\":[{\"item_id\":5,\"is_order\":1}]}\n";

    @TempDir
    Path folder;

    private Path config;

    @BeforeEach
    void nameTheConfig() {
        config = folder.resolve("pipeline.yaml");
    }

    private InitRequest request(List<String> from, String user, String... tables) {
        return new InitRequest(from, config, null, null, null, new GivenTables(List.of(tables), user, null, Map.of()));
    }

    /** What the config says of sources. */
    private String sources() throws IOException {
        String text = Files.readString(config);
        PipelineConfig loaded = ConfigLoader.load(config);
        assertThat(loaded.sources().all()).isNotEmpty();
        return text.substring(text.indexOf("sources:\n") + "sources:\n".length());
    }

    @Test
    void theTablesOfADatabase() throws IOException, SQLException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start();
                Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table page_views (user_id bigint, product_id bigint, viewed_at timestamptz)");
            statement.execute("insert into page_views values (7, 50, '2025-08-13T10:00:00Z'), (8, 51, null)");
            statement.execute("create schema ads");
            statement.execute("create view ads.\"Shown\" as select date '2025-08-13' dt, 'r1' ranking_id, 7 user_id, 50"
                    + " product_id, 1 position, true purchased");
            statement.execute("create table stock (shelf int)");
            statement.execute("insert into stock values (3)");
            String url = server.getJdbcUrl("postgres", "postgres").replaceAll("\\?.*", "");

            InitHere.Result all = InitHere.run(request(List.of(url), "postgres"));

            assertThat(sources()).as(all.said()).isEqualTo("""
                      # public.page_views: jdbc
                      clicks:
                        format: jdbc
                        url: %1$s
                        table: public.page_views
                        user: postgres
                        columns: {customer_id: user_id, item_id: product_id, action_time: viewed_at}
                        dt: from-time

                      # ads."Shown": jdbc
                      impressions:
                        format: jdbc
                        url: %1$s
                        table: "ads.\\"Shown\\""
                        user: postgres
                        layout: rows
                        columns: {customer_id: user_id, item_id: product_id, is_order: purchased, position: position}
                        first-position: 1

                    # Not used: public.stock: nothing tells what it is (its columns: shelf)
                    """.formatted(url));
            assertThat(all.said())
                    .contains("clicks       public.page_views (jdbc)\n")
                    .contains("not used     public.stock: nothing tells what it is (its columns: shelf)\n")
                    .contains("clicks       all 2 rows: kept 1, rejected 1\n")
                    .contains("impressions  all 1 row: kept 1 item, rejected 0\n");
            assertThat(all.exit()).as(all.said()).isEqualTo(3);

            Files.delete(config);
            InitHere.Result one = InitHere.run(request(List.of(url), "postgres", "page_views", "gone"));
            assertThat(one.exit()).isEqualTo(2);
            assertThat(one.said())
                    .contains("not used     gone: Cannot read source raw because the database refused (table gone at"
                            + " jdbc:postgresql): ERROR: relation \"gone\" does not exist; correct url, table, user or"
                            + " password in the command, or wait until the database answers\n")
                    .contains(
                            "init: No source of impressions was found in " + url + ", page_views, gone, and a config");
        }
    }

    @Test
    void tablesOfACatalogBesideFiles() throws IOException {
        SparkSession spark = SparkForTests.session();
        spark.sql("create table default.init_clicks (dt date, customer_id int, item_id bigint, click_time timestamp,"
                + " seen array<int>) using parquet location '" + folder.resolve("table") + "'");
        try {
            spark.sql("insert into default.init_clicks values (date '2025-08-13', 7, 50, timestamp"
                    + " '2025-08-13 10:00:00Z', array(1))");
            Files.createDirectories(folder.resolve("raw"));
            Files.writeString(folder.resolve("raw/shown.json"), SHOWN);

            InitHere.Result result = InitHere.run(new InitRequest(
                    List.of(folder.resolve("raw").toString()),
                    config,
                    null,
                    null,
                    null,
                    new GivenTables(
                            List.of("default.init_clicks"), null, null, Map.of("spark.sql.shuffle.partitions", "2"))));

            assertThat(sources()).as(result.said()).isEqualTo("""
                      # default.init_clicks: table
                      clicks:
                        format: table
                        table: default.init_clicks

                      # raw: json
                      impressions:
                        format: json
                        path: raw

                    spark:
                      conf:
                        spark.sql.shuffle.partitions: "2"
                    """);
            assertThat(result.exit()).as(result.said()).isZero();
            assertThat(result.said()).contains("clicks       all 1 row: kept 1, rejected 0\n");
        } finally {
            spark.sql("drop table default.init_clicks");
        }
    }

    @Test
    void aPasswordIsNotPartOfTheUrl() {
        assertThatThrownBy(() -> InitHere.run(request(List.of("jdbc:postgresql://db/shop?password=geheim"), "reader")))
                .isInstanceOf(UsageException.class)
                .hasMessage("Cannot use the URL that --from gives because it holds a password; put it into an"
                        + " environment variable, and name that with --password-env");
        assertThatThrownBy(() -> new GivenTables(List.of(), "reader", "not a name", Map.of()))
                .hasMessageContaining("--password-env")
                .hasMessageNotContaining("not a name");
        assertThatThrownBy(() -> new GivenTables(List.of(), null, null, Map.of("sql.catalog", "x")))
                .hasMessageStartingWith("Cannot use --conf sql.catalog=… because it is no setting of Spark");
    }

    @Test
    void nothingToLookAtIsWrongUsage() {
        assertThat(CommandLines.of(new InitCommand()).execute("--config", config.toString()))
                .isEqualTo(2);
        assertThat(CommandLines.of(new InitCommand())
                        .execute("--config", config.toString(), "--conf", "a=b", "--tables", "x", "--conf", "c=d"))
                .isEqualTo(2);
    }
}
