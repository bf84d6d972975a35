package dev.backstory.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.RunId;
import dev.backstory.lake.delta.DeltaTables;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.store.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs of Delta with checkpoints, Backstory's and delta-spark's, and what is left of a log after a clean-up. */
final class DeltaCheckpointTest {
    private static final LocalDate DAY = LocalDate.parse("2025-08-14");

    @TempDir
    private Path dir;

    /** As a process that begins sees it. */
    private Lake lake() {
        return new Lake(
                dir.resolve("lake").toString(),
                new LakeFiles(TableSpark.session().sparkContext().hadoopConfiguration()),
                new DeltaTables());
    }

    private Path log(String name) {
        return dir.resolve("lake/actions/_delta_log/" + name);
    }

    private String table() {
        return "delta.`" + dir.resolve("lake/actions") + "`";
    }

    /** The first days, one after the other: customer N on the Nth. */
    private void publish(int from, int to) throws IOException {
        for (int day = from; day <= to; day++) {
            OneRow.publish(lake(), "run-" + day, DAY.plusDays(day), OneRow.COLUMNS, day);
        }
    }

    /** What delta-spark reads that has never seen the table. */
    private List<String> rows() {
        DeltaLog.clearCache();
        return TableSpark.session().sql("select dt, customer_id from " + table()).collectAsList().stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }

    private static List<String> expected(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(day -> "[" + DAY.plusDays(day) + "," + day + "]")
                .toList();
    }

    /** What a clean-up of the log takes: entries from before a version. */
    private void cleanUp(int before) throws IOException {
        for (int version = 0; version < before; version++) {
            Files.delete(log("%020d.json".formatted(version)));
        }
    }

