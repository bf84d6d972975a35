package dev.backstory.spark.session;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.failure.FinalException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Hive is not on the class path of these tests. */
class HiveSessionTest {
    @Test
    void aMetastoreWithoutHiveIsSaidBeforeSparkStarts() {
        PipelineConfig config = ConfigLoader.load("""
                name: shop
                lake: /lake
                sources:
                  clicks: {format: table, table: shop.clicks}
                  impressions: {format: table, table: shop.shown}
                spark: {conf: {spark.sql.catalogImplementation: hive}}
                """, "pipeline.yaml", Path.of("/"));

        assertThatThrownBy(() -> Sessions.open(config, "actions"))
                .isInstanceOf(FinalException.class)
                .hasMessage(
                        "Cannot open Spark's session because spark.sql.catalogImplementation is hive, and this Spark"
                                + " has no Hive; bring it by setup/tables.sh hive and set BACKSTORY_CLASSPATH as that says, or"
                                + " point SPARK_HOME at a Spark 3.5 with Hive");
    }
}
