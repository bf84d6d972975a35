package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.cli.init.InitHere;
import dev.backstory.command.CommandLines;
import dev.backstory.command.Console;
import dev.backstory.command.Failures;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.run.RunId;
import dev.backstory.spark.job.JobContext;
import dev.backstory.spark.session.Sessions;
import dev.backstory.testsupport.SparkForTests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The mistakes of a first hour, each made here, and what is said of it: docs/mistakes.md is what this test writes, to the
 * letter. {@code -Dbackstory.regenerate=true} writes it again; then read what changed.
 */
@Isolated("it takes the process's own output")
class MistakesTest {
    private static final Path PAGE = Path.of("../docs/mistakes.md");
    private static final String DAY = "2025-08-14";

    @TempDir
    Path temp;

    private Path folder;
    private final List<String> page = new ArrayList<>(List.of("""
            # Mistakes of a first hour

            What it looks like when something is not as it should be, and what is said then. `MistakesTest` makes each of these
            mistakes and writes this page from what it sees; paths are shortened to the shop's folder, and lines that only say how
            far a run is are left out (`-q` does that).

            The shop: clicks as csv in `raw/clicks`, what was shown as json in `raw/impressions`, one day, 2025-08-14.
            """));
    private int mistakes;

    @Test
    void eachIsSaidWithItsRemedy() throws Exception {
        installation();
        words();
        config();
        sources();
        rows();
        lookingAtIt();

        assertThat(mistakes).isGreaterThanOrEqualTo(30);
        String wanted = String.join("\n", page);
        if (Boolean.getBoolean("backstory.regenerate")) {
            Files.writeString(PAGE, wanted);
        }
        assertThat(wanted)
                .as("read the difference, then run this test with -Dbackstory.regenerate=true")
                .isEqualTo(Files.readString(PAGE));
    }

    private void installation() throws Exception {
        part("The installation");
        Path root = Files.createDirectories(temp.resolve("installation"));
        Files.createDirectories(root.resolve("bin"));
        Files.copy(Path.of("../bin/backstory"), root.resolve("bin/backstory"));
        touch(root.resolve("jars/backstory-cli-0.1.0-all.jar"));
        assertThat(touch(root.resolve("java-11/bin/java")).toFile().setExecutable(true))
                .isTrue();
        Files.writeString(root.resolve("java-11/release"), "JAVA_VERSION=\"11.0.2\"\n");
        touch(root.resolve("spark-4/jars/spark-core_2.13-4.0.1.jar"));
        touch(root.resolve("spark/jars/spark-core_2.12-3.5.8.jar"));

        started("Java is not where `JAVA_HOME` says", root, Map.of("JAVA_HOME", root + "/java-17"));
        started("Java is too old", root, Map.of("JAVA_HOME", root + "/java-11"));
        started("Spark is not where `SPARK_HOME` says", root, Map.of("SPARK_HOME", root + "/nowhere"));
        started("It is a Spark 4", root, Map.of("SPARK_HOME", root + "/spark-4"));
        Files.delete(root.resolve("spark/jars/spark-core_2.12-3.5.8.jar"));
        started("There is no Spark at all", root, Map.of());
    }

    private void words() throws Exception {
        part("Words");
        said("A command is misspelled", "rnu --dt " + DAY);
        said("An option is misspelled", "run --confg CONFIG --dt " + DAY);
        said("A value is none of those there are", "dq --config CONFIG --step trainings --dt " + DAY);
        shop();
        said("No day is given", "run --config CONFIG");
        said("A day is written as people say it", "run --config CONFIG --dt 14.08.2025");
        said("A range is the wrong way round", "run --config CONFIG --from 2025-08-15 --to 2025-08-14");
        said("A day that is not over", "run --config CONFIG --dt 2999-01-01");
        said("No config, in a folder that has none", "validate");
        said("The config is not there", "validate --config FOLDER/pipelines.yaml");
        said("A config is there already", "init --from FOLDER/raw --config CONFIG");
        init("Nothing is where `init` is to look", "rwa");
    }

    private void config() throws Exception {
        part("The config");
        config("A key is misspelled", "timezone: Europe/Berlin", "timezoen: Europe/Berlin");
        config("A zone does not exist", "Europe/Berlin", "Europe/Berln");
        config("A tab instead of spaces", "  clicks:", "\tclicks:");
        config("A space is missing behind a colon", "lake: lake", "lake:lake");
        config("A format is not known", "format: csv", "format: xlsx");
        config("No impressions", "  impressions: {format: json, path: raw/impressions}\n", "");
        config(
                "A password in the file",
                "clicks: {format: csv, path: raw/clicks}",
                "clicks: {format: jdbc, url: \"jdbc:postgresql://db/shop\", table: clicks, password: \"geheim\"}");
        config("Two sources read the same files", "path: raw/clicks", "path: raw/impressions");
        config("The lake lies among the raw files", "lake: lake", "lake: raw/clicks/lake");
    }

    private void sources() throws Exception {
        part("The sources");
        shop();
        move("raw/clicks", "raw/klicks");
        run("A path leads to nothing");

        shop();
        write("raw/clicks/a.csv", "dt,customer,item_id,click_time\n2025-08-14,1,5,2025-08-14T10:00:00\n");
        run("A column is named otherwise");

        shop();
        write("raw/clicks/a.csv", "customer_id,item_id,click_time\n1,5,2025-08-14T10:00:00\n");
        run("There is no column for the day");

        shop();
        write("raw/clicks/a.csv", "dt;customer_id;item_id;click_time\n2025-08-14;1;5;2025-08-14T10:00:00\n");
        run("The csv has semicolons");

        shop();
        change("format: csv", "format: parquet");
        run("The format is another");

        shop();
        write(
                "raw/impressions/a.json",
                "[{\"dt\": \"2025-08-14\", \"ranking_id\": \"r\", \"customer_id\": 1,\n  \"impressions\": []}]\n");
        run("The json is one array");
    }

