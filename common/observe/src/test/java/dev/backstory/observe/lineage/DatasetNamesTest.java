package dev.backstory.observe.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.contract.Table;
import io.openlineage.client.utils.DatasetIdentifier;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names as https://openlineage.io/docs/spec/naming has them. */
class DatasetNamesTest {
    private static PipelineConfig config(String lake, String clicks) {
        return ConfigLoader.load(
                "{name: shop, lake: \"" + lake + "\", sources: {clicks: " + clicks
                        + ", impressions: {format: json, path: /raw/shown}}}",
                "pipeline.yaml",
                Path.of("/home/shop"));
    }

    private static String text(DatasetIdentifier name) {
        return name.getNamespace() + " " + name.getName();
    }

    @ParameterizedTest
    @CsvSource({
        "/lake, file /lake/actions",
        "data/my lake, file /home/shop/data/my lake/actions",
        "file:///lake, file /lake/actions",
        "s3a://bucket/shop/lake, s3://bucket shop/lake/actions",
        "s3a://bucket, s3://bucket actions",
        "gs://bucket/shop/lake, gs://bucket shop/lake/actions",
        "hdfs://namenode:8020/lake, hdfs://namenode:8020 /lake/actions"
    })
    void aTableIsWhereItLies(String lake, String name) {
        DatasetNames names = new DatasetNames(config(lake, "{format: json, path: /raw/clicks}"));

        assertThat(text(names.published(Table.ACTIONS))).isEqualTo(name);
    }

    @Test
    void whatIsStagedAndRejectedHasItsOwnName() {
        DatasetNames names = new DatasetNames(config("/lake", "{format: json, path: /raw/clicks}"));

        assertThat(text(names.staged(Table.TRAINING))).isEqualTo("file /lake/_staging/training");
        assertThat(text(names.rejected(Table.ACTIONS))).isEqualTo("file /lake/rejected/actions");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{format: parquet, path: /raw/clicks} | file /raw/clicks",
                "{format: delta, path: \"s3a://raw/clicks\"} | s3://raw clicks",
                "{format: jdbc, url: \"jdbc:postgresql://db:5432/shop\", table: public.clicks}"
                        + " | postgres://db:5432 shop.public.clicks",
                "{format: jdbc, url: \"jdbc:mysql://db/shop\", table: clicks} | mysql://db:3306 shop.clicks",
                "{format: table, table: lake.shop.clicks} | spark_catalog lake.shop.clicks",
            })
    void aSourceIsWhatItReads(String source, String name) {
        assertThat(DatasetNames.of(Objects.requireNonNull(
                        config("/lake", source).sources().all().get("clicks"))))
                .extracting(DatasetNamesTest::text)
                .containsExactly(name);
    }

    @Test
    void aQueryReadsWhatItNames() {
        PipelineConfig config = config(
                "/lake",
                "{format: query, query: \"select * from a join b using (c)\", inputs: {a: {format: parquet, path: /raw/a,"
                        + " columns: [c]}, b: {format: table, table: shop.b}}}");

        assertThat(DatasetNames.of(Objects.requireNonNull(config.sources().all().get("clicks"))))
                .extracting(DatasetNamesTest::text)
                .containsExactly("file /raw/a", "spark_catalog shop.b");
    }
}
