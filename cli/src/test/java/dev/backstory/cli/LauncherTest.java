package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/backstory} in a made-up installation, with a java that only says how it was called. */
class LauncherTest {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    Path temp;

    private Path root;
    private Map<String, String> environment;

    @BeforeEach
    void makeInstallation() throws IOException {
        root = Files.createDirectories(temp.toRealPath().resolve("in stallation"));
        Files.createDirectories(root.resolve("bin"));
        Files.copy(REPOSITORY.resolve("bin/backstory"), root.resolve("bin/backstory"));
        file("cli/target/backstory-cli-0.1.0-all.jar");
        file(".backstory/spark/jars/spark-core_2.12-3.5.8.jar");
        Path java = file("jdk/bin/java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"SPARK_HOME=$SPARK_HOME\" \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        environment = Map.of("JAVA_HOME", root.resolve("jdk").toString());
    }

    private Path file(String name) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }

    private Script.Outcome backstory(Map<String, String> environment, String... arguments) throws Exception {
        return Script.run(root.resolve("bin/backstory"), environment, arguments);
    }

    @Test
    void startsTheMainClassWithTheProgramBeforeSparkOnTheClassPath() throws Exception {
        Script.Outcome outcome = backstory(environment, "run", "--dt", "2025-08-14", "two words");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.output().lines())
                .startsWith("SPARK_HOME=" + root + "/.backstory/spark")
                .contains("@" + root + "/setup/jvm/java-17.options")
                .contains("-Dlog4j2.configurationFile=" + root + "/setup/conf/log4j2.properties")
                .endsWith(
                        "-cp",
                        root + "/cli/target/backstory-cli-0.1.0-all.jar:" + root + "/.backstory/spark/jars/*",
                        "dev.backstory.cli.Main",
                        "run",
                        "--dt",
                        "2025-08-14",
                        "two words")
                .noneMatch(line -> line.startsWith("-Xmx"));
    }

    @Test
    void everyPackageThatTheTestsOpenIsOpened() throws Exception {
        String pom = Files.readString(REPOSITORY.resolve("pom.xml"));
        String options = pom.substring(pom.indexOf("<spark.jvm.options>") + 19, pom.indexOf("</spark.jvm.options>"));
        assertThat(options).isEqualTo("\"@${maven.multiModuleProjectDirectory}/setup/jvm/java-17.options\"");

        assertThat(backstory(environment, "run").output().lines()).contains("@" + root + "/setup/jvm/java-17.options");
        assertThat(Files.readString(REPOSITORY.resolve("setup/jvm/java-17.options")))
                .contains("\n--add-opens=java.base/sun.nio.ch=ALL-UNNAMED\n");
    }

    @Test
    void javaUnderstandsEveryFileOfOptions() throws Exception {
        try (Stream<Path> files = Files.list(REPOSITORY.resolve("setup/jvm"))) {
            for (Path file : files.toList()) {
                Script.Outcome outcome = Script.run(
                        Path.of(System.getProperty("java.home"), "bin/java"), Map.of(), "@" + file, "-version");

                assertThat(outcome.exit()).as(outcome.output()).isZero();
                assertThat(outcome.output()).doesNotContain("warning").doesNotContain("Unrecognized");
            }
        }
    }

    @Test
    void heapAndMoreJarsComeFromTheEnvironment() throws Exception {
        Script.Outcome outcome = backstory(
                Map.of(
                        "JAVA_HOME", environment.get("JAVA_HOME"),
                        "BACKSTORY_HEAP", "4g",
                        "BACKSTORY_CLASSPATH", "/drivers/a.jar:/drivers/b.jar"),
                "run");

        assertThat(outcome.output())
                .contains("\n-Xmx4g\n")
                .contains("-all.jar:" + root + "/.backstory/spark/jars/*:/drivers/a.jar:/drivers/b.jar\n");
    }

    @Test
    void onlyCommandsThatLookGoWithoutTheOptimizingCompiler() throws Exception {
        String quick = "@" + root + "/setup/jvm/looking.options";

        assertThat(backstory(environment, "show", "--dt", "2025-08-14").output())
                .contains(quick);
        assertThat(backstory(environment, "explain", "--dt", "2025-08-14").output())
                .contains(quick);
        assertThat(backstory(environment, "status").output()).contains(quick);
        assertThat(backstory(environment, "backfill").output()).contains(quick);
        assertThat(backstory(environment, "--help").output()).contains(quick);
        assertThat(backstory(environment, "run", "--dt", "2025-08-14").output())
                .doesNotContain(quick)
                .contains("@" + root + "/setup/jvm/short-jobs.options");
        assertThat(Files.readString(REPOSITORY.resolve("setup/jvm/looking.options")))
                .contains("-XX:TieredStopAtLevel=1");
    }

    @Test
    void optionsOfAllCommandsMayStandFirst() throws Exception {
        assertThat(backstory(environment, "-q", "--verbose", "run").output())
                .contains("@" + root + "/setup/jvm/short-jobs.options");

        Files.delete(root.resolve(".backstory/spark/jars/spark-core_2.12-3.5.8.jar"));

        assertThat(backstory(environment, "-q", "run").exit()).isEqualTo(2);
        assertThat(backstory(environment, "-q", "validate").exit()).isZero();
    }

    @Test
    void aClassDataArchiveIsUsedWhereThereIsOne() throws Exception {
        String archive = root + "/.backstory/classes.jsa";
        assertThat(backstory(environment, "run").output()).doesNotContain(archive);

        file(".backstory/classes.jsa");

        assertThat(backstory(environment, "run").output()).contains("\n-XX:SharedArchiveFile=" + archive + "\n");
    }

    @Test
    void aReleaseMakesItsClassDataArchiveWhenItIsAskedTo() throws Exception {
        makeRelease();
        Path script = root.resolve("bin/backstory-class-archive");
        Files.copy(REPOSITORY.resolve("setup/class-archives.sh"), script);
        Files.writeString(file("examples/otto/pipeline.yaml"), "name: otto\nlake: lake\n");
        Files.createDirectories(root.resolve("share"));
        // A Java that leaves an archive where it is told to.
        Files.writeString(root.resolve("jdk/bin/java"), """
                #!/bin/sh
                [ -z "$BACKSTORY_ARCHIVE_TO" ] || echo classes >"$BACKSTORY_ARCHIVE_TO"
                printf '%s\\n' "$@"
                """);
        Map<String, String> ofRelease =
                Map.of("JAVA_HOME", environment.get("JAVA_HOME"), "SPARK_HOME", root + "/a spark");
        String archive = root + "/share/classes.jsa";
        assertThat(backstory(ofRelease, "run").output()).doesNotContain(archive);

        assertThat(Script.run(script, ofRelease))
                .isEqualTo(new Script.Outcome(0, "setup: making a class-data archive for bin/backstory\n"));
        assertThat(Script.run(script, ofRelease))
                .isEqualTo(new Script.Outcome(
                        0, "setup: the class-data archive is there already, for this Java and this Spark\n"));

        assertThat(backstory(ofRelease, "run").output()).contains("\n-XX:SharedArchiveFile=" + archive + "\n");
    }

    @Test
    void moreOptionsOfTheJvmComeLastAndWin() throws Exception {
        Map<String, String> more = Map.of(
                "JAVA_HOME", environment.get("JAVA_HOME"),
                "BACKSTORY_HEAP", "4g",
                "BACKSTORY_JAVA_OPTS", "-Xmx5g -Da=b");

        assertThat(backstory(more, "run").output()).contains("\n-Xmx4g\n-Xmx5g\n-Da=b\n-cp\n");
    }

    @Test
    void worksThroughSymbolicLinksFromAnyFolder() throws Exception {
        Path folder = Files.createDirectories(temp.toRealPath().resolve("elsewhere"));
        Files.createSymbolicLink(folder.resolve("first"), Path.of("../in stallation/bin/backstory"));
        Files.createSymbolicLink(folder.resolve("second"), folder.resolve("first"));

        Script.Outcome outcome = Script.run(folder.resolve("second"), environment, "run");

        assertThat(outcome.output()).startsWith("SPARK_HOME=" + root + "/.backstory/spark\n");
    }

    @Test
    void withoutSparkItSaysWhatToDo() throws Exception {
        Files.delete(root.resolve(".backstory/spark/jars/spark-core_2.12-3.5.8.jar"));

        assertThat(backstory(environment, "run", "--dt", "2025-08-14"))
                .isEqualTo(new Script.Outcome(
                        2,
                        "backstory: cannot find Spark in " + root + "/.backstory/spark: run 'make setup' in " + root
                                + ", or set SPARK_HOME to a Spark 3.5 for Scala 2.12\n"));
    }

    @Test
    void helpAndValidateNeedNoSpark() throws Exception {
        Files.delete(root.resolve(".backstory/spark/jars/spark-core_2.12-3.5.8.jar"));

        assertThat(backstory(environment).exit()).isZero();
        assertThat(backstory(environment, "--help").exit()).isZero();
        assertThat(backstory(environment, "run", "--help").exit()).isZero();
        assertThat(backstory(environment, "validate", "--config", "pipeline.yaml")
                        .exit())
                .isZero();
        assertThat(backstory(environment, "validate", "--data", "--help").exit())
                .isZero();
        assertThat(backstory(environment, "validate", "--config", "pipeline.yaml", "--data")
                        .exit())
                .isEqualTo(2);
    }

    @Test
    void anUnfitSparkHomeIsNamed() throws Exception {
        Path other = Files.createDirectories(root.resolve("spark-4"));

        assertThat(backstory(Map.of("JAVA_HOME", environment.get("JAVA_HOME"), "SPARK_HOME", other.toString()), "run"))
                .isEqualTo(new Script.Outcome(
                        2,
                        "backstory: SPARK_HOME is " + other + ", but there is no jars/spark-core_2.12-3.5.*.jar in it:"
                                + " point it at a Spark 3.5 for Scala 2.12, or unset it and run 'make setup' in "
                                + root + "\n"));
    }

    @Test
    void withoutTheProgramItSaysWhatToDo() throws Exception {
        Files.delete(root.resolve("cli/target/backstory-cli-0.1.0-all.jar"));

        assertThat(backstory(environment, "--help"))
                .isEqualTo(new Script.Outcome(
                        2,
                        "backstory: cannot find the program's JAR in " + root + "/cli/target: run 'make setup' in "
                                + root + "\n"));
    }

    @Test
    void withoutJavaItSaysWhatToInstall() throws Exception {
        assertThat(backstory(Map.of("JAVA_HOME", "/nowhere"), "run"))
                .isEqualTo(new Script.Outcome(
                        2,
                        "backstory: JAVA_HOME is /nowhere, but there is no bin/java in it: point it at a JDK 17, or unset"
                                + " it to use the java on the PATH\n"));
    }

    @Test
    void anOldJavaIsNamed() throws Exception {
        Files.writeString(file("jdk/release"), "IMPLEMENTOR=\"Someone\"\nJAVA_VERSION=\"11.0.2\"\n");

        assertThat(backstory(environment, "run"))
                .isEqualTo(new Script.Outcome(
                        2, "backstory: JAVA_HOME is " + root + "/jdk, which is Java 11: point it at a JDK 17\n"));
    }

    @Test
    void theRightJavaIsTaken() throws Exception {
        Files.writeString(file("jdk/release"), "JAVA_VERSION=\"17.0.2\"\n");

        assertThat(backstory(environment, "run").exit()).isZero();
    }

    /** As a release is unpacked: everything that belongs to it is in jars and conf. */
    private void makeRelease() throws IOException {
        Files.delete(root.resolve("cli/target/backstory-cli-0.1.0-all.jar"));
        file("jars/backstory-cli-0.1.0-all.jar");
        file("jars/backstory-dq-0.1.0-all.jar");
        Files.writeString(file("RELEASE"), "version=0.1.0\ncommit=0123456789ab\n");
        Files.move(root.resolve(".backstory/spark"), root.resolve("a spark"));
    }

    @Test
    void aReleaseRunsOnTheSparkThatIsNamed() throws Exception {
        makeRelease();

        Script.Outcome outcome =
                backstory(Map.of("JAVA_HOME", environment.get("JAVA_HOME"), "SPARK_HOME", root + "/a spark"), "run");

        assertThat(outcome.exit()).as(outcome.output()).isZero();
        assertThat(outcome.output().lines())
                .startsWith("SPARK_HOME=" + root + "/a spark")
                .contains("@" + root + "/conf/jvm/java-17.options")
                .contains("-Dlog4j2.configurationFile=" + root + "/conf/log4j2.properties")
                .endsWith(
                        "-cp",
                        root + "/jars/backstory-cli-0.1.0-all.jar:" + root + "/a spark/jars/*",
                        "dev.backstory.cli.Main",
                        "run");
    }

    @Test
    void aReleaseWithoutSparkSaysWhereThereIsOne() throws Exception {
        makeRelease();
        String pom = Files.readString(REPOSITORY.resolve("pom.xml"));
        String version = pom.substring(pom.indexOf("<spark.version>") + 15, pom.indexOf("</spark.version>"));

        assertThat(backstory(environment, "run"))
                .isEqualTo(new Script.Outcome(
                        2,
                        "backstory: cannot find Spark: set SPARK_HOME to a Spark 3.5 for Scala 2.12, such as"
                                + " https://archive.apache.org/dist/spark/spark-" + version + "/spark-" + version
                                + "-bin-hadoop3.tgz unpacked\n"));
        assertThat(backstory(environment, "--help").exit()).isZero();
    }

    @Test
    void anotherSparkIsNamed() throws Exception {
        file("four/jars/spark-core_2.13-4.0.1.jar");

        assertThat(backstory(Map.of("JAVA_HOME", environment.get("JAVA_HOME"), "SPARK_HOME", root + "/four"), "run"))
                .isEqualTo(new Script.Outcome(
                        2,
                        "backstory: SPARK_HOME is " + root
                                + "/four, but there is no jars/spark-core_2.12-3.5.*.jar in it"
                                + " (it has spark-core_2.13-4.0.1.jar): point it at a Spark 3.5 for Scala 2.12, or unset it"
                                + " and run 'make setup' in " + root + "\n"));
    }

    @Test
    void theCommitIsThatOfTheReleaseOrUnknown() throws Exception {
        assertThat(backstory(environment, "--version").output()).contains("\n-Dbackstory.commit=unknown\n");

        makeRelease();

        assertThat(backstory(environment, "--version").output()).contains("\n-Dbackstory.commit=0123456789ab\n");
        assertThat(backstory(environment, "--help").output()).doesNotContain("backstory.commit");
    }
}
