package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstory.command.CommandLines;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.lake.store.Lake;
import dev.backstory.spark.session.Sessions;
import dev.backstory.testsupport.Seeds;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The contract, whatever holds the lake: random raw events through the commands as a user calls them, against plain loops.
 * {@code -Dbackstory.seed} plays a failure again; {@code -Dbackstory.rounds} asks for more, and for every storage and
 * every command on each, which takes half a minute a storage. The example itself is run in folders, on HDFS and on S3.
 */
@Tag("cluster")
class StorageContractTest {
    private static final DayRange DAYS = RandomShop.DAYS;
    private static final int ROUNDS = Integer.getInteger("backstory.rounds", 0);
    private static final String SECRET = "a-secret-of-the-contract";
    private static MiniDFSCluster hdfs;

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private @Nullable InBucket bucket;
    private Path config;
    private String as;

    /** Where a lake lies, and as what. */
    enum Storage {
        FOLDERS("disk", "", false),
        FOLDERS_ON_HDFS("hdfs", "", false),
        RECORDS_ON_S3("s3", ""),
        ICEBERG("disk", "iceberg"),
        ICEBERG_ON_HDFS("hdfs", "iceberg", false),
        ICEBERG_ON_S3("s3", "iceberg"),
        DELTA("disk", "delta"),
        DELTA_ON_HDFS("hdfs", "delta", false),
        DELTA_ON_S3("s3", "delta", false),
        RECORDS_ON_GS("gs", ""),
        ICEBERG_ON_GS("gs", "iceberg"),
        DELTA_ON_GS("gs", "delta");

        private final String place;
        private final String format;
        private final boolean isAlways;

        Storage(String place, String format) {
            this(place, format, true);
        }

        /** @param isAlways whether it differs enough from the others for each run of all tests */
        Storage(String place, String format, boolean isAlways) {
            this.place = place;
            this.format = format;
            this.isAlways = isAlways;
        }

        private boolean isOnObjectStore() {
            return place.equals("s3") || place.equals("gs");
        }
    }

