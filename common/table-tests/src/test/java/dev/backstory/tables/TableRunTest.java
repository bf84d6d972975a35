package dev.backstory.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.command.Console;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.SettingsHash;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.RawFiles;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.SourceCount;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedRun;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.store.Lake;
import dev.backstory.spark.ingest.StagingPass;
import dev.backstory.spark.job.JobContext;
import dev.backstory.spark.source.SourceReader;
import dev.backstory.spark.source.SourceRows;
import dev.backstory.spark.source.row.RequestedDays;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources of three kinds in one staged day: what was read of each, and at which version. */
final class TableRunTest {
    private static final LocalDate DAY = LocalDate.parse("2025-08-14");

    @TempDir
    private Path dir;

    @Test
    void theManifestCountsEveryRowAndNamesTheVersions() throws Exception {
        Path file = dir.resolve("pipeline.yaml");
        Files.writeString(file, """
                name: shop
                lake: lake
                timezone: Europe/Berlin
                sources:
                  clicks: {format: table, table: ice.run.clicks}
                  carts: {format: csv, path: raw/carts}
                  orders:
                    format: query
                    query: select day order_date, cid customer_id, sku config_id from o where tenant = 'a'
                    inputs: {o: {format: json, path: raw/orders, columns: [day, cid, sku, tenant]}}
                  impressions: {format: json, path: raw/shown}
                """);
        TableSpark.sql(
                "create table ice.run.clicks (dt date, customer_id int, item_id bigint, click_time timestamp) using iceberg",
                "insert into ice.run.clicks values (date '2025-08-14', 7, 50, timestamp '2025-08-14 10:00:00Z'),"
                        + " (date '2025-08-14', 7, -1, null), (date '2025-08-13', 7, 52, null)");
        raw("carts/a.csv", "dt,customer_id,config_id,occurred_at\n2025-08-14,7,50,2025-08-14T11:00:00Z\n");
        raw("orders/a.json", """
                {"day":"2025-08-14","cid":7,"sku":50,"tenant":"a"}
                {"day":"2025-08-14","cid":7,"sku":51,"tenant":"b"}
                """);

        StagedDay day = staged(ConfigLoader.load(file)).days().get(0);

        assertThat(day.sources())
                .isEqualTo(Map.of(
                        "clicks", new SourceCount(2, 1, 1),
                        "carts", new SourceCount(1, 1, 0),
                        "orders", new SourceCount(1, 1, 0)));
        long snapshot = TableSpark.session()
                .sql("select snapshot_id from ice.run.clicks.snapshots")
                .head()
                .getLong(0);
        assertThat(day.raw())
                .containsExactly(
                        RawFiles.ofTable("clicks", "snapshot " + snapshot),
                        RawFiles.ofTable(
                                "orders",
                                "query select day order_date, cid customer_id, sku config_id from o where tenant = 'a'"));
    }

    private void raw(String name, String text) throws Exception {
        Path file = dir.resolve("raw").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** As the job of the actions does it. */
    private StagedRun staged(PipelineConfig config) {
        Lake lake = new Lake(
                config.lake(), new LakeFiles(TableSpark.session().sparkContext().hadoopConfiguration()));
        JobContext context = new JobContext(
                config,
                "pipeline.yaml",
                TableSpark.session(),
                lake,
                DayRange.day(DAY),
                new RunId("one"),
                false,
                new Console(new PrintStream(PrintStream.nullOutputStream())));
        RequestedDays days = RequestedDays.of(List.of(DAY));
        SourceReader reader = new SourceReader(TableSpark.session(), config.timezone());
        List<SourceRows> sources = new ArrayList<>();
        config.sources().actionSources().forEach((name, source) -> sources.add(reader.actions(name, source, days)));
        return new StagingPass(context, Table.ACTIONS, SettingsHash.actions(config), days).stage(sources);
    }
}
