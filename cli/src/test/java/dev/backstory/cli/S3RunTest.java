package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.contract.Table;
import dev.backstory.lake.store.Lake;
import dev.backstory.testsupport.FaultyProxy;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example of five days with its lake, and a source, on an S3 server, by the start script: what it asks of the server,
 * and what it says; {@link StorageContractTest} has the other commands.
 */
@Tag("cluster")
class S3RunTest {
    @TempDir
    Path folder;

    private OnS3 s3;
    private FaultyProxy proxy;

    @BeforeEach
    void start() {
        s3 = new OnS3();
        proxy = s3.proxy();
    }

    @AfterEach
    void stop() {
        s3.close();
    }

    @Test
    void publishesTheSameRowsAsOnALocalDiskWithFewRequests() throws IOException {
        Path config = onS3();
        Lake lake = s3.lake();
        proxy.forget();

        Backstory.Result result = run(config, "run");

        assertThat(result.exit()).as(result.everything()).isZero();
        assertThat(proxy.requests().size())
                .as("requests of five days, three steps, their audits: %s", proxy.counts())
                .isLessThanOrEqualTo(600);
        FiveDays.assertPublished(lake);
        statusAsksLittle(config);
        theConfigMayBeThereToo(config);
        noKeyIsAnywhere(lake);
        whoReadsTheFolderSeesNothingAndIsTold(lake);
    }

    private static void whoReadsTheFolderSeesNothingAndIsTold(Lake lake) {
        assertThatThrownBy(() -> SparkForTests.session()
                        .read()
                        .parquet(lake.table(Table.TRAINING).toString()))
                .hasMessageContaining("Unable to infer schema for Parquet");
    }

    private void statusAsksLittle(Path config) {
        proxy.forget();
        FiveDays.assertStatusAsksLittle(run(config, "status"), proxy);
    }

    /** The server's address is then said where Hadoop's own settings are. */
    private void theConfigMayBeThereToo(Path config) throws IOException {
        String uri = s3.uri("conf/pipeline.yaml");
        s3.upload(config, "conf/pipeline.yaml");
        StringBuilder site = new StringBuilder("<configuration>");
        s3.settings()
                .forEach((name, value) ->
                        site.append("<property><name>" + name + "</name><value>" + value + "</value></property>"));
        Path conf = Files.createDirectories(folder.resolve("hadoop-conf"));
        Files.writeString(conf.resolve("core-site.xml"), site + "</configuration>");
        Map<String, String> environment = environment();
        environment.merge("BACKSTORY_CLASSPATH", conf.toString(), (jars, more) -> jars + ":" + more);
        environment.put("BACKSTORY_CONFIG", uri);

        Backstory.Result status = new Backstory(folder, environment)
                .run("status", "--from", FiveDays.ALL.from().toString(), "--to", "2022-08-06");

        assertThat(status.exit()).as(status.everything()).isZero();
        assertThat(status.out())
                .contains("2022-08-01 to 2022-08-05    5 days  published")
                .contains("--config " + uri + " ");

        environment.put("BACKSTORY_CONFIG", s3.uri("conf/pipelines.yaml"));
        Backstory.Result missing = new Backstory(folder, environment).run("status");
        assertThat(missing.exit()).as(missing.everything()).isEqualTo(2);
        assertThat(missing.err())
                .isEqualTo("status: Cannot read the config " + s3.uri("conf/pipelines.yaml")
                        + ": there is no such file; check --config\n");
    }

    /** Neither printed nor written anywhere. */
    private void noKeyIsAnywhere(Lake lake) throws IOException {
        try (Stream<Path> said = Files.walk(folder)) {
            for (Path file :
                    said.filter(path -> path.toString().endsWith(".log")).toList()) {
                assertThat(Files.readString(file)).doesNotContain(OnS3.SECRET);
            }
        }
        for (var object : lake.files().objects(lake.root(), "")) {
            if (!object.name().endsWith(".parquet")) {
                assertThat(lake.files().read(object.path()).orElseThrow())
                        .as(object.name())
                        .doesNotContain(OnS3.SECRET);
            }
        }
    }

    @Test
    void saysWhichJarsAreMissing() throws IOException {
        Backstory.Result result = new Backstory(folder).run("status", "--config", onS3().toString());

        assertThat(result.exit()).as(result.everything()).isEqualTo(2);
        assertThat(result.err())
                .contains("status: Cannot reach " + s3.root())
                .contains("because Hadoop's S3 client is not on the class path; add hadoop-aws-3.3.4.jar and"
                        + " aws-java-sdk-bundle-1.12.262.jar (bin/backstory: BACKSTORY_CLASSPATH=hadoop-aws-3.3.4.jar:"
                        + "aws-java-sdk-bundle-1.12.262.jar; spark-submit: --packages"
                        + " org.apache.hadoop:hadoop-aws:3.3.4)");
    }

    /** The example with its lake and its clicks on the server, and nothing secret in it. */
    private Path onS3() throws IOException {
        Path config = OttoExample.copyTo(folder);
        s3.moveExample(config);
        return config;
    }

    /** For the five days. */
    private Backstory.Result run(Path config, String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(
                "--from",
                FiveDays.ALL.from().toString(),
                "--to",
                FiveDays.ALL.to().toString()));
        return start(config, arguments);
    }

    private Backstory.Result start(Path config, List<String> command) {
        List<String> arguments = new ArrayList<>(command);
        arguments.add(1, "--config=" + config);
        return new Backstory(folder, environment()).run(arguments.toArray(String[]::new));
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = OnS3.keys();
        environment.put("BACKSTORY_CLASSPATH", String.join(":", OnS3.jars()));
        return environment;
    }
}