    @BeforeAll
    static void start() throws IOException {
        SparkForTests.session();
        System.setProperty("aws.accessKeyId", "a-key");
        System.setProperty("aws.secretKey", SECRET);
        if (ROUNDS == 0) {
            return;
        }
        Configuration conf = new Configuration();
        conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, shared.resolve("hdfs").toString());
        hdfs = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
        hdfs.waitActive();
    }

    @AfterAll
    static void stop() {
        if (hdfs != null) {
            hdfs.shutdown();
        }
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretKey");
    }

    @AfterEach
    void close() {
        if (bucket != null) {
            bucket.close();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_GS")
    void randomDaysAreWhatTheContractSays(Storage storage) throws IOException {
        assumeTrue(storage.isAlways || ROUNDS > 0, "with -Dbackstory.rounds alone");
        if (storage.place.equals("s3")) {
            bucket = new OnS3();
        }
        areRight(storage);
    }

    @Tag("gcs")
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = ".*_GS")
    void randomDaysOnGoogleCloudStorageAreToo(Storage storage) throws IOException {
        bucket = new OnGcs();
        areRight(storage);
    }

    private void areRight(Storage storage) throws IOException {
        for (int round = 0; round < Math.max(1, ROUNDS); round++) {
            long seed = Seeds.next();
            as = storage + ", -Dbackstory.seed=" + seed;
            config = config(storage, folder.resolve("round-" + round));
            RandomShop shop = new RandomShop(seed, config.getParent());

            run(DAYS);
            isRight(storage, shop);
            SortedMap<LocalDate, PublishRecord> before = lake().published(Table.TRAINING, DAYS);

            LocalDate changed =
                    DAYS.days().get(new Random(seed).nextInt(DAYS.days().size()));
            DayRange after = new DayRange(changed, DAYS.to());
            shop.draw(changed);
            run(after, "--rebuild");
            isRight(storage, shop);
            lake().published(Table.TRAINING, DAYS)
                    .forEach((dt, record) -> assertThat(record.equals(before.get(dt)))
                            .as("%s of %s is untouched", dt, as)
                            .isEqualTo(!after.contains(dt)));

            if (storage.place.equals("disk") || storage.place.equals("gs") || ROUNDS > 0) {
                everyOtherCommandReadsIt();
                isRight(storage, shop);
                assertThat(lake().published(Table.TRAINING, DAYS.to())
                                .orElseThrow()
                                .run())
                        .hasToString("again");
            }
        }
    }

    private void run(DayRange days, String... more) {
        List<String> options = new ArrayList<>(
                List.of("--from", days.from().toString(), "--to", days.to().toString()));
        options.addAll(List.of(more));
        said("run", options.toArray(String[]::new));
        assertThat(said(
                        "status",
                        "--from",
                        DAYS.from().toString(),
                        "--to",
                        DAYS.to().toString()))
                .as(as)
                .contains(DAYS.from() + " to " + DAYS.to() + "    4 days  published");
    }

    private void everyOtherCommandReadsIt() {
        LastDay.isReadAndRebuilt(DAYS.to().toString(), this::said);
        said("dq", "--step", "history", "--dt", DAYS.to().toString(), "--run-id", "again");
        assertThat(said("pack")).as(as).contains("2025-03 is not complete, and stays as days: ");
    }

    private Lake lake() {
        return Sessions.lake(ConfigLoader.load(config), SparkForTests.session());
    }

    private void isRight(Storage storage, RandomShop shop) {
        Lake lake = lake();
        List<String> all = new ArrayList<>();
        Map<LocalDate, List<String>> training = rows(lake, Table.TRAINING);
        Map<LocalDate, List<String>> histories = rows(lake, Table.HISTORIES);
        for (LocalDate dt : DAYS.days()) {
            areTheSame("training of " + dt, training.getOrDefault(dt, List.of()), shop.training(dt));
            areTheSame("histories of " + dt, histories.getOrDefault(dt, List.of()), shop.histories(dt));
            assertThat(lake.published(Table.ACTIONS, dt).orElseThrow().rejectedRows())
                    .as("rejected actions of %s, %s", dt, as)
                    .isEqualTo(shop.rejectedActions(dt));
            assertThat(lake.published(Table.IMPRESSIONS, dt).orElseThrow().rejectedRows())
                    .as("rejected items of %s, %s", dt, as)
                    .isEqualTo(shop.rejectedImpressions(dt));
            all.addAll(shop.training(dt));
        }
        for (Table table : Table.values()) {
            assertThat(lake.stagedRuns(table))
                    .as("what waits of %s, %s", table, as)
                    .isEmpty();
        }
        switch (storage.format) {
            case "iceberg" -> areTheSame("Iceberg", asIcebergReads(storage, lake), all);
            case "delta" ->
                assertThat(asTheLogSays(lake)).as("Delta's log, %s", as).isEqualTo(asTheRecordsSay(lake));
            default -> {}
        }
        assertThat(asFilesSays()).as("files, %s", as).isEqualTo(all.size());
        if (storage.format.isEmpty() && !storage.isOnObjectStore()) {
            return;
        }
        assertThatThrownBy(() -> read(List.of(lake.table(Table.TRAINING).toString())))
                .as("a plain reader of the folder, %s", as)
                .hasMessageContaining("Unable to infer schema for Parquet");
    }

    /** As often, in any order. Of many differences some are enough. */
    private void areTheSame(String what, List<String> found, List<String> expected) {
        List<String> more = new ArrayList<>(found);
        List<String> missing = new ArrayList<>();
        for (String row : expected) {
            if (!more.remove(row)) {
                missing.add(row);
            }
        }
        assertThat(more.isEmpty() && missing.isEmpty())
                .as(
                        "%s, %s: %d rows found that should not be, as %s, and %d of %d missing, as %s",
                        what,
                        as,
                        more.size(),
                        more.stream().sorted().limit(2).toList(),
                        missing.size(),
                        expected.size(),
                        missing.stream().sorted().limit(2).toList())
                .isTrue();
    }

    /** By the days in whose folders their files lie. */
    private static Map<LocalDate, List<String>> rows(Lake lake, Table table) {
        List<String> files = new ArrayList<>();
        lake.published(table, DAYS)
                .values()
                .forEach(record -> record.files()
                        .forEach(file -> files.add(lake.file(record, file).toString())));
        Map<LocalDate, List<String>> rows = new TreeMap<>();
        for (Row row :
                read(files).selectExpr("*", "_metadata.file_path as file").collectAsList()) {
            String file = row.getAs("file");
            LocalDate dt = LocalDate.parse(file.replaceFirst(".*/dt=([0-9-]+)/[^/]*", "$1"));
            rows.computeIfAbsent(dt, day -> new ArrayList<>())
                    .add(table == Table.TRAINING ? training(dt, row) : histories(dt, row));
        }
        return rows;
    }

    /** Spark takes a name for a pattern; what could be one is any character then. */
    private static Dataset<Row> read(List<String> files) {
        return SparkForTests.session()
                .read()
                .parquet(files.stream()
                        .map(file -> file.replaceAll("[\\[\\]{}*?\\\\]", "?"))
                        .toArray(String[]::new));
    }

    private static String training(LocalDate dt, Row row) {
        Object newest = row.getAs("newest_action_time");
        return RandomShop.row(
                dt,
                row.getAs("ranking_id"),
                row.getAs("customer_id"),
                row.getAs("impression_pos"),
                row.getAs("impression_item_id"),
                row.getAs("label"),
                row.getList(row.fieldIndex("actions")),
                row.getList(row.fieldIndex("action_types")),
                row.getAs("history_length"),
                newest == null
                        ? null
                        : ((java.sql.Timestamp) newest).toInstant().toEpochMilli());
    }

    private static String histories(LocalDate dt, Row row) {
        return RandomShop.row(
                dt,
                row.getAs("customer_id"),
                row.getList(row.fieldIndex("actions")),
                row.getList(row.fieldIndex("action_types")));
    }

    /** By Iceberg's own reader, from the catalog that any other program would open. */
    private List<String> asIcebergReads(Storage storage, Lake lake) {
        Configuration conf = lake.files().conf();
        org.apache.iceberg.Table table;
        if (storage.isOnObjectStore()) {
            Map<String, String> properties = Map.of(
                    "type",
                    "jdbc",
                    "uri",
                    "jdbc:sqlite:" + database(),
                    "warehouse",
                    lake.root().toString(),
                    "io-impl",
                    "org.apache.iceberg.hadoop.HadoopFileIO");
            Catalog catalog = CatalogUtil.buildIcebergCatalog("backstory", properties, conf);
            table = catalog.loadTable(TableIdentifier.of(Namespace.of("shop"), "training"));
        } else {
            table = new org.apache.iceberg.hadoop.HadoopTables(conf)
                    .load(lake.table(Table.TRAINING).toString());
        }
        List<String> rows = new ArrayList<>();
        try (CloseableIterable<Record> found = IcebergGenerics.read(table).build()) {
            for (Record row : found) {
                OffsetDateTime newest = (OffsetDateTime) row.getField("newest_action_time");
                rows.add(RandomShop.row(
                        row.getField("dt"),
                        row.getField("ranking_id"),
                        row.getField("customer_id"),
                        row.getField("impression_pos"),
                        row.getField("impression_item_id"),
                        row.getField("label"),
                        row.getField("actions"),
                        row.getField("action_types"),
                        row.getField("history_length"),
                        newest == null ? null : newest.toInstant().toEpochMilli()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    /** The files that the entries of the log leave, read as Delta's specification says. */
    private static Set<String> asTheLogSays(Lake lake) {
        TreeSet<String> files = new TreeSet<>();
        for (org.apache.hadoop.fs.Path entry :
                lake.files().filesOf(new org.apache.hadoop.fs.Path(lake.table(Table.TRAINING), "_delta_log"))) {
            if (entry.getName().matches("\\d{20}\\.json")) {
                for (String line :
                        lake.files().read(entry).orElseThrow().lines().toList()) {
                    JsonNode action = json(line);
                    files.remove(action.at("/remove/path").asText());
                    JsonNode add = action.path("add");
                    if (!add.isMissingNode()) {
                        files.add(add.get("path").asText());
                        assertThat(add.get("path").asText())
                                .contains("/dt=" + add.at("/partitionValues/dt").asText() + "/");
                    }
                }
            }
        }
        return files;
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> asTheRecordsSay(Lake lake) {
        TreeSet<String> files = new TreeSet<>();
        lake.published(Table.TRAINING, DAYS)
                .values()
                .forEach(record -> record.files().forEach(file -> files.add(record.folder() + "/" + file.name())));
        return files;
    }

    private long asFilesSays() {
        return read(said(
                                "files",
                                "--from",
                                DAYS.from().toString(),
                                "--to",
                                DAYS.to().toString())
                        .lines()
                        .toList())
                .count();
    }

    /** What a command that must succeed prints, in this process, whose session it finds. */
    private String said(String command, String... options) {
        List<String> arguments = new ArrayList<>(List.of(command, "--config=" + config));
        arguments.addAll(List.of(options));
        SaidHere said = SaidHere.by(() -> CommandLines.of(new Main()).execute(arguments.toArray(String[]::new)));
        assertThat(said.exit()).as("%s, %s: %s", arguments, as, said.text()).isZero();
        return said.text();
    }

    private Path database() {
        return config.resolveSibling("catalog.db");
    }

    private Path config(Storage storage, Path shop) throws IOException {
        Files.createDirectories(shop);
        config = shop.resolve("pipeline.yaml");
        StringBuilder text = new StringBuilder(RandomShop.SETTINGS);
        text.append("lake: ").append(root(storage, shop)).append('\n');
        if (!storage.format.isEmpty()) {
            text.append("storage: {format: ")
                    .append(storage.format)
                    .append(catalog(storage))
                    .append("}\n");
        }
        if (bucket != null) {
            bucket.lake();
            Map<String, String> settings = bucket.settings();
            if (storage.place.equals("s3")) {
                settings.put(
                        "fs.s3a.aws.credentials.provider", "com.amazonaws.auth.SystemPropertiesCredentialsProvider");
            }
            text.append("spark:\n  conf:\n").append(InBucket.lines(settings));
        }
        return Files.writeString(config, text.toString());
    }

    private String catalog(Storage storage) {
        boolean isDatabase = storage == Storage.ICEBERG_ON_S3 || storage == Storage.ICEBERG_ON_GS;
        return isDatabase ? ", catalog: {type: jdbc, uri: \"jdbc:sqlite:" + database() + "\"}" : "";
    }

    /** On HDFS in folders whose names could be patterns. */
    private String root(Storage storage, Path shop) {
        return switch (storage.place) {
            case "hdfs" -> "\"" + hdfs.getURI() + "/" + shop.getFileName() + " [1]/{" + storage + "}/lake\"";
            case "s3", "gs" -> Objects.requireNonNull(bucket).root() + "/" + shop.getFileName();
            default -> "lake";
        };
    }
}
