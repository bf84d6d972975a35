package dev.backstory.cli;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.contract.Table;
import dev.backstory.core.run.RawFiles;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.store.Lake;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.hadoop.HadoopTables;
import org.apache.iceberg.mapping.MappingUtil;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole run over tables of Iceberg and Delta, by the start script and with the JARs that it is given. */
@Tag("process")
class TablesRunTest {
    private static final LocalDate DAY = LocalDate.parse("2025-08-14");
    private static final String DELTA_COLUMN =
            "{\\\"name\\\":\\\"%s\\\",\\\"type\\\":\\\"%s\\\",\\\"nullable\\\":true,\\\"metadata\\\":{}}";

    @TempDir
    Path folder;

    @Test
    void aRunReadsBothWithTheJarsThatItIsGiven() throws Exception {
        iceberg("clicks", "click_time", click(13, 7, 50), click(13, 7, 51), click(14, 7, 52));
        delta("carts", click(13, 8, 60));
        Files.writeString(folder.resolve("shown.json"), """
                {"dt":"2025-08-14","ranking_id":"a","customer_id":7,"impressions":[{"item_id":1,"is_order":1}]}
                {"dt":"2025-08-14","ranking_id":"b","customer_id":8,"impressions":[{"item_id":2,"is_order":0}]}
                """);
        Files.writeString(folder.resolve("pipeline.yaml"), """
                name: shop
                lake: lake
                history: {length: 3, lookback: P7D}
                sources:
                  clicks: {format: iceberg, path: clicks}
                  carts: {format: delta, path: carts, columns: {item_id: item_id, action_time: click_time}}
                  impressions: {format: json, path: shown.json}
                dq: {impressions: {allow-empty: true}, training: {allow-empty: true}}
                """);
        Backstory backstory = new Backstory(folder, Map.of("BACKSTORY_CLASSPATH", jars()));

        Backstory.Result run = backstory.run(
                "run",
                "--config",
                folder.resolve("pipeline.yaml").toString(),
                "--from",
                "2025-08-13",
                "--to",
                "2025-08-14");

        assertThat(run.exit()).as(run.everything()).isZero();
        Lake lake = new Lake(folder.resolve("lake").toString(), new LakeFiles(new Configuration()));
        assertThat(PublishedRows.of(lake, DAY))
                .containsExactly("[7, 0, 1, 1, [51, 50, 0], [1, 1, 0]]", "[8, 0, 2, 0, [60, 0, 0], [2, 0, 0]]");
        assertThat(lake.published(Table.ACTIONS, DAY).orElseThrow().raw())
                .extracting(RawFiles::source)
                .containsExactly("clicks", "carts");
        assertThat(lake.published(Table.ACTIONS, DAY).orElseThrow().raw())
                .extracting(RawFiles::version)
                .satisfiesExactly(
                        clicks -> assertThat(clicks).startsWith("snapshot "),
                        carts -> assertThat(carts).isEqualTo("version 0"));
    }

    private static Row click(int day, long customer, long item) {
        return RowFactory.create("2025-08-" + day, customer, item, "2025-08-" + day + "T10:" + (item - 10) + ":00Z");
    }

    private Path parquet(String name, Row... rows) throws IOException {
        StructType columns = new StructType()
                .add("dt", DataTypes.StringType)
                .add("customer_id", DataTypes.LongType)
                .add("item_id", DataTypes.LongType)
                .add("click_time", DataTypes.StringType);
        Path to = folder.resolve("files/" + name);
        SparkForTests.session()
                .createDataFrame(Arrays.asList(rows), columns)
                .coalesce(1)
                .write()
                .parquet(to.toString());
        try (Stream<Path> files = Files.list(to)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void iceberg(String name, String time, Row... rows) throws IOException {
        Path file = parquet(name, rows);
        Schema schema = new Schema(
                optional(1, "dt", Types.StringType.get()),
                optional(2, "customer_id", Types.LongType.get()),
                optional(3, "item_id", Types.LongType.get()),
                optional(4, time, Types.StringType.get()));
        org.apache.iceberg.Table table = new HadoopTables(new Configuration())
                .create(
                        schema,
                        PartitionSpec.unpartitioned(),
                        folder.resolve(name).toString());
        table.updateProperties()
                .set(TableProperties.DEFAULT_NAME_MAPPING, NameMappingParser.toJson(MappingUtil.create(schema)))
                .commit();
        table.newAppend()
                .appendFile(DataFiles.builder(PartitionSpec.unpartitioned())
                        .withPath(file.toString())
                        .withFileSizeInBytes(Files.size(file))
                        .withRecordCount(rows.length)
                        .withFormat(FileFormat.PARQUET)
                        .build())
                .commit();
    }

    /** As the protocol of Delta writes the first version of a table. */
    private void delta(String name, Row... rows) throws IOException {
        Path file = parquet(name, rows);
        Path table = Files.createDirectories(folder.resolve(name));
        Path data = Files.copy(file, table.resolve("part-0.parquet"));
        String schema = "{\\\"type\\\":\\\"struct\\\",\\\"fields\\\":["
                + String.join(
                        ",",
                        DELTA_COLUMN.formatted("dt", "string"),
                        DELTA_COLUMN.formatted("customer_id", "long"),
                        DELTA_COLUMN.formatted("item_id", "long"),
                        DELTA_COLUMN.formatted("click_time", "string"))
                + "]}";
        Files.createDirectories(table.resolve("_delta_log"));
        Files.writeString(
                table.resolve("_delta_log/00000000000000000000.json"), """
                {"protocol":{"minReaderVersion":1,"minWriterVersion":2}}
                {"metaData":{"id":"0f","format":{"provider":"parquet","options":{}},"schemaString":"%s","partitionColumns":[],"configuration":{},"createdTime":0}}
                {"add":{"path":"part-0.parquet","partitionValues":{},"size":%d,"modificationTime":0,"dataChange":true}}
                """.formatted(schema, Files.size(data)));
    }

    /** That of Iceberg is on the tests' class path, those of Delta are not: other tests do without them. */
    private static String jars() throws URISyntaxException {
        Path iceberg = Path.of(HadoopTables.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return String.join(
                ":", List.of(iceberg.toString(), Path.of("target/delta-jars").toAbsolutePath() + "/*"));
    }
}
