package dev.backstory.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.command.ConfigOptions;
import dev.backstory.core.config.key.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A config that is named by a URI. A scheme of the tests stands for any that Hadoop knows. */
class ConfigUriTest {
    private static final String CONFIG = """
            name: shop
            lake: ../lake
            sources:
              clicks: {format: json, path: raw/clicks}
              impressions: {format: json, path: /raw/impressions}
            """;
    private static final String SCHEME = "spark.hadoop.fs.elsewhere.impl";

    @TempDir
    Path folder;

    @BeforeEach
    void aSchemeThatSparkSubmitWasTold() {
        System.setProperty(SCHEME, Elsewhere.class.getName());
    }

    @AfterEach
    void forget() {
        System.clearProperty(SCHEME);
    }

    @Test
    void isReadByHadoopAndItsPathsAreThere() throws IOException {
        write("conf/pipeline.yaml", CONFIG);
        String conf = "elsewhere:" + folder + "/conf";

        var config = JobMain.load(options(conf + "/pipeline.yaml"));

        assertThat(config.lake()).isEqualTo("elsewhere:" + folder + "/lake");
        assertThat(config.sources().all().get("clicks").path()).isEqualTo(conf + "/raw/clicks");
        assertThat(config.sources().all().get("impressions").path()).isEqualTo("/raw/impressions");
    }

    @ParameterizedTest
    @CsvSource({"file:", "file://"})
    void aLocalUriIsALocalFile(String scheme) throws IOException {
        write("conf/pipeline.yaml", CONFIG);

        assertThat(JobMain.load(options(scheme + folder + "/conf/pipeline.yaml"))
                        .lake())
                .isEqualTo(folder.resolve("lake").toString());
    }

    @Test
    void problemsNameTheUri() throws IOException {
        write("conf/pipeline.yaml", CONFIG.replace("name: shop\n", "").replace("../lake", "../".repeat(99) + "lake"));
        String uri = "elsewhere:" + folder + "/conf/pipeline.yaml";

        assertCannot(
                uri,
                uri + ":1: the key 'name' is missing; add it, for example name: shop\n" + uri + ":1: lake: '"
                        + "../".repeat(99) + "lake' leads out of elsewhere:; allowed: a path in it, or a URI");
    }

    @Test
    void whatCannotBeRead() throws IOException {
        write("conf/pipeline.yaml", "");
        Files.write(folder.resolve("latin.yaml"), new byte[] {'n', ':', ' ', (byte) 0xe4, '\n'});
        String there = "elsewhere:" + folder;

        assertCannot(
                there + "/pipeline.yaml",
                "Cannot read the config " + there + "/pipeline.yaml: there is no such file; check --config");
        assertCannot(there + "/conf", "Cannot read the config " + there + "/conf: it is a folder; name the file in it");
        assertCannot(
                there + "/latin.yaml",
                "Cannot read the config " + there + "/latin.yaml: it is not UTF-8 text; save it as UTF-8");
    }

    @Test
    void whatHadoopDoesNotKnow() {
        assertCannot(
                "gs://bucket/pipeline.yaml",
                "Cannot read the config gs://bucket/pipeline.yaml: Hadoop knows no file system of that name here;"
                        + " add gcs-connector-hadoop3-2.2.28-shaded.jar (from Maven Central:"
                        + " com.google.cloud.bigdataoss:gcs-connector:jar:shaded:hadoop3-2.2.28; bin/backstory:"
                        + " BACKSTORY_CLASSPATH=gcs-connector-hadoop3-2.2.28-shaded.jar; spark-submit: --jars"
                        + " gcs-connector-hadoop3-2.2.28-shaded.jar)");
        assertCannot(
                "oss://bucket/pipeline.yaml",
                "Cannot read the config oss://bucket/pipeline.yaml: Hadoop knows no file system of that name here;"
                        + " add the JARs of its connector (bin/backstory: BACKSTORY_CLASSPATH; spark-submit: --jars)");
        assertCannot(
                "s3://bucket/pipeline.yaml",
                "Cannot read the config s3://bucket/pipeline.yaml: Hadoop knows no file system of that name here;"
                        + " write s3a:// where Spark is Apache's");
        System.setProperty(SCHEME, "com.example.NotThere");
        assertCannot(
                "elsewhere:/pipeline.yaml",
                "Cannot read the config elsewhere:/pipeline.yaml: what reads elsewhere: is not on the class path; add"
                        + " the JARs of its connector (bin/backstory: BACKSTORY_CLASSPATH; spark-submit: --jars)");
    }

    private static void assertCannot(String uri, String message) {
        assertThatThrownBy(() -> JobMain.load(options(uri)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static ConfigOptions options(String config) {
        Some some = new Some();
        new CommandLine(some).parseArgs("--config", config);
        return some.options;
    }

    @Command
    static final class Some {
        @Mixin
        private ConfigOptions options;
    }
}
