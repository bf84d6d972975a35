package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstory.command.CommandLines;
import dev.backstory.core.run.CodeVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParseResult;

/** The job definitions of {@code examples/platforms}: they parse, and what they start is there and takes their arguments. */
class PlatformsTest {
    private static final Path FOLDER =
            Path.of("../examples/platforms").toAbsolutePath().normalize();
    private static final List<String> STEPS =
            List.of("actions", "dq-actions", "impressions", "dq-impressions", "history", "dq-history");

    /** What is started: the main class, its JAR without the folder, its arguments. */
    private record Start(String step, String mainClass, String jar, List<String> arguments) {}

    @Test
    void databricks() throws IOException {
        JsonNode job = json("databricks/job.json");
        JsonNode cluster = job.at("/job_clusters/0/new_cluster");
        List<Start> starts = new ArrayList<>();
        for (JsonNode task : job.get("tasks")) {
            JsonNode jar = task.get("spark_jar_task");
            String step = task.get("task_key").asText();
            starts.add(new Start(
                    step,
                    jar.get("main_class_name").asText(),
                    task.at("/libraries/0/jar").asText(),
                    texts(jar.get("parameters")).stream()
                            .map(text -> text.replace("{{job.parameters.dt}}", "2025-08-14"))
                            .toList()));
            assertThat(task.get("max_retries").asInt()).as(step).isEqualTo(step.startsWith("dq-") ? 0 : 2);
        }

        assertStarts(starts);
        assertThat(cluster.get("spark_version").asText()).isEqualTo("16.4.x-scala2.12");
        assertThat(cluster.get("data_security_mode").asText()).isEqualTo("SINGLE_USER");
        assertThat(texts(job.get("tasks"), "/task_key")).isEqualTo(STEPS);
    }

    @Test
    void emr() throws IOException {
        List<Start> starts = new ArrayList<>();
        for (JsonNode step : json("emr/steps.json")) {
            assertThat(step.get("Jar").asText()).isEqualTo("command-runner.jar");
            List<String> command = texts(step.get("Args"));
            assertThat(command).startsWith("spark-submit", "--deploy-mode", "cluster");
            starts.add(submitted(step.get("Name").asText(), command));
        }

        assertStarts(starts);
        assertThat(json("emr/cluster.json").get("ReleaseLabel").asText()).isEqualTo("emr-7.3.0");
    }

    /** What is behind the JAR are the program's arguments. */
    private static Start submitted(String step, List<String> command) {
        int jar = command.indexOf("--class") + 2;
        return new Start(step, command.get(jar - 1), command.get(jar), command.subList(jar + 1, command.size()));
    }

    @Test
    void emrServerless() throws IOException {
        List<Start> starts = new ArrayList<>();
        for (String step : STEPS) {
            JsonNode job = json("emr-serverless/" + step + ".json");
            JsonNode submit = job.at("/jobDriver/sparkSubmit");
            List<String> command = new ArrayList<>(
                    Arrays.asList(submit.get("sparkSubmitParameters").asText().split(" ")));
            starts.add(new Start(
                    step,
                    command.get(command.indexOf("--class") + 1),
                    submit.get("entryPoint").asText(),
                    texts(submit.get("entryPointArguments"))));
            assertThat(job.at("/retryPolicy/maxAttempts").asInt()).as(step).isEqualTo(step.startsWith("dq-") ? 1 : 3);
        }

        assertStarts(starts);
        assertThat(json("emr-serverless/application.json").get("releaseLabel").asText())
                .isEqualTo("emr-7.3.0");
        assertFiles("emr-serverless", "application");
    }

    @Test
    void dataproc() throws IOException {
        List<Start> starts = new ArrayList<>();
        for (String step : STEPS) {
            JsonNode batch = json("dataproc/" + step + ".json");
            assertThat(batch.at("/runtimeConfig/version").asText()).isEqualTo("1.2");
            JsonNode spark = batch.get("sparkBatch");
            starts.add(new Start(
                    step,
                    spark.get("mainClass").asText(),
                    spark.at("/jarFileUris/0").asText(),
                    texts(spark.get("args"))));
        }

        assertStarts(starts);
        assertFiles("dataproc");
    }

    private static void assertFiles(String platform, String... more) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve(platform))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(STEPS.stream(), Stream.of(more))
                            .map(name -> name + ".json")
                            .toList());
        }
    }

    private static void assertStarts(List<Start> starts) {
        assertThat(starts).extracting(Start::step).isEqualTo(STEPS);
        starts.forEach(PlatformsTest::assertStarts);
    }

    /** By the parser of the class that is named, which is in the module that makes the JAR that is named. */
    private static void assertStarts(Start start) {
        try {
            Class<?> main = Class.forName(start.mainClass());
            main.getMethod("main", String[].class);
            var constructor = main.getDeclaredConstructor();
            constructor.setAccessible(true);
            ParseResult parsed = CommandLines.of(constructor.newInstance())
                    .parseArgs(start.arguments().toArray(String[]::new));

            String step = start.step().replaceFirst("^dq-", "");
            assertThat(parsed.commandSpec().name()).isEqualTo(start.step().startsWith("dq-") ? "dq" : step);
            assertThat(parsed.matchedOptionValue("--dt", "")).isEqualTo("2025-08-14");
            assertThat(parsed.matchedOptionValue("--config", "")).isNotEmpty();
            assertThat(parsed.matchedOptionValue("--run-id", "")).isNotEmpty();
            if (start.step().startsWith("dq-")) {
                assertThat(parsed.matchedOptionValue("--step", (Object) "").toString())
                        .isEqualToIgnoringCase(step);
            }
            Matcher jar = Pattern.compile(".*/(backstory-[a-z-]+)-([0-9.]+)-all\\.jar")
                    .matcher(start.jar());
            assertThat(jar.matches()).as(start.jar()).isTrue();
            assertThat(jar.group(1)).isEqualTo(artifactOf(main));
            assertThat(jar.group(2)).as("the version of the POM").isEqualTo(pomVersion());
        } catch (ReflectiveOperationException | IOException e) {
            throw new AssertionError(start.toString(), e);
        }
    }

    /** A class lies in the folder of classes of its module, or in its JAR, beside its POM. */
    private static String artifactOf(Class<?> main) throws IOException {
        Path module =
                Path.of(main.getProtectionDomain().getCodeSource().getLocation().getPath());
        while (!Files.exists(module.resolve("pom.xml"))) {
            module = module.getParent();
        }
        return element(
                Files.readString(module.resolve("pom.xml")).replaceFirst("(?s)<parent>.*?</parent>", ""), "artifactId");
    }

    private static String pomVersion() throws IOException {
        String version = element(Files.readString(Path.of("../pom.xml")), "version");
        assertThat(CodeVersion.text()).startsWith(version);
        return version;
    }

    private static String element(String xml, String name) {
        Matcher found = Pattern.compile("<" + name + ">(.*?)</" + name + ">").matcher(xml);
        assertThat(found.find()).as(name).isTrue();
        return found.group(1);
    }

    private static JsonNode json(String file) throws IOException {
        return new ObjectMapper().readTree(Files.readString(FOLDER.resolve(file)));
    }

    private static List<String> texts(JsonNode list) {
        return texts(list, "");
    }

    private static List<String> texts(JsonNode list, String pointer) {
        List<String> texts = new ArrayList<>();
        list.forEach(node -> texts.add(node.at(pointer).asText()));
        return texts;
    }
}
