package dev.backstory.lake.store;

import static dev.backstory.lake.store.LakeFixture.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.config.key.Secret;
import dev.backstory.core.config.storage.TableFormat;
import dev.backstory.core.config.storage.TableSettings;
import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.failure.UsageException;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedRun;
import dev.backstory.core.run.Verdict;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.iceberg.IcebergTables;
import dev.backstory.lake.run.ReplacedFiles;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Iceberg itself says of tables that Backstory publishes. */
class IcebergTableTest {
    private static final String SCHEMA = """
            message actions {
              required binary text (STRING);
              required int32 n;
              required group list (LIST) {
                repeated group list {
                  required int32 element;
                }
              }
            }
            """;

    @TempDir
    Path folder;

    private Lake lake;
    private LakeFixture fixture;

    @BeforeEach
    void newLake() {
        lake = IcebergLake.onDisk(folder);
        fixture = new LakeFixture(lake, new ParquetText());
    }

    private org.apache.iceberg.Table table() {
        return IcebergLake.table(lake);
    }

    @Test
    void aDayIsReplacedByOneSnapshotThatSaysWhatItPublishes() {
        fixture.publish(fixture.stage("first", true));
        Snapshot first = table().currentSnapshot();
        fixture.publish(fixture.stage("second", false));

        assertThat(IcebergLake.texts(table(), DAY)).containsExactly("2025-08-14 second", "2025-08-14 second");
        assertThat(IcebergLake.texts(IcebergGenerics.read(table()).useSnapshot(first.snapshotId()), DAY))
                .as("time travel")
                .containsExactly("2025-08-14 first", "2025-08-14 first");
        assertThat(table().snapshots()).hasSize(2);
        assertThat(table().currentSnapshot().summary())
                .containsEntry("backstory.run", "second")
                .containsEntry("backstory.dt", "2025-08-14")
                .containsEntry("backstory.settings-hash", "settings")
                .containsEntry("backstory.rules-hash", "rules")
                .containsEntry("backstory.verdict", "PASS")
                .containsEntry("backstory.report", "_reports/actions");
        assertThat(table().schema().asStruct().toString())
                .isEqualTo("struct<1: text: optional string, 2: dt: optional date>");
        assertThat(table().spec().fields()).singleElement().hasToString("1000: dt: identity(2)");
        assertThat(table().properties()).containsEntry("gc.enabled", "false");
    }

    @Test
    void aDayWithoutRowsIsPublishedAndReplaces() {
        publishEmpty("empty-from-the-start", DAY.minusDays(1));
        assertThat(lake.published(Table.ACTIONS, DAY.minusDays(1)).orElseThrow().files())
                .isEmpty();
        assertThat(IcebergLake.texts(table(), DAY.minusDays(1))).isEmpty();

        fixture.publish(fixture.stage("full", false));
        publishEmpty("empty", DAY);

        assertThat(lake.days(Table.ACTIONS)).containsExactly(DAY.minusDays(1), DAY);
        assertThat(lake.published(Table.ACTIONS, DAY).orElseThrow().run()).hasToString("empty");
        assertThat(IcebergLake.texts(table(), DAY)).isEmpty();
    }

    private void publishEmpty(String run, LocalDate dt) {
        publish(run, ParquetText.SCHEMA, List.of(StagedDay.ofSources(dt, List.of(), List.of(), Map.of(), 0)));
    }

    private void publish(String run, String schema, List<StagedDay> days) {
        RunId id = new RunId(run);
        StagedRun manifest;
        try (StagingRun staging = StagingRun.begin(lake, Table.ACTIONS, id)) {
            manifest = staging.finish(new StagedRun(
                    Table.ACTIONS, id, Instant.now(), "settings", "test", schema, days, List.of(), Map.of()));
        }
        for (StagedDay day : days) {
            PublishRecord.Passed audit =
                    new PublishRecord.Passed(Instant.now(), "rules", Verdict.PASS, Map.of(), "_reports/actions");
            new Publisher(lake).publish(manifest, day, PublishRecord.of(manifest, day, audit));
        }
    }