    private Set<String> checkpoints() throws IOException {
        try (Stream<Path> files = Files.list(log("."))) {
            TreeSet<String> names = new TreeSet<>();
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains("checkpoint") && !name.startsWith("."))
                    .forEach(names::add);
            return names;
        }
    }

    @Test
    void aLogThatGrowsGetsCheckpointsThatDeltaReads() throws IOException {
        publish(1, 11);
        assertThat(checkpoints()).isEmpty();
        // A day that is replaced: its old file is not in the checkpoint's files.
        OneRow.publish(lake(), "again", DAY.plusDays(11), OneRow.COLUMNS, 11);

        assertThat(checkpoints()).containsExactly("00000000000000000010.checkpoint.parquet", "_last_checkpoint");
        assertThat(Files.readString(log("_last_checkpoint"))).isEqualTo("""
                {"version":10,"size":13,"numOfAddFiles":11}""");
        cleanUp(10);
        assertThat(rows()).isEqualTo(expected(1, 11));
        assertThat(TableSpark.session().sql("describe history " + table()).count())
                .isEqualTo(2);
        assertThat(runOf(DAY.plusDays(11))).hasToString("again");
        assertThat(runOf(DAY.plusDays(1))).hasToString("run-1");

        // The columns stand in the checkpoint alone now, and what follows goes on from it.
        OneRow.publish(lake(), "wider", DAY.plusDays(12), OneRow.COLUMNS + " optional int32 n;", 12);
        publish(13, 21);
        assertThat(rows()).isEqualTo(expected(1, 21));
        assertThat(checkpoints())
                .containsExactly(
                        "00000000000000000010.checkpoint.parquet",
                        "00000000000000000020.checkpoint.parquet",
                        "_last_checkpoint");
        cleanUpFrom(10, 20);
        assertThat(rows()).isEqualTo(expected(1, 21));
        assertThat(TableSpark.session().sql("select * from " + table()).columns())
                .containsExactly("customer_id", "actions", "dt", "n");
    }

    private void cleanUpFrom(int from, int before) throws IOException {
        for (int version = from; version < before; version++) {
            Files.delete(log("%020d.json".formatted(version)));
        }
    }

    @Test
    void theIntervalIsTheTables() throws IOException {
        publish(1, 1);
        TableSpark.sql("alter table " + table() + " set tblproperties ('delta.checkpointInterval' = '3')");
        publish(2, 4);

        assertThat(checkpoints()).containsExactly("00000000000000000003.checkpoint.parquet", "_last_checkpoint");
        cleanUp(3);
        assertThat(rows()).isEqualTo(expected(1, 4));
        assertThat(TableSpark.session()
                        .sql("show tblproperties " + table() + " ('delta.checkpointInterval')")
                        .head()
                        .getString(1))
                .isEqualTo("3");
    }

    @Test
    void aCheckpointOfDeltaSparkIsRead() throws IOException {
        publish(1, 3);
        checkpointByDelta();
        publish(4, 4);
        cleanUp(2);

        OneRow.publish(lake(), "again", DAY.plusDays(2), OneRow.COLUMNS + " optional int32 n;", 2);
        assertThat(rows()).isEqualTo(expected(1, 4));
        assertThat(runOf(DAY.plusDays(2))).hasToString("again");
    }

    /** Of several parts, as large tables have them. */
    @Test
    void aCheckpointInPartsIsRead() throws IOException {
        publish(1, 3);
        TableSpark.session().conf().set("spark.databricks.delta.checkpoint.partSize", "2");
        try {
            checkpointByDelta();
        } finally {
            TableSpark.session().conf().unset("spark.databricks.delta.checkpoint.partSize");
        }
        assertThat(checkpoints())
                .anyMatch(name -> name.matches("\\d{20}\\.checkpoint\\.0000000001\\.\\d{10}\\.parquet"));
        cleanUp(2);

        OneRow.publish(lake(), "again", DAY.plusDays(2), OneRow.COLUMNS + " optional int32 n;", 2);
        assertThat(rows()).isEqualTo(expected(1, 3));
    }

    /** Nobody published for long, and somebody has set a property: no entry that is left is of Backstory. */
    @Test
    void whatBackstoryWroteIsFoundAgainByTheFiles() throws IOException {
        publish(1, 3);
        OneRow.publish(lake(), "again", DAY.plusDays(3), OneRow.COLUMNS, 3);
        TableSpark.sql("alter table " + table() + " set tblproperties ('shop.owner' = 'me')");
        checkpointByDelta();
        cleanUp(4);

        assertThat(runOf(DAY.plusDays(3))).hasToString("again");
        assertThat(runOf(DAY.plusDays(1))).hasToString("run-1");
        publish(4, 4);
        assertThat(rows()).isEqualTo(expected(1, 4));
    }

    @Test
    void aLogWithoutItsEntriesIsRefused() throws IOException {
        publish(1, 3);
        TableSpark.sql("alter table " + table() + " set tblproperties ('shop.owner' = 'me')");
        cleanUp(3);

        assertThatThrownBy(() -> lake().published(Table.ACTIONS, DAY))
                .isInstanceOf(BackstoryException.class)
                .hasMessage("Cannot read the Delta table " + dir.resolve("lake/actions") + " because "
                        + log("00000000000000000002.json")
                        + " is not there, and no checkpoint follows it; put it back, or give the lake another folder");
    }

    @Test
    void filesOfSomebodyElseAreNoDays() throws IOException {
        publish(1, 3);
        TableSpark.sql("delete from " + table() + " where customer_id = 2");
        checkpointByDelta();
        TableSpark.sql("alter table " + table() + " set tblproperties ('shop.owner' = 'me')");
        cleanUp(4);

        assertThatThrownBy(() -> lake().published(Table.ACTIONS, DAY))
                .isInstanceOf(BackstoryException.class)
                .hasMessage("Cannot read the Delta table " + dir.resolve("lake/actions")
                        + " because the entries of its log that Backstory wrote are gone, and no list of days under "
                        + dir.resolve("lake/actions/_days")
                        + " has the files that are left; restore what was cleaned up, or give the lake another folder");
    }

    @Test
    void aTableThatAsksMoreOfWritersIsNotWritten() throws IOException {
        publish(1, 1);
        TableSpark.sql("alter table " + table() + " set tblproperties ('delta.minWriterVersion' = '4')");

        assertThat(runOf(DAY.plusDays(1))).hasToString("run-1");
        assertThatThrownBy(() -> publish(2, 2))
                .isInstanceOf(BackstoryException.class)
                .hasMessage("Cannot publish into the Delta table " + dir.resolve("lake/actions")
                        + " because it asks writers for version 4 of Delta's protocol, and Backstory writes 2; give"
                        + " the lake another folder, and leave the protocol of its tables as it is");
    }

    private RunId runOf(LocalDate dt) {
        return lake().published(Table.ACTIONS, dt).orElseThrow().run();
    }

    @SuppressWarnings("deprecation") // What else there is takes more than a test wants.
    private void checkpointByDelta() {
        DeltaLog.clearCache();
        DeltaLog.forTable(TableSpark.session(), dir.resolve("lake/actions").toString())
                .checkpoint();
    }
}
