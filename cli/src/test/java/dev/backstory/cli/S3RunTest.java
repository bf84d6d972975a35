package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Table;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.store.Lake;
import dev.backstory.testsupport.FaultyProxy;
import dev.backstory.testsupport.S3Server;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of five days with its lake, and a source, on an S3 server: every command, and what it asks of the server. */
@Tag("cluster")
class S3RunTest {
    private static final DayRange DAYS = new DayRange(LocalDate.parse("2022-08-01"), LocalDate.parse("2022-08-05"));
    private static final String SECRET = "a-secret-that-nobody-may-see";

    @TempDir
    Path folder;

    private FaultyProxy proxy;
    private String bucket;

    @BeforeEach
    void start() {
        proxy = new FaultyProxy(S3Server.get().address());
        bucket = S3Server.get().newBucket();
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    @Test
    void publishesTheSameRowsAsOnALocalDiskWithFewRequests() throws IOException {
        Path config = onS3();
        Lake lake = lake();
        copySource(config);
        proxy.forget();

        Backstory.Result result = run(config, "run");

        assertThat(result.exit()).as(result.everything()).isZero();
        assertThat(proxy.requests().size())
                .as("requests of five days, three steps, their audits: %s", proxy.counts())
                .isLessThanOrEqualTo(600);
        OttoOracle oracle = new OttoOracle(OttoExample.FOLDER.resolve("sessions.jsonl"));
        for (LocalDate day : DAYS.days()) {
            assertThat(PublishedRows.of(lake, day)).as("%s", day).isEqualTo(oracle.rows(day));
        }
        assertThat(lake.files().objects(new org.apache.hadoop.fs.Path(lake.root(), "_staging"), ""))
                .as("nothing waits, and nothing is locked")
                .isEmpty();
        everyOtherCommandReadsIt(config, lake);
        noKeyIsAnywhere(lake);
        whoReadsTheFolderSeesNothingAndIsTold(lake);
    }

    /** There are two runs of the last day in it, one of them not published. */
    private static void whoReadsTheFolderSeesNothingAndIsTold(Lake lake) {
        assertThatThrownBy(() -> SparkForTests.session()
                        .read()
                        .parquet(lake.table(Table.TRAINING).toString()))
                .hasMessageContaining("Unable to infer schema for Parquet");
    }

    private void everyOtherCommandReadsIt(Path config, Lake lake) {
        proxy.forget();
        assertThat(run(config, "status").out()).contains("2022-08-01 to 2022-08-05    5 days  published");
        assertThat(proxy.requests())
                .as("requests of status for the lake; the raw clicks are listed too")
                .filteredOn(request -> request.toString().contains("otto"))
                .hasSizeLessThanOrEqualTo(20);

        String files = run(config, "files", "--table", "training").out();
        assertThat(files.lines())
                .hasSize(DAYS.days().size())
                .allMatch(file -> file.startsWith("s3a://" + bucket + "/otto/training/_runs/"))
                .allMatch(file -> lake.files().exists(new org.apache.hadoop.fs.Path(file)));

        String last = DAYS.to().toString();
        String shown = said(config, "show", "--dt", last);
        assertThat(shown).startsWith("training/dt=" + last + ", one of ");
        String customer = shown.replaceFirst("(?s).*customer_id +(\\d+).*", "$1");
        assertThat(said(config, "explain", "--dt", last, "--customer", customer))
                .contains("\n  verdict    EQUAL: ");
        said(config, "history", "--dt", last, "--rebuild", "--run-id", "again");
        assertThat(said(config, "diff", "--dt", last, "--run", "again"))
                .startsWith("training/dt=" + last + ": the same\n");
    }

    /** Neither printed nor written anywhere. */
    private void noKeyIsAnywhere(Lake lake) throws IOException {
        try (Stream<Path> said = Files.walk(folder)) {
            for (Path file :
                    said.filter(path -> path.toString().endsWith(".log")).toList()) {
                assertThat(Files.readString(file)).doesNotContain(SECRET);
            }
        }
        for (var object : lake.files().objects(lake.root(), "")) {
            if (!object.name().endsWith(".parquet")) {
                assertThat(lake.files().read(object.path()).orElseThrow())
                        .as(object.name())
                        .doesNotContain(SECRET);
            }
        }
    }

    @Test
    void saysWhichJarsAreMissing() throws IOException {
        Backstory.Result result = new Backstory(folder).run("status", "--config", onS3().toString());

        assertThat(result.exit()).as(result.everything()).isEqualTo(2);
        assertThat(result.err())
                .contains("status: Cannot reach s3a://" + bucket + "/otto")
                .contains("because Hadoop's S3 client is not on the class path; add hadoop-aws-3.3.4.jar and"
                        + " aws-java-sdk-bundle-1.12.262.jar (bin/backstory: BACKSTORY_CLASSPATH=hadoop-aws-3.3.4.jar:"
                        + "aws-java-sdk-bundle-1.12.262.jar; spark-submit: --packages"
                        + " org.apache.hadoop:hadoop-aws:3.3.4)");
    }

    /** The example with its lake and its clicks on the server, and nothing secret in it. */
    private Path onS3() throws IOException {
        Path config = OttoExample.copyTo(folder);
        StringBuilder text = new StringBuilder(Files.readString(config)
                .replace("\nlake: ../../data/otto/lake\n", "\nlake: s3a://" + bucket + "/otto\n")
                .replaceFirst("path: raw/clicks", "path: s3a://" + bucket + "/raw/clicks"));
        assertThat(text.toString().split("s3a://" + bucket, -1)).hasSize(1 + 2);
        text.append("spark:\n  conf:\n");
        S3Server.settings(proxy.address()).forEach((name, value) -> {
            if (!name.contains("marker")) {
                text.append("    spark.hadoop.")
                        .append(name)
                        .append(": \"")
                        .append(value)
                        .append("\"\n");
            }
        });
        Files.writeString(config, text.toString());
        return config;
    }

    private void copySource(Path config) throws IOException {
        var raw = new org.apache.hadoop.fs.Path("s3a://" + bucket + "/raw/clicks");
        raw.getFileSystem(conf())
                .copyFromLocalFile(
                        new org.apache.hadoop.fs.Path(
                                config.resolveSibling("raw/clicks").toUri()),
                        raw);
    }

    private Lake lake() {
        conf().forEach(setting -> {
            if (setting.getKey().startsWith("fs.s3a")) {
                SparkForTests.session().sparkContext().hadoopConfiguration().set(setting.getKey(), setting.getValue());
            }
        });
        return new Lake("s3a://" + bucket + "/otto", new LakeFiles(conf()));
    }

    private static Configuration conf() {
        Configuration conf = new Configuration();
        S3Server.settings(S3Server.get().address()).forEach(conf::set);
        conf.set("fs.s3a.access.key", "a-key");
        conf.set("fs.s3a.secret.key", SECRET);
        return conf;
    }

    private String said(Path config, String... command) {
        Backstory.Result result = start(config, List.of(command));
        assertThat(result.exit()).as("%s: %s", command[0], result.everything()).isZero();
        return result.out();
    }

    /** For the five days. */
    private Backstory.Result run(Path config, String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(
                List.of("--from", DAYS.from().toString(), "--to", DAYS.to().toString()));
        return start(config, arguments);
    }

    private Backstory.Result start(Path config, List<String> command) {
        List<String> arguments = new ArrayList<>(command);
        arguments.add(1, "--config=" + config);
        Map<String, String> environment = new TreeMap<>();
        environment.put("AWS_ACCESS_KEY_ID", "a-key");
        environment.put("AWS_SECRET_ACCESS_KEY", SECRET);
        environment.put(
                "BACKSTORY_CLASSPATH", jar(S3AFileSystem.class) + ":" + jar(com.amazonaws.AmazonClientException.class));
        return new Backstory(folder, environment).run(arguments.toArray(String[]::new));
    }

    private static String jar(Class<?> of) {
        return of.getProtectionDomain().getCodeSource().getLocation().getPath();
    }
}
