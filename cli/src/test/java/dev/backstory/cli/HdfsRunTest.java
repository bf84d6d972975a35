package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Table;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.store.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every job and every audit by the start script with config, lake and sources on HDFS, in folders whose names could be
 * patterns; {@link StorageContractTest} has the other commands.
 */
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

        assertThat(lake.published(Table.TRAINING, DAYS).values())
                .hasSize(DAYS.days().size())
                .allSatisfy(record -> assertThat(
                                lake.files().exists(new org.apache.hadoop.fs.Path(lake.root(), record.report())))
                        .isTrue());
    }

    private Backstory.Result run(String config) {
        return new Backstory(folder)
                .run(
                        "run",
                        "--config",
                        config,
                        "--from",
                        DAYS.from().toString(),
                        "--to",
                        DAYS.to().toString());
    }
}