    @Test
    void eightPublishersOfEightDaysAtOnce() throws Exception {
        List<LocalDate> days = DAY.datesUntil(DAY.plusDays(8)).toList();
        List<StagedRun> runs = new ArrayList<>();
        for (LocalDate dt : days) {
            runs.add(fixture.stage("run-" + dt, false, List.of(dt)));
        }
        ExecutorService pool = Executors.newFixedThreadPool(runs.size());
        try {
            List<Future<?>> done = new ArrayList<>();
            for (StagedRun run : runs) {
                // Each has a catalog of its own, as processes have.
                LakeFixture publisher = new LakeFixture(IcebergLake.onDisk(folder), new ParquetText());
                done.add(pool.submit(
                        () -> publisher.publish(run, run.days().get(0).dt())));
            }
            for (Future<?> each : done) {
                each.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(lake.days(Table.ACTIONS)).isEqualTo(days);
        assertThat(table().snapshots()).hasSize(8);
        for (LocalDate dt : days) {
            assertThat(IcebergLake.texts(table(), dt)).hasSize(2).containsOnly(dt + " run-" + dt);
        }
    }

    @Test
    void aTableThatIsRolledBackTakesItsRecordsWithIt() {
        fixture.publish(fixture.stage("first", true));
        long first = table().currentSnapshot().snapshotId();
        fixture.publish(fixture.stage("second", false));

        table().manageSnapshots().rollbackTo(first).commit();

        assertThat(lake.published(Table.ACTIONS, DAY).orElseThrow().run()).hasToString("first");
        assertThat(fixture.publishedText()).isEqualTo("first");
        fixture.publish(fixture.stage("third", false));
        assertThat(IcebergLake.texts(table(), DAY)).containsExactly("2025-08-14 third", "2025-08-14 third");
    }

    @Test
    void aSnapshotOfSomeoneElseIsRefused() {
        fixture.publish(fixture.stage("first", false));
        org.apache.iceberg.Table table = table();
        table.newDelete()
                .deleteFromRowFilter(Expressions.equal("dt", DAY.toString()))
                .commit();

        assertThatThrownBy(() -> lake.published(Table.ACTIONS, DAY))
                .isInstanceOf(BackstoryException.class)
                .hasMessage("Cannot read the Iceberg table backstory.actions because its snapshot "
                        + table().currentSnapshot().snapshotId()
                        + " (delete) is not of Backstory, so that nobody knows what its days are; roll the table back to"
                        + " the snapshot before it, and let Backstory alone write it");
    }

    @Test
    void whatWasReplacedGoesWithItsSnapshotUnlessItHasAName() {
        fixture.publish(fixture.stage("first", true));
        org.apache.iceberg.Table table = table();
        long first = table.currentSnapshot().snapshotId();
        table.manageSnapshots().createTag("before-the-change", first).commit();
        fixture.publish(fixture.stage("second", false));
        lake.files().conf().set(ReplacedFiles.KEPT, "PT0S");

        new Recovery(lake).recover(Table.ACTIONS);
        assertThat(IcebergLake.texts(IcebergGenerics.read(table()).useSnapshot(first), DAY))
                .containsExactly("2025-08-14 first", "2025-08-14 first");

        table = table();
        table.manageSnapshots().removeTag("before-the-change").commit();
        new Recovery(lake).recover(Table.ACTIONS);
        assertThat(table().snapshots()).hasSize(1);
        assertThat(lake.files().exists(lake.run(Table.ACTIONS, new RunId("first"))))
                .isFalse();
        assertThat(lake.files().names(new org.apache.hadoop.fs.Path(lake.table(Table.ACTIONS), "_days")))
                .as("one list, of the snapshot that is left")
                .hasSize(1);
        assertThat(lake.files().names(new org.apache.hadoop.fs.Path(lake.table(Table.ACTIONS), "metadata")).stream()
                        .filter(name -> name.startsWith("snap-") && name.endsWith(".avro")))
                .hasSize(1);
        assertThat(IcebergLake.texts(table(), DAY)).containsExactly("2025-08-14 second", "2025-08-14 second");
    }

    @Test
    void columnsChangeAsIcebergAllows() {
        fixture.publish(fixture.stage("first", false));

        publish("more", SCHEMA, List.of(StagedDay.ofSources(DAY.plusDays(1), List.of(), List.of(), Map.of(), 0)));
        assertThat(table().schema().findType("n")).isEqualTo(Types.IntegerType.get());
        publish(
                "wider",
                SCHEMA.replace("int32 n", "int64 n").replace("int32 element", "int64 element"),
                List.of(StagedDay.ofSources(DAY.plusDays(2), List.of(), List.of(), Map.of(), 0)));

        org.apache.iceberg.Table table = table();
        assertThat(new TreeSet<>(
                        table.schema().columns().stream().map(Object::toString).toList()))
                .containsExactly(
                        "1: text: optional string",
                        "2: dt: optional date",
                        "3: n: optional long",
                        "4: list: optional list<long>");
        assertThat(table.properties().get("schema.name-mapping.default")).contains("\"n\"", "\"list\"", "\"element\"");
        assertThat(IcebergLake.texts(table, DAY)).containsExactly("2025-08-14 first", "2025-08-14 first");

        assertThatThrownBy(() -> publish(
                        "other",
                        SCHEMA.replace("int32 n", "binary n (STRING)"),
                        List.of(StagedDay.ofSources(DAY.plusDays(3), List.of(), List.of(), Map.of(), 0))))
                .isInstanceOf(BackstoryException.class)
                .hasMessage(
                        "Cannot publish into the Iceberg table backstory.actions because its column n is long and that"
                                + " of the run string, and Iceberg cannot make one of the other; keep the old settings, or give"
                                + " the lake another folder");
        assertThat(lake.days(Table.ACTIONS)).containsExactly(DAY, DAY.plusDays(1), DAY.plusDays(2));
    }

    @Test
    void aCatalogThatCannotBeReachedIsSaid() {
        Lake unreachable = IcebergLake.of(
                folder.resolve("lake").toString(),
                new LakeFiles(lake.files().conf()),
                folder.resolve("no/such/folder/catalog.db"),
                "shop");

        assertThatThrownBy(() -> unreachable.days(Table.ACTIONS))
                .isInstanceOf(BackstoryException.class)
                .hasMessageStartingWith("Cannot open the catalog of the lake " + folder.resolve("lake") + " because ")
                .hasMessageEndingWith(
                        "; look at storage.catalog in the config, and at BACKSTORY_CLASSPATH if a driver is"
                                + " missing");
    }

    @Test
    void classesOfAwsThatAreMissingAreSaid() {
        Lake glue = new Lake(
                folder.resolve("lake").toString(),
                new LakeFiles(lake.files().conf()),
                new IcebergTables(
                        new TableSettings(TableFormat.ICEBERG, "backstory", null, Map.of("type", Secret.of("glue"))),
                        "shop"));

        assertThatThrownBy(() -> glue.days(Table.ACTIONS))
                .isInstanceOf(UsageException.class)
                .hasMessage("Cannot open the catalog of the lake " + folder.resolve("lake") + " because AWS's classes,"
                        + " which Iceberg's catalog of Glue needs, are not on the class path; add"
                        + " iceberg-aws-bundle-1.12.0.jar (org.apache.iceberg:iceberg-aws-bundle:1.12.0)");
    }
}
