package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.store.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every job and every audit with config, lake and sources on HDFS, in folders whose names could be patterns. */
@Tag("cluster")
class HdfsRunTest {
    private static final DayRange DAYS = new DayRange(LocalDate.parse("2022-08-01"), LocalDate.parse("2022-08-03"));

    @TempDir
    Path folder;

    private MiniDFSCluster cluster;

    @BeforeEach
    void start() throws IOException {
        Configuration conf = new Configuration();
        conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
        cluster = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
        cluster.waitActive();
    }

    @AfterEach
    void stop() {
        cluster.shutdown();
    }

    @Test
    void publishesTheSameRowsAsOnALocalDisk() throws IOException {
        Path local = OttoExample.copyTo(folder);
        String shop = cluster.getURI() + "/shop [1]/{2}";
        String root = shop + "/lake";
        String text = Files.readString(local);
        Files.writeString(local, text.replace("\nlake: ../../data/otto/lake\n", "\nlake: ../{2}/./lake\n"));
        for (String name : List.of("raw", "pipeline.yaml")) {
            cluster.getFileSystem()
                    .copyFromLocalFile(
                            true,
                            new org.apache.hadoop.fs.Path(
                                    local.resolveSibling(name).toUri()),
                            new org.apache.hadoop.fs.Path("/shop [1]/{2}/" + name));
        }
        String config = shop + "/pipeline.yaml";
        Lake lake = new Lake(root, new LakeFiles(cluster.getConfiguration(0)));

        Backstory.Result result = run(config);

        assertThat(result.exit()).as(result.everything()).isZero();
        OttoOracle oracle = new OttoOracle(OttoExample.FOLDER.resolve("sessions.jsonl"));
        for (LocalDate day : DAYS.days()) {
            assertThat(PublishedRows.of(lake, day)).as("%s", day).isEqualTo(oracle.rows(day));
        }
        for (Table table : Table.values()) {
            assertThat(lake.stagedRuns(table)).as("staged runs of %s", table).isEmpty();
        }

        SortedMap<LocalDate, PublishRecord> before = lake.published(Table.TRAINING, DAYS);
        assertThat(before.values())
                .allSatisfy(record -> assertThat(
                                lake.files().exists(new org.apache.hadoop.fs.Path(lake.root(), record.report())))
                        .isTrue());
        everyOtherCommandReadsIt(config);
        Backstory.Result rebuilt = run(config, "--rebuild");
        assertThat(rebuilt.exit()).as(rebuilt.everything()).isZero();
        assertThat(lake.published(Table.TRAINING, DAYS).values())
                .hasSize(DAYS.days().size())
                .noneMatch(before.values()::contains);
        for (LocalDate day : DAYS.days()) {
            assertThat(PublishedRows.of(lake, day)).as("%s, rebuilt", day).isEqualTo(oracle.rows(day));
        }
    }

    /** No day of the month but these is there, so there is nothing to pack. */
    private void everyOtherCommandReadsIt(String config) {
        String last = DAYS.to().toString();

        assertThat(said(config, "status")).contains("2022-08-01 to 2022-08-03    3 days  published");
        assertThat(said(config, "pack")).contains("2022-08 is not complete, and stays as days: ");
        LastDay.isReadAndRebuilt(last, (command, options) -> said(config, command, options));
    }

    /** What a command that must succeed prints. */
    private String said(String config, String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command, "--config", config));
        arguments.addAll(List.of(more));
        Backstory.Result result = new Backstory(folder).run(arguments.toArray(String[]::new));
        assertThat(result.exit()).as("%s: %s", command, result.everything()).isZero();
        return result.out();
    }

    private Backstory.Result run(String config, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                "--config",
                config,
                "--from",
                DAYS.from().toString(),
                "--to",
                DAYS.to().toString()));
        arguments.addAll(List.of(more));
        return new Backstory(folder).run(arguments.toArray(String[]::new));
    }
}
