package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exit codes on YARN in cluster mode, where spark-submit itself exits 1 whatever the job's code was. */
@Tag("cluster")
class YarnClusterTest {
    private static final Path OPERATORS = Path.of("../airflow/python/src/backstory_airflow/operators.py");

    @TempDir
    Path folder;

    @Test
    void theCodeIsInWhatSparkSubmitPrints() throws Exception {
        Path config = TinyShop.writeTo(folder);
        try (MiniYarn yarn = MiniYarn.start(folder)) {
            SparkSubmit submit = yarn.clusterMode(config);

            SparkSubmit.Result staged = submit.run("jobs/actions-job", arguments(TinyShop.DAY, TinyShop.EMPTY_DAY));
            assertThat(staged.exit()).as(staged.output()).isZero();
            assertThat(yarn.lastApplication().getFinalApplicationStatus()).isEqualTo(FinalApplicationStatus.SUCCEEDED);

            SparkSubmit.Result refused =
                    submit.run("dq", arguments(TinyShop.DAY, TinyShop.EMPTY_DAY, "--step", "actions"));
            assertThat(refused.exit()).as(refused.output()).isEqualTo(1);
            assertThat(codeThatTheOperatorFinds(refused.output())).isEqualTo("3");
            ApplicationReport report = yarn.lastApplication();
            assertThat(report.getFinalApplicationStatus()).isEqualTo(FinalApplicationStatus.FAILED);
            assertThat(report.getDiagnostics()).isEqualTo("User application exited with status 3");
            assertThat(folder.resolve("lake/actions/dt=" + TinyShop.DAY + "/_PUBLISHED.json"))
                    .exists();
            assertThat(folder.resolve("lake/actions/dt=" + TinyShop.EMPTY_DAY)).doesNotExist();

            SparkSubmit.Result misused = submit.run("jobs/actions-job", arguments(TinyShop.EMPTY_DAY, TinyShop.DAY));
            assertThat(misused.exit()).as(misused.output()).isEqualTo(1);
            assertThat(codeThatTheOperatorFinds(misused.output())).isEqualTo("2");
        }
    }

    private static String codeThatTheOperatorFinds(String output) throws Exception {
        Matcher source =
                Pattern.compile("_YARN_STATUS = re\\.compile\\(r\"(.*)\"\\)").matcher(Files.readString(OPERATORS));
        assertThat(source.find()).as("the expression in %s", OPERATORS).isTrue();
        Matcher status = Pattern.compile(source.group(1)).matcher(output);
        assertThat(status.find()).as(output).isTrue();
        return status.group(1);
    }

    private static List<String> arguments(String from, String to, String... more) {
        return Stream.concat(
                        Stream.of("--config", "pipeline.yaml", "--from", from, "--to", to, "--run-id", "try1"),
                        Stream.of(more))
                .toList();
    }
}
