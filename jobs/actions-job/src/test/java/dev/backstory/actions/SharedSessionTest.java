package dev.backstory.actions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.contract.Table;
import dev.backstory.core.run.RunId;
import dev.backstory.lake.files.BareLocalFileSystem;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.store.Lake;
import dev.backstory.spark.job.FailedJob;
import dev.backstory.testsupport.SparkForTests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A main method that a platform calls in a process of its own, where its session was before and has to be after. */
class SharedSessionTest {
    private final SparkSession platform = SparkForTests.session();

    @TempDir
    private Path dir;

    @BeforeEach
    void raw() throws IOException {
        Files.writeString(dir.resolve("clicks.jsonl"), """
                {"dt":"2025-08-14","customer_id":1,"item_id":5,"click_time":"2025-08-14T10:00:00"}
                """);
        Files.writeString(dir.resolve("pipeline.yaml"), """
                name: shop
                lake: lake
                timezone: Europe/Berlin
                sources:
                  clicks: {format: json, path: clicks.jsonl}
                  impressions: {format: json, path: impressions.jsonl}
                spark:
                  master: yarn
                  conf:
                    spark.sql.shuffle.partitions: 3
                    spark.executor.memory: 8g
                    spark.hadoop.backstory.replaced-files-are-kept: P7D
                """);
    }

    @Test
    void theSessionIsUsedAndStaysAsItWas() throws Exception {
        Map<String, String> before = settings();
        FileSystem files = FileSystem.get(URI.create("file:///"), new Configuration(false));

        String said = run("2025-08-14");

        assertThat(platform.sparkContext().isStopped()).isFalse();
        assertThat(platform.range(3).count()).isEqualTo(3);
        assertThat(settings()).isEqualTo(before);
        assertThat(SparkSession.active()).isSameAs(platform);
        assertThat(FileSystem.get(URI.create("file:///"), new Configuration(false)))
                .as("the platform's own local files")
                .isSameAs(files);
        assertThat(said)
                .contains("actions      Spark's session was there already, so these settings of the config have no"
                        + " effect; give them to the cluster: spark.executor.memory\n");
        var run = new Lake(dir.resolve("lake").toString(), files(platform))
                .stagedRun(Table.ACTIONS, new RunId("platform"));
        assertThat(run).isPresent();
        assertThat(platform.read()
                        .parquet(dir.resolve("lake/_staging/actions/run=platform/dt=2025-08-14")
                                .toString())
                        .selectExpr("unix_seconds(action_time)")
                        .first()
                        .getLong(0))
                .as("10:00 in Berlin, whatever the zone of the platform's session is")
                .isEqualTo(1755158400L);
    }

    @Test
    void whatFailsIsSaidByTheException() throws Exception {
        assertThatThrownBy(() -> run("2025-8-14"))
                .isInstanceOf(FailedJob.class)
                .hasMessage(
                        "backstory actions ended with exit code 2, something has to be changed first (usage, config,"
                                + " a source); its own messages are in the driver's standard error output");
        assertThat(platform.range(3).count()).isEqualTo(3);
    }

    private static LakeFiles files(SparkSession session) {
        Configuration conf = new Configuration(session.sparkContext().hadoopConfiguration());
        conf.set("fs.file.impl", BareLocalFileSystem.class.getName());
        return new LakeFiles(conf);
    }

    private Map<String, String> settings() {
        return scala.collection.JavaConverters.mapAsJavaMap(platform.conf().getAll());
    }

    private String run(String day) throws Exception {
        PrintStream out = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            ActionsJob.main(new String[] {
                "--config", dir.resolve("pipeline.yaml").toString(), "--dt", day, "--run-id", "platform"
            });
        } finally {
            System.setOut(out);
        }
        return said.toString(StandardCharsets.UTF_8);
    }
}