    private void rows() throws Exception {
        part("The rows");
        shop();
        write("raw/clicks/a.csv", "dt,customer_id,item_id,click_time\n2025-08-14,1,5,14.08.2025 10:00\n");
        run("Times are written otherwise");

        shop();
        write("raw/clicks/a.csv", "dt,customer_id,item_id,click_time\n2025-08-14,1,SKU-5,2025-08-14T10:00:00\n");
        run("Ids are texts");

        shop();
        write("raw/clicks/a.csv", "dt,customer_id,item_id,click_time\n14/08/2025,1,5,2025-08-14T10:00:00\n");
        run("Days are written otherwise");

        shop();
        run("A day for which nothing has come", "2025-08-16");
    }

    private void lookingAtIt() throws Exception {
        part("Looking at it");
        shop();
        said("A day that was not built", "show --config CONFIG --dt " + DAY);
        touch(folder.resolve("lake"));
        run("The lake is a file");
    }

    /** The shop as it is right, in a folder of its own. */
    private void shop() throws Exception {
        folder = Files.createDirectories(temp.toRealPath().resolve("shop" + mistakes + "-" + page.size()));
        write("pipeline.yaml", """
                name: shop
                lake: lake
                timezone: Europe/Berlin
                sources:
                  clicks: {format: csv, path: raw/clicks}
                  impressions: {format: json, path: raw/impressions}
                """);
        write("raw/clicks/a.csv", "dt,customer_id,item_id,click_time\n2025-08-14,1,5,2025-08-14T10:00:00\n");
        write(
                "raw/impressions/a.json",
                "{\"dt\": \"2025-08-14\", \"ranking_id\": \"r\", \"customer_id\": 1, \"impressions\": [{\"item_id\": 5,"
                        + " \"is_order\": false}]}\n");
    }

    private void write(String name, String text) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void move(String from, String to) throws Exception {
        Files.move(folder.resolve(from), folder.resolve(to));
    }

    private void change(String from, String to) throws Exception {
        Path config = folder.resolve("pipeline.yaml");
        String text = Files.readString(config);
        assertThat(text).contains(from);
        Files.writeString(config, text.replace(from, to));
    }

    private static Path touch(Path file) throws Exception {
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }

    private void part(String title) {
        page.add("## " + title + "\n");
    }

    private void started(String title, Path root, Map<String, String> environment) throws Exception {
        Script.Outcome outcome = Script.run(root.resolve("bin/backstory"), environment, "run", "--dt", DAY);
        add(title, root, "run --dt " + DAY, new SaidHere(outcome.exit(), outcome.output()));
    }

    private void config(String title, String right, String wrong) throws Exception {
        shop();
        change(right, wrong);
        said(title, "validate --config CONFIG");
    }

    /** A command that needs no session of Spark. */
    private void said(String title, String command) throws Exception {
        if (folder == null) {
            shop();
        }
        String[] arguments = command.replace("CONFIG", folder + "/pipeline.yaml")
                .replace("FOLDER", folder.toString())
                .split(" ");
        SaidHere said = SaidHere.by(() -> CommandLines.of(new Main()).execute(arguments));
        add(title, folder, String.join(" ", arguments), said);
    }

    /** {@code backstory init}, in the session of the tests. */
    private void init(String title, String from) {
        SaidHere said = SaidHere.by(() -> Failures.report("init", () -> {
            InitHere.Result result = InitHere.run(folder.resolve(from), folder.resolve("new.yaml"), null);
            System.out.print(result.said());
            return result.exit();
        }));
        add(title, folder, "init --from " + from + " --config new.yaml", said);
    }

    private void run(String title) {
        run(title, DAY);
    }

    /** {@code backstory run}, in the session of the tests. */
    private void run(String title, String day) {
        Path config = folder.resolve("pipeline.yaml");
        DayRange days = new DayRange(LocalDate.parse(day), LocalDate.parse(day));
        System.setProperty("backstory.quiet", "true");
        try {
            SaidHere said = SaidHere.by(() -> Failures.report("run", () -> {
                var loaded = ConfigLoader.load(config);
                return new Pipeline(new JobContext(
                                loaded,
                                config.toString(),
                                SparkForTests.session(),
                                Sessions.lake(loaded, SparkForTests.session()),
                                days,
                                RunId.random(),
                                false,
                                Console.standard()))
                        .run();
            }));
            add(title, folder, "run --config " + config + " --dt " + day, said);
        } finally {
            System.clearProperty("backstory.quiet");
        }
    }

    private void add(String title, Path folder, String command, SaidHere said) {
        mistakes++;
        assertThat(said.exit()).as(said.text()).isIn(1, 2, 3);
        assertThat(said.text()).doesNotContain("\tat ").doesNotContain("Unexpected failure");
        page.add("**" + mistakes + ". " + title + "**\n");
        page.add("    $ bin/backstory " + shortened(command, folder));
        shortened(said.text(), folder).lines().map(line -> "    " + line).forEach(page::add);
        page.add("\nexit code " + said.exit() + "\n");
    }

    private static String shortened(String text, Path folder) {
        return text.replace("file:" + folder + "/", "")
                .replace(folder + "/", "")
                .replace(" --config pipeline.yaml", "")
                .replaceAll("run=[^./ ]+", "run=…")
                .replaceAll("\\(\\d+\\.\\d s\\)", "(… s)")
                .replaceAll("days up to \\d{4}-\\d\\d-\\d\\d", "days up to …");
    }
}
