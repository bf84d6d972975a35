package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Table;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.store.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each JAR by spark-submit alone: in one process, and with its own executor, as on any cluster. */
@Tag("process")
class SparkSubmitTest {
    private static final DayRange DAYS = new DayRange(LocalDate.parse("2022-08-01"), LocalDate.parse("2022-08-02"));
    private static final String ONE_PROCESS = "local[2]";
    private static final String WITH_AN_EXECUTOR = "local-cluster[1,2,1024]";

    @TempDir
    Path folder;

    @Test
    void buildsAuditsAndPublishes() throws Exception {
        Path config = OttoExample.copyTo(folder);

        assertExit(0, submit(ONE_PROCESS, "jobs/actions-job", config, DAYS));
        assertExit(0, submit(ONE_PROCESS, "dq", config, DAYS, "--step", "actions"));
        assertThat(checksumFiles(OttoExample.lake(folder)))
                .as("files beside files, each by its own process")
                .isEmpty();
        assertExit(0, submit(WITH_AN_EXECUTOR, "jobs/impressions-job", config, DAYS));
        assertExit(0, submit(ONE_PROCESS, "dq", config, DAYS, "--step", "impressions"));
        assertExit(0, submit(WITH_AN_EXECUTOR, "jobs/history-job", config, DAYS));
        assertExit(0, submit(WITH_AN_EXECUTOR, "dq", config, DAYS, "--step", "history"));

        Lake lake = new Lake(OttoExample.lake(folder).toString(), new LakeFiles(new Configuration()));
        assertThat(lake.published(Table.TRAINING, DAYS).keySet()).containsExactlyElementsOf(DAYS.days());
    }

    private static List<Path> checksumFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".crc")).toList();
        }
    }

    @Test
    void exitsWithTheCodeOfTheJob() throws Exception {
        Path config = TinyShop.writeTo(folder);
        DayRange days = new DayRange(LocalDate.parse(TinyShop.DAY), LocalDate.parse(TinyShop.EMPTY_DAY));

        assertExit(0, submit(ONE_PROCESS, "jobs/actions-job", config, days));
        assertExit(3, submit(ONE_PROCESS, "dq", config, days, "--step", "actions"));
        assertExit(1, submit(ONE_PROCESS, "jobs/history-job", config, days));
        assertExit(2, submit(ONE_PROCESS, "jobs/actions-job", folder.resolve("no.yaml"), days));
    }

    /** As a standalone master starts a driver on a worker. */
    @Test
    void saysWhichOptionsOfJavaAreMissing() throws Exception {
        Path config = TinyShop.writeTo(folder);
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        String jars = SparkSubmit.jar("jobs/actions-job") + ":" + SparkSubmit.sparkHome() + "/jars/*";
        Path log = folder.resolve("without.log");
        Process process = new ProcessBuilder(
                        java,
                        "-cp",
                        jars,
                        "dev.backstory.actions.ActionsJob",
                        "--config",
                        config.toString(),
                        "--dt",
                        TinyShop.DAY)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();

        assertThat(process.waitFor()).isNotZero();
        assertThat(Files.readString(log))
                .contains(
                        "\nactions: Cannot start Spark because Java was started without the options that Spark needs on"
                                + " Java 17; give it those of setup/jvm/java-17.options (spark-submit --deploy-mode cluster to a"
                                + " standalone master: --driver-java-options @FILE)\n")
                .contains("SparkUserAppException: User application exited with 2");
    }

    private static void assertExit(int code, SparkSubmit.Result result) {
        assertThat(result.exit()).as(result.output()).isEqualTo(code);
        assertThat(result.output()).doesNotContain("SparkUserAppException");
        if (code != 0) {
            assertThat(result.output()).contains(" ended with exit code " + code + ", ");
        }
    }

    private SparkSubmit.Result submit(String master, String module, Path config, DayRange days, String... more)
            throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "--config",
                config.toString(),
                "--from",
                days.from().toString(),
                "--to",
                days.to().toString(),
                "--run-id",
                "scheduled__2022-08-02T03:00:00+00:00"));
        arguments.addAll(List.of(more));
        List<String> options = List.of(
                "--master", master, "--conf", "spark.executor.memory=1g", "--conf", "spark.backstory.exit-line=true");
        return new SparkSubmit(SparkSubmit.sparkHome(), folder, Map.of(), options).run(module, arguments);
    }
}
