package dev.backstory.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.config.key.Secret;
import dev.backstory.core.config.storage.TableFormat;
import dev.backstory.core.config.storage.TableSettings;
import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.failure.UsageException;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.iceberg.IcebergTables;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.store.SupersededException;
import dev.backstory.testsupport.S3Server;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hadoop.hive.metastore.txn.TxnDbUtil;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Lakes of Iceberg whose catalog is a server: a REST catalog, a Hive metastore, PostgreSQL, Glue. */
final class IcebergCatalogsTest {
    private static final LocalDate DAY = LocalDate.parse("2025-08-14");
    private static final int PUBLISHERS = 8;

    private static EmbeddedPostgres postgres;
    private static RestCatalogServer rest;
    private static GlueServer glue;

    @TempDir
    private static Path shared;

    @TempDir
    private Path dir;

    /** Whose name Spark gives to its catalog: with JDBC it must be that of the lake's. */
    enum Kind {
        REST("over_rest"),
        HIVE("over_hive"),
        GLUE("over_glue"),
        POSTGRESQL("backstory");

        private final String name;

        Kind(String name) {
            this.name = name;
        }
    }

    @BeforeAll
    static void start() throws Exception {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        glue = new GlueServer(S3Server.get().address());
        Configuration conf = TableSpark.session().sparkContext().hadoopConfiguration();
        conf.set("hive.metastore.schema.verification", "false");
        conf.set("datanucleus.schema.autoCreateAll", "true");
        postgres = EmbeddedPostgres.start();
        Map<String, String> settings = new HashMap<>(settings(Kind.POSTGRESQL));
        settings.put("warehouse", shared.toString());
        settings.put("io-impl", HadoopFileIO.class.getName());
        rest = new RestCatalogServer(CatalogUtil.buildIcebergCatalog("behind-rest", settings, conf));
        // Iceberg commits under a lock of the metastore, whose tables Hive's own tools make.
        HiveConf hive = new HiveConf(conf, HiveConf.class);
        TxnDbUtil.setConfValues(hive);
        TxnDbUtil.prepDb(hive);
    }

    @AfterAll
    static void stop() throws IOException {
        rest.close();
        glue.close();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        postgres.close();
    }

    private static Map<String, String> settings(Kind kind) {
        return switch (kind) {
            case REST -> Map.of("type", "rest", "uri", rest.uri());
            case HIVE -> Map.of("type", "hive");
            case GLUE -> Map.of("type", "glue", "client.region", "eu-central-1", "glue.endpoint", glue.uri());
            case POSTGRESQL ->
                Map.of("type", "jdbc", "uri", postgres.getJdbcUrl("postgres", "postgres"), "jdbc.user", "postgres");
        };
    }

    private static String namespace(Kind kind) {
        return "shop_" + kind.name;
    }

    /** As a process that begins opens it. */
    private Lake lake(Kind kind) {
        return lake(kind, namespace(kind));
    }

    private Lake lake(Kind kind, String namespace) {
        Map<String, Secret> settings = new HashMap<>();
        settings(kind).forEach((name, value) -> settings.put(name, Secret.of(value)));
        return new Lake(
                dir.resolve("lake").toString(),
                new LakeFiles(TableSpark.session().sparkContext().hadoopConfiguration()),
                new IcebergTables(new TableSettings(TableFormat.ICEBERG, "backstory", null, settings), namespace));
    }

    @ParameterizedTest
    @EnumSource
    void publishersMeetAtTheCatalogAndNoneIsLost(Kind kind) throws Exception {
        List<Callable<String>> publishers = new ArrayList<>();
        for (int i = 1; i <= PUBLISHERS; i++) {
            int day = i;
            publishers.add(() -> publish(kind, "run-" + day, DAY.plusDays(day), day));
        }
        assertThat(atOnce(publishers)).as("days").allMatch("published"::equals);

        List<Callable<String>> rivals = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            int run = i;
            rivals.add(() -> publish(kind, "rival-" + run, DAY.plusDays(1), 100 + run));
        }
        assertThat(atOnce(rivals)).as("runs of one day").contains("published");

