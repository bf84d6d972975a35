package dev.backstory.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.input.Format;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.spark.sample.RawLook;
import dev.backstory.spark.sample.SampledRow;
import dev.backstory.spark.sample.Sampler;
import dev.backstory.spark.sample.SourceSample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A look at the first rows of tables, which has no day. */
final class FirstRowsOfTablesTest {
    @TempDir
    private Path dir;

    @Test
    void ofDeltaByItsFolder() throws IOException {
        String folder = dir + "/clicks";
        TableSpark.sql(
                "create table delta.`" + folder + "` (dt date, customer_id int, item_id bigint, click_time timestamp,"
                        + " seen array<int>) using delta",
                "insert into delta.`" + folder + "` values (date '2025-08-14', 7, 50, timestamp '2025-08-14 10:00:00Z',"
                        + " array(1, 2)), (date '2025-08-15', 8, -1, timestamp '2025-08-15 10:00:00Z', null)");

        SourceSample sample = sample("{format: delta, path: " + folder + "}");

        assertThat(sample.rows()).isEqualTo(2);
        assertThat(sample.first())
                .extracting(SampledRow::cells)
                .containsExactly(List.of("2025-08-14", "7", "50", "2025-08-14T12:00:00+02:00", "click"));
        assertThat(sample.reasons()).extracting("reason").containsExactly("item_id \u2026 is not positive");
        RawLook look = new RawLook(TableSpark.session());
        assertThat(look.table(folder)).contains(Format.DELTA);
        assertThat(look.table(dir.toString())).isEmpty();
        assertThat(look.firstRows(Source.files(Format.DELTA, folder, Map.of()), 10))
                .anySatisfy(row -> assertThat(row).contains("\"item_id\":50"))
                .contains("{\"seen\":[1,2]}");
    }

    @Test
    void ofIcebergByItsFolderAndByItsName() throws IOException {
        TableSpark.sql(
                "create table ice.shop.first_rows (dt date, customer_id int, item_id bigint, click_time timestamp)"
                        + " using iceberg",
                "insert into ice.shop.first_rows values (date '2025-08-14', 7, 50, timestamp '2025-08-14 10:00:00Z')");
        String folder = TableSpark.session().conf().get("spark.sql.catalog.ice.warehouse") + "/shop/first_rows";

        assertThat(sample("{format: iceberg, path: " + folder + "}").kept()).isEqualTo(1);
        assertThat(sample("{format: table, table: ice.shop.first_rows}").kept()).isEqualTo(1);
        assertThat(new RawLook(TableSpark.session()).table(folder)).contains(Format.ICEBERG);
    }

    private static SourceSample sample(String clicks) {
        PipelineConfig config = ConfigLoader.load(
                "name: shop\nlake: /elsewhere/lake\ntimezone: Europe/Berlin\nsources:\n  clicks: " + clicks
                        + "\n  impressions: {format: json, path: /elsewhere/shown}\n",
                "pipeline.yaml",
                Path.of("/"));
        return new Sampler(TableSpark.session(), config)
                .of("clicks", Objects.requireNonNull(config.sources().clicks()), 10);
    }
}
