package dev.backstory.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.config.storage.TableFormat;
import dev.backstory.core.config.storage.TableSettings;
import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.lake.days.DayLogs;
import dev.backstory.lake.delta.DeltaTables;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.iceberg.IcebergTables;
import dev.backstory.lake.store.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Spark's own readers of Iceberg and Delta find in a lake of that format. */
final class LakeFormatsTest {
    private static final LocalDate DAY = LocalDate.parse("2025-08-14");

    @TempDir
    private Path dir;

    private Lake lake(TableFormat format) {
        DayLogs logs = format == TableFormat.DELTA
                ? new DeltaTables()
                : new IcebergTables(new TableSettings(format, "backstory", null, Map.of()), "shop");
        return new Lake(
                dir.resolve("lake").toString(),
                new LakeFiles(TableSpark.session().sparkContext().hadoopConfiguration()),
                logs);
    }

    private Dataset<Row> read(TableFormat format, Map<String, String> options) {
        return TableSpark.session()
                .read()
                .format(name(format))
                .options(options)
                .load(dir.resolve("lake/actions").toString());
    }

    private static String name(TableFormat format) {
        return format.name().toLowerCase(Locale.ROOT);
    }

    private String delta() {
        return "delta.`" + dir.resolve("lake/actions") + "`";
    }

    private static List<String> rows(Dataset<Row> rows) {
        return rows.collectAsList().stream().map(Row::toString).sorted().toList();
    }

    private static List<String> rows(String query) {
        return rows(TableSpark.session().sql(query));
    }

    @ParameterizedTest
    @EnumSource(
            value = TableFormat.class,
            names = {"ICEBERG", "DELTA"})
    void aDayIsWhatItsLastRunHas(TableFormat format) throws IOException {
        Lake lake = lake(format);
        OneRow.publish(lake, "first", DAY, OneRow.COLUMNS, 1);
        OneRow.publish(lake, "other-day", DAY.plusDays(1), OneRow.COLUMNS, 7);
        OneRow.publish(lake, "second", DAY, OneRow.COLUMNS + " optional int32 n;", 2);

        Dataset<Row> now = read(format, Map.of());
        assertThat(rows(now.selectExpr("dt", "customer_id", "cast(actions as string)", "n")))
                .containsExactly("[2025-08-14,2,[2, 20],null]", "[2025-08-15,7,[7, 70],null]");
        assertThat(rows(now.where("dt = date '2025-08-14'").select("customer_id")))
                .containsExactly("[2]");
        assertThat(now.count()).isEqualTo(2);
        Map<String, String> earlier = format == TableFormat.DELTA
                ? Map.of("versionAsOf", "1")
                : Map.of("snapshot-id", Long.toString(snapshotOf("other-day")));
        assertThat(rows(read(format, earlier).select("customer_id")))
                .as("time travel")
                .containsExactly("[1]", "[7]");
    }

    private long snapshotOf(String run) {
        return TableSpark.session()
                .read()
                .format("iceberg")
                .load(dir.resolve("lake/actions") + "#snapshots")
                .where("summary['backstory.run'] = '" + run + "'")
                .select("snapshot_id")
                .head()
                .getLong(0);
    }

    @Test
    void theHistoryOfATableOfDeltaNamesTheRuns() throws IOException {
        Lake lake = lake(TableFormat.DELTA);
        OneRow.publish(lake, "first", DAY, OneRow.COLUMNS, 1);

        Row entry = TableSpark.session()
                .sql("describe history " + delta())
                .select("version", "operation", "userMetadata")
                .head();
        assertThat(entry.getLong(0)).isZero();
        assertThat(entry.getString(1)).isEqualTo("WRITE");
        assertThat(entry.getString(2))
                .contains("\"backstory.run\":\"first\"", "\"backstory.verdict\":\"PASS\"")
                .contains("\"backstory.settings-hash\":\"settings\"");
    }

    @Test
    void aTableOfDeltaThatIsRestoredTakesItsRecordsWithIt() throws IOException {
        Lake lake = lake(TableFormat.DELTA);
        OneRow.publish(lake, "first", DAY, OneRow.COLUMNS, 1);
        OneRow.publish(lake, "second", DAY, OneRow.COLUMNS, 2);

        TableSpark.sql("restore table " + delta() + " to version as of 0");
        assertThat(lake.published(Table.ACTIONS, DAY).orElseThrow().run()).hasToString("first");

        OneRow.publish(lake, "third", DAY, OneRow.COLUMNS, 3);
        assertThat(rows("select customer_id from " + delta())).containsExactly("[3]");
    }