        Lake lake = lake(kind);
        String winner = lake.published(Table.ACTIONS, DAY.plusDays(1))
                .orElseThrow()
                .run()
                .toString();
        assertThat(winner).startsWith("rival-");
        List<String> expected = new ArrayList<>();
        expected.add("[2025-08-15," + winner.replace("rival-", "10") + "]");
        for (int day = 2; day <= PUBLISHERS; day++) {
            expected.add("[" + DAY.plusDays(day) + "," + day + "]");
        }
        spark(kind);
        String table = kind.name + "." + namespace(kind) + ".actions";
        assertThat(rows("select dt, customer_id from " + table)).containsExactlyInAnyOrderElementsOf(expected);
        long before = TableSpark.session()
                .sql("select snapshot_id from " + table + ".snapshots where not summary['backstory.run'] like 'rival-%'"
                        + " order by committed_at desc limit 1")
                .head()
                .getLong(0);
        assertThat(rows("select customer_id from " + table + " version as of " + before
                        + " where dt = date '2025-08-15'"))
                .containsExactly("[1]");
        if (kind == Kind.REST) {
            assertThat(rest.requests())
                    .contains("POST namespaces/shop_over_rest/tables", "POST namespaces/shop_over_rest/tables/actions");
        }
        if (kind == Kind.GLUE) {
            assertThat(glue.requests())
                    .contains("AWSGlue.CreateDatabase", "AWSGlue.CreateTable", "AWSGlue.UpdateTable");
        }
    }

    /** Who publishes on a disk does so in turn; whoever else changes the table does not wait for that. */
    @Test
    void aChangeThatGlueRefusesIsMadeAgainUponTheOther() throws Exception {
        String namespace = "shop_refused";
        OneRow.publish(lake(Kind.GLUE, namespace), "first", DAY, OneRow.COLUMNS, 1);
        Map<String, String> settings = new HashMap<>(settings(Kind.GLUE));
        settings.put("io-impl", HadoopFileIO.class.getName());
        settings.put("warehouse", dir.resolve("lake").toString());
        Catalog other = CatalogUtil.buildIcebergCatalog(
                "other", settings, TableSpark.session().sparkContext().hadoopConfiguration());
        TableIdentifier name = TableIdentifier.of(namespace, "actions");
        glue.beforeTheNextUpdate(() ->
                other.loadTable(name).updateProperties().set("shop.owner", "me").commit());

        OneRow.publish(lake(Kind.GLUE, namespace), "second", DAY.plusDays(1), OneRow.COLUMNS, 2);

        assertThat(glue.requests()).contains("AWSGlue.UpdateTable refused");
        assertThat(other.loadTable(name).properties()).containsEntry("shop.owner", "me");
        assertThat(lake(Kind.GLUE, namespace).days(Table.ACTIONS)).containsExactly(DAY, DAY.plusDays(1));
    }

    /** A pipeline may be called so, and its name is the namespace; the catalogs would say it when a day is published. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"GLUE | my-shop | [a-z0-9_]{1,252}", "GLUE | Shop | [a-z0-9_]{1,252}", "HIVE | my-shop | \\w+"})
    void aNamespaceThatTheCatalogDoesNotTakeIsSaid(Kind kind, String namespace, String needed) {
        assertThatThrownBy(() -> lake(kind, namespace).published(Table.ACTIONS, DAY))
                .isInstanceOf(UsageException.class)
                .hasMessage("Cannot use the catalog of the lake " + dir.resolve("lake") + " because the namespace "
                        + namespace + " is no name that it takes (" + needed
                        + "); give storage.namespace such a name");
    }

    private String publish(Kind kind, String run, LocalDate dt, long customer) throws IOException {
        try {
            OneRow.publish(lake(kind), run, dt, OneRow.COLUMNS, customer);
            return "published";
        } catch (SupersededException later) {
            return "superseded";
        } catch (BackstoryException busy) {
            return busy.getMessage();
        }
    }

    private static List<String> atOnce(List<Callable<String>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            List<String> said = new ArrayList<>();
            for (Future<String> done : threads.invokeAll(calls)) {
                said.add(done.get());
            }
            return said;
        } finally {
            threads.shutdownNow();
        }
    }

    private void spark(Kind kind) {
        Map<String, String> settings = new HashMap<>(settings(kind));
        settings.put("warehouse", dir.resolve("lake").toString());
        settings.put("cache-enabled", "false");
        if (kind == Kind.GLUE) {
            // With Glue, Iceberg takes every file for an object of S3 unless it is told otherwise.
            settings.put("io-impl", HadoopFileIO.class.getName());
        }
        String name = "spark.sql.catalog." + kind.name;
        TableSpark.session().conf().set(name, "org.apache.iceberg.spark.SparkCatalog");
        settings.forEach((key, value) -> TableSpark.session().conf().set(name + "." + key, value));
    }

    private static List<String> rows(String query) {
        return TableSpark.session().sql(query).collectAsList().stream()
                .map(Row::toString)
                .toList();
    }
}
