package dev.backstory.tables;

import static dev.backstory.tables.TableSpark.sql;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.config.input.Format;
import dev.backstory.lake.files.TableLog;
import dev.backstory.lake.files.TableLog.Changes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What plain files say of tables that others have written. */
final class TableLogTest {
    private static final Configuration CONF = new Configuration();

    @TempDir
    private Path dir;

    private Map<String, Changes> since(Format format, Path folder, String... versions) throws IOException {
        return TableLog.of(format, folder.toString(), CONF).since(Set.of(versions), "dt");
    }

    @Test
    void daysThatACommitOfDeltaChanged() throws Exception {
        Path folder = dir.resolve("clicks");
        String table = "delta.`" + folder + "`";
        sql(
                "create table " + table + " (dt string, item_id int) using delta partitioned by (dt)",
                "insert into " + table + " values ('2025-08-14', 1), ('2025-08-15', 2)",
                "insert into " + table + " values ('2025-08-14', 3)",
                "optimize " + table,
                "update " + table + " set item_id = 4 where dt = '2025-08-15'");

        assertThat(TableLog.version(Format.DELTA, folder.toString(), CONF)).contains("version 4");
        assertThat(since(Format.DELTA, folder, "version 1", "version 2", "version 3", "version 4", "version 9"))
                .containsOnly(
                        Map.entry("version 1", new Changes("version 4", Set.of("2025-08-14", "2025-08-15"), true)),
                        Map.entry("version 2", new Changes("version 4", Set.of("2025-08-15"), true)),
                        Map.entry("version 3", new Changes("version 4", Set.of("2025-08-15"), true)),
                        Map.entry("version 4", new Changes("version 4", Set.of(), true)));
        Files.delete(folder.resolve("_delta_log/00000000000000000002.json"));
        assertThat(since(Format.DELTA, folder, "version 1").get("version 1").isKnown())
                .isFalse();
    }

    @Test
    void aDeltaTableThatIsNotPartitionedCannotTell() throws Exception {
        Path folder = dir.resolve("clicks");
        String table = "delta.`" + folder + "`";
        sql(
                "create table " + table + " (dt string, item_id int) using delta",
                "insert into " + table + " values ('2025-08-14', 1)");

        assertThat(since(Format.DELTA, folder, "version 0"))
                .containsEntry("version 0", new Changes("version 1", Set.of(), false));
    }

    @Test
    void snapshotsOfIceberg() throws Exception {
        Path folder =
                TableSpark.warehouse().resolveSibling("ice").resolve("log").resolve("clicks");
        sql("create table ice.log.clicks (dt string, item_id int) using iceberg");
        String none = TableLog.version(Format.ICEBERG, folder.toString(), CONF).orElseThrow();
        sql("insert into ice.log.clicks values ('2025-08-14', 1)");
        String first = TableLog.version(Format.ICEBERG, folder.toString(), CONF).orElseThrow();
        sql("insert into ice.log.clicks values ('2025-08-14', 2)");
        String second =
                TableLog.version(Format.ICEBERG, folder.toString(), CONF).orElseThrow();
        TableSpark.session()
                .sql("call ice.system.rewrite_data_files(table => 'log.clicks', options => map('rewrite-all', 'true'))")
                .collect();
        String arranged =
                TableLog.version(Format.ICEBERG, folder.toString(), CONF).orElseThrow();

        assertThat(none).isEqualTo("no snapshot");
        assertThat(first).matches("snapshot \\d+").isNotEqualTo(second);
        assertThat(arranged).isNotEqualTo(second);
        assertThat(since(Format.ICEBERG, folder, none, first, second))
                .containsOnly(
                        Map.entry(none, new Changes(arranged, Set.of(), false)),
                        Map.entry(first, new Changes(arranged, Set.of(), false)),
                        Map.entry(second, new Changes(arranged, Set.of(), true)));
    }

    @Test
    void folderWithoutATable() throws Exception {
        assertThat(TableLog.version(Format.DELTA, dir.toString(), CONF)).isEmpty();
        assertThat(TableLog.version(Format.ICEBERG, dir.resolve("nothing").toString(), CONF))
                .isEmpty();
        assertThat(since(Format.DELTA, dir, "version 0")).isEmpty();
    }
}
