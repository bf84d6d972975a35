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
import java.util.SortedMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every job and every audit with a lake on HDFS. */
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
        Path config = OttoExample.copyTo(folder);
        String text = Files.readString(config);
        String root = cluster.getURI() + "/shop/lake";
        String onHdfs = text.replace("\nlake: ../../data/otto/lake\n", "\nlake: " + root + "\n");
        assertThat(onHdfs).isNotEqualTo(text);
        Files.writeString(config, onHdfs);
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
        Backstory.Result rebuilt = run(config, "--rebuild");
        assertThat(rebuilt.exit()).as(rebuilt.everything()).isZero();
        assertThat(lake.published(Table.TRAINING, DAYS).values())
                .hasSize(DAYS.days().size())
                .noneMatch(before.values()::contains);
        for (LocalDate day : DAYS.days()) {
            assertThat(PublishedRows.of(lake, day)).as("%s, rebuilt", day).isEqualTo(oracle.rows(day));
        }
    }

    private Backstory.Result run(Path config, String... more) {
        String[] arguments = {
            "run",
            "--config",
            config.toString(),
            "--from",
            DAYS.from().toString(),
            "--to",
            DAYS.to().toString()
        };
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return new Backstory(folder).run(all);
    }
}