    /** Delta says of such an entry no version, only the time that was given. */
    @Test
    void aTableOfDeltaThatIsRestoredToAMomentIsKnownByItsFiles() throws IOException {
        Lake lake = lake(TableFormat.DELTA);
        OneRow.publish(lake, "first", DAY, OneRow.COLUMNS, 1);
        OneRow.publish(lake, "second", DAY, OneRow.COLUMNS, 2);
        written(0, "2025-09-01T00:00:00Z");
        written(1, "2025-09-02T00:00:00Z");

        TableSpark.sql("restore table " + delta() + " to timestamp as of '2025-09-01T12:00:00Z'");
        assertThat(lake(TableFormat.DELTA)
                        .published(Table.ACTIONS, DAY)
                        .orElseThrow()
                        .run())
                .hasToString("first");

        OneRow.publish(lake(TableFormat.DELTA), "third", DAY, OneRow.COLUMNS, 3);
        assertThat(rows("select customer_id from " + delta())).containsExactly("[3]");
    }

    @Test
    void aMomentAtWhichTheTableWasSomeoneElsesIsRefused() throws IOException {
        OneRow.publish(lake(TableFormat.DELTA), "first", DAY, OneRow.COLUMNS, 1);
        TableSpark.sql(
                "insert into " + delta() + " select 9L, array(9L), date '2025-09-01'",
                "restore table " + delta() + " to version as of 0");
        written(0, "2025-09-01T00:00:00Z");
        written(1, "2025-09-02T00:00:00Z");
        written(2, "2025-09-03T00:00:00Z");
        TableSpark.sql("restore table " + delta() + " to timestamp as of '2025-09-02T12:00:00Z'");

        assertThatThrownBy(() -> lake(TableFormat.DELTA).published(Table.ACTIONS, DAY))
                .isInstanceOf(BackstoryException.class)
                .hasMessage("Cannot read the Delta table " + dir.resolve("lake/actions")
                        + " because its version 3 (RESTORE) says no version that it restored, and no list of days under "
                        + dir.resolve("lake/actions/_days")
                        + " has the files that the table has since; restore a version that Backstory wrote (RESTORE"
                        + " TABLE … TO VERSION AS OF …; DESCRIBE HISTORY shows which)");
    }

    private void written(int version, String at) throws IOException {
        Files.setLastModifiedTime(
                dir.resolve("lake/actions/_delta_log/%020d.json".formatted(version)), FileTime.from(Instant.parse(at)));
    }

    @Test
    void aTableOfDeltaThatSomeoneElseWritesIsRefused() throws IOException {
        Lake lake = lake(TableFormat.DELTA);
        OneRow.publish(lake, "first", DAY, OneRow.COLUMNS, 1);
        TableSpark.sql("alter table " + delta() + " set tblproperties ('shop.owner' = 'me')");
        assertThat(lake.published(Table.ACTIONS, DAY).orElseThrow().run()).hasToString("first");
        OneRow.publish(lake, "second", DAY, OneRow.COLUMNS, 2);
        assertThat(rows("show tblproperties " + delta())).contains("[shop.owner,me]");

        TableSpark.sql("delete from " + delta() + " where customer_id = 2");
        assertThatThrownBy(() -> lake.published(Table.ACTIONS, DAY))
                .isInstanceOf(BackstoryException.class)
                .hasMessage("Cannot read the Delta table " + dir.resolve("lake/actions")
                        + " because its version 3 (DELETE) is not of Backstory, so that nobody knows what its days are;"
                        + " restore the version before it (RESTORE TABLE … TO VERSION AS OF 2), and let Backstory alone"
                        + " write it");

        TableSpark.sql("restore table " + delta() + " to version as of 2");
        assertThat(lake.published(Table.ACTIONS, DAY).orElseThrow().run()).hasToString("second");
    }

    @Test
    void aTableOfDeltaKeepsItsTypes() throws IOException {
        Lake lake = lake(TableFormat.DELTA);
        OneRow.publish(lake, "first", DAY, OneRow.COLUMNS, 1);

        assertThatThrownBy(() -> OneRow.publish(
                        lake,
                        "second",
                        DAY,
                        OneRow.COLUMNS.replace("int64 customer_id", "binary customer_id (STRING)"),
                        2))
                .isInstanceOf(BackstoryException.class)
                .hasMessage("Cannot publish into the Delta table " + dir.resolve("lake/actions")
                        + " because its column customer_id is \"long\" and that of the run \"string\", and a table of"
                        + " Delta keeps its types; keep the old settings, or give the lake another folder");
    }
}
