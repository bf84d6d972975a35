package dev.backstory.cli;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.backstory.command.CommandLines;
import dev.backstory.core.run.CodeVersion;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

class UsageTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run --help",
                "actions --help",
                "impressions --help",
                "history --help",
                "pack --help",
                "dq --help",
                "show --help",
                "status --help",
                "backfill --help",
                "init --help",
                "validate --help",
                "dags --help",
                "sample-data --help",
                "--help"
            })
    void helpComesWithExamples(String arguments) {
        StringWriter out = new StringWriter();
        CommandLine line = CommandLines.of(new Main()).setOut(new PrintWriter(out));

        assertThat(line.execute(arguments.split(" "))).isZero();
        assertThat(out.toString()).contains("Example").contains("  bin/backstory ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dq --config x --dt 2025-08-14 | dq: Missing required option: '--step=STEP'",
                "dq --confg x --dt 2025-08-14 | dq: unknown option '--confg'. Did you mean '--config'?",
                "dq --config x --dt 2025-08-14 --step training | dq: Invalid value for option '--step'",
                "run --config x --dy 2025-08-14 | run: unknown option '--dy'. Did you mean '--dt'?",
                "run --config=x --form=2025-08-14 | run: unknown option '--form'. Did you mean '--from'?",
                "run --frobnicate | run: unknown option '--frobnicate'",
                "run 2025-08-14 | run: unknown argument '2025-08-14'",
                "fly | backstory: unknown command 'fly'",
                "rnu --config x | backstory: unknown command 'rnu'. Did you mean 'run'?",
                "--verison | backstory: unknown option '--verison'. Did you mean '--version'?",
            })
    void wrongOptionsAreSaidInTwoLines(String arguments, String message) {
        StringWriter err = new StringWriter();
        CommandLine line = CommandLines.of(new Main()).setErr(new PrintWriter(err));

        int exit = line.execute(arguments.split(" "));

        assertThat(exit).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(2);
        assertThat(err.toString())
                .startsWith(message)
                .contains("\nUsage: bin/backstory ", " --help says which there are\n");
    }

    @Test
    void noCommandAtAllShowsThemAll() {
        StringWriter err = new StringWriter();
        CommandLine line = CommandLines.of(new Main()).setErr(new PrintWriter(err));

        int exit = line.execute();

        assertThat(exit).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("Which command? One of those below\n")
                .contains("\nDaily:\n", "\nSet up:\n");
    }

    @Test
    void theListOfCommandsIsWholeAndSoAreExamples() {
        StringWriter out = new StringWriter();
        CommandLine line = CommandLines.of(new Main()).setOut(new PrintWriter(out));

        assertThat(line.execute("--help")).isZero();

        String help = out.toString();
        assertThat(new Main().groups().values().stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(line.getSubcommands().keySet());
        for (CommandLine command : line.getSubcommands().values()) {
            UsageMessageSpec usage = command.getCommandSpec().usageMessage();
            String[] shown = usage.header().length > 0 ? usage.header() : usage.description();
            assertThat(shown[0]).as(command.getCommandName()).endsWith(".");
            assertThat(help.replaceAll("\\s+", " "))
                    .contains(" " + command.getCommandName() + " " + shown[0].replaceFirst(" for \\$.*", ""));
        }
        assertThat(help)
                .contains(
                        "\n  bin/backstory run --config examples/otto/pipeline.yaml --from 2022-08-01 --to 2022-08-28\n");
    }

    @Test
    void completionIsForTheWholeCommandLine() {
        StringWriter out = new StringWriter();
        CommandLine line = CommandLines.of(new Main()).setOut(new PrintWriter(out));

        assertThat(line.execute("generate-completion")).isZero();
        assertThat(out.toString()).contains("complete -F _complete_backstory", "--unfinished-days");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "validate | validate: Which config? There is no pipeline.yaml in this folder; give --config FILE, or set"
                        + " BACKSTORY_CONFIG",
                "run --config CONFIG | run: Which days? Give --dt DAY, or --from DAY --to DAY",
                "run --config CONFIG --dt 14.08.2025"
                        + " | run: Cannot use --dt '14.08.2025' because it is not a day; write it as 2025-08-14",
                "run --config CONFIG --dt 2025-08-14 --to 2025-08-15"
                        + " | run: Cannot use --dt together with --from/--to; give either one day or a range",
                "run --config CONFIG --from 0001-01-01 --to 2025-08-14"
                        + " | run: Cannot use --from 0001-01-01 --to 2025-08-14 because these are 739,477 days; allowed:"
                        + " 3,700 at once. Split the range, beginning with --from 0001-01-01 --to 0011-02-17",
                "pack --config CONFIG --month 2025-8"
                        + " | pack: Cannot use --month '2025-8' because it is not a month; write it as 2025-07",
                "run --config CONFIG --from 2025-08-14 --to 2025-08-13"
                        + " | run: Cannot use the range 2025-08-14 to 2025-08-13 because it ends before it begins;"
                        + " swap --from and --to",
            })
    void wrongDaysSayWhatToDo(String arguments, String message) {
        Backstory.Result result = new Backstory(folder)
                .run(arguments.replace("CONFIG", "pipeline.yaml").split(" "));

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err().strip()).isEqualTo(message);
    }

    @Test
    void aTypoInTheConfigIsNamedWithItsLine() throws Exception {
        Path config = folder.resolve("pipeline.yaml");
        Files.writeString(config, """
                name: shop
                lake: lake
                timezoen: Europe/Berlin
                sources:
                  clicks: {format: parquet, path: raw/clicks}
                  impressions: {format: parquet, path: raw/impressions}
                """);

        Backstory.Result result = new Backstory(folder).run("validate", "--config", config.toString());

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err())
                .isEqualTo("validate: " + config + ":3: unknown key 'timezoen'; allowed: name, lake, storage, timezone,"
                        + " sources, ids, types, history, spark, training, vocabulary, dq, calendar, metrics, airflow."
                        + " Did you mean 'timezone'?\n");
        assertThat(folder.resolve("lake")).doesNotExist();
    }

    @Test
    void aConditionThatIsNoSqlIsNamed() throws Exception {
        Path config = folder.resolve("pipeline.yaml");
        Files.writeString(config, """
                name: shop
                lake: lake
                sources:
                  clicks: {format: parquet, path: raw/clicks, where: "country = 'DE' and"}
                  carts: {format: parquet, path: raw/carts, where: "country ="}
                  orders: {format: query, query: "select * from old", inputs: {new: {format: delta, path: raw/orders}}}
                  impressions: {format: parquet, path: raw/impressions}
                """);

        Backstory.Result result = new Backstory(folder).run("validate", "--config", config.toString());

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err())
                .isEqualTo("validate: " + config
                        + ": sources.clicks.where: 'country = 'DE' and' cannot be used: 'and' follows"
                        + " the condition\n" + config + ": sources.carts.where: 'country ='"
                        + " cannot be used: it is not an SQL expression (Syntax error at or near end of"
                        + " input)\n" + config
                        + ": sources.orders.query: it cannot be used: it names 'old', which is not"
                        + " among its inputs (new)\n");
    }

    @Test
    void helpVersionAndChecksOfConfigsNeedNoSpark() throws Exception {
        Path config = Files.writeString(folder.resolve("pipeline.yaml"), "nmae: shop\n");
        Backstory alone = new Backstory(
                folder, Map.of("SPARK_HOME", folder.resolve("nowhere").toString()));

        assertThat(alone.run("--help").out()).contains("\nDaily:\n");
        Backstory.Result version = alone.run("--version");
        assertThat(version.exit()).as(version.everything()).isZero();
        assertThat(version.out().lines())
                .hasSize(3)
                .element(0, as(STRING))
                .matches("backstory " + Pattern.quote(CodeVersion.text()) + " \\(commit .+\\)");
        assertThat(version.out()).contains("\nno Spark: set SPARK_HOME to a Spark 3.5 for Scala 2.12\nJava 17.");
        Backstory.Result validate = alone.run("validate", "--config", config.toString());
        assertThat(validate.exit()).as(validate.everything()).isEqualTo(2);
        assertThat(validate.err()).startsWith("validate: " + config + ":1: unknown key 'nmae'");
    }

    @Test
    void whoAsksIsToldWhereAnErrorArose() throws Exception {
        Path config = TinyShop.writeTo(folder);
        String[] show = {"show", "--config", config.toString(), "--dt", TinyShop.DAY};
        String problem =
                "show: Cannot show a row of 2025-08-14 because training/dt=2025-08-14 is not published; run the day"
                        + " first\n";

        assertThat(new Backstory(folder).run(show).err()).isEqualTo(problem);
        assertThat(new Backstory(folder)
                        .run("-v", show[0], show[1], show[2], show[3], show[4])
                        .err())
                .contains(problem)
                .contains(" DEBUG Failures: show failed\n", "\tat dev.backstory.inspect.show.");
    }
}
