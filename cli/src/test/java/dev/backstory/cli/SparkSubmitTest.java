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
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each JAR by spark-submit alone: in one process, and with an executor of its own as on any cluster. */
class SparkSubmitTest {
    private static final DayRange DAYS = new DayRange(LocalDate.parse("2022-08-01"), LocalDate.parse("2022-08-02"));
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    @Test
    void buildsAuditsAndPublishes() throws Exception {
        Path config = OttoExample.copyTo(folder);

        submit("local[2]", jar("jobs/actions-job"), config);
        submit("local[2]", jar("dq"), config, "--step", "actions");
        submit("local-cluster[1,2,1024]", jar("jobs/impressions-job"), config);
        submit("local[2]", jar("dq"), config, "--step", "impressions");
        submit("local-cluster[1,2,1024]", jar("jobs/history-job"), config);
        submit("local-cluster[1,2,1024]", jar("dq"), config, "--step", "history");

        Lake lake = new Lake(OttoExample.lake(folder).toString(), new LakeFiles(new Configuration()));
        assertThat(lake.published(Table.TRAINING, DAYS).keySet()).containsExactlyElementsOf(DAYS.days());
    }

    private void submit(String master, Path jar, Path config, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                sparkHome().resolve("bin/spark-submit").toString(),
                "--master",
                master,
                "--conf",
                "spark.executor.memory=1g",
                jar.toString(),
                "--config",
                config.toString(),
                "--from",
                DAYS.from().toString(),
                "--to",
                DAYS.to().toString(),
                "--run-id",
                "scheduled__2022-08-02T03:00:00+00:00"));
        command.addAll(List.of(more));
        Path log = folder.resolve(jar.getFileName() + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("SPARK_HOME", sparkHome().toString());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        assertThat(builder.start().waitFor())
                .as("%s%n%s", command, Files.readString(log))
                .isZero();
    }

    private static Path sparkHome() {
        String own = System.getenv("SPARK_HOME");
        Path home = own == null ? ROOT.resolve(".backstory/spark") : Path.of(own);
        assertThat(home.resolve("jars"))
                .as("Spark in %s; run 'make setup'", home)
                .exists();
        return home;
    }

    private static Path jar(String module) throws IOException {
        Path target = ROOT.resolve(module).resolve("target");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.toString().endsWith("-all.jar"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("No JAR in " + target + "; run 'make setup'"));
        }
    }
}
