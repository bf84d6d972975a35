package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code make setup} says when something is not as it should be. */
class SetupScriptsTest {
    private static final Path SETUP = Path.of("../setup").toAbsolutePath().normalize();

    @TempDir
    Path temp;

    private Path executable(String name, String script) throws IOException {
        Path file = temp.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    private Path jar(String name, String content) throws IOException {
        Path jar = temp.resolve("jars").resolve(name);
        Files.createDirectories(jar.getParent());
        return Files.writeString(jar, content);
    }

    private Script.Outcome lock(String action) throws Exception {
        return Script.run(
                Path.of("/usr/bin/env"),
                Map.of(),
                "python3",
                "-B",
                SETUP.resolve("jar_lock.py").toString(),
                action,
                temp.resolve("jars").toString(),
                temp.resolve("lock").toString());
    }

    @Test
    void everythingThatIsMissingOrTooOldIsNamedAtOnce() throws Exception {
        executable("jdk/bin/javac", "#!/bin/sh\necho javac 11.0.2\n");
        executable("bin/python3", "#!/bin/sh\n[ \"$1\" = -c ] && exit 1\necho Python 3.9.2\n");
        for (String tool : new String[] {"bash", "tail", "sh"}) {
            Files.createSymbolicLink(temp.resolve("bin").resolve(tool), onPath(tool));
        }

        Script.Outcome outcome = Script.run(
                SETUP.resolve("check-tools.sh"),
                Map.of(
                        "PATH", temp.resolve("bin").toString(),
                        "JAVA_HOME", temp.resolve("jdk").toString()));

        assertThat(outcome)
                .isEqualTo(new Script.Outcome(
                        1,
                        "setup: the build needs JDK 17, but this is javac 11.0.2 (JAVA_HOME is " + temp.resolve("jdk")
                                + "): install a JDK 17 (Debian/Ubuntu: openjdk-17-jdk-headless, Fedora:"
                                + " java-17-openjdk-devel, macOS: openjdk@17) and set JAVA_HOME to it\n"
                                + "setup: cannot find mvn: install Maven 3.8 or newer (Debian/Ubuntu, Fedora, macOS:"
                                + " the package maven)\n"
                                + "setup: python3 must be 3.11 or newer, but this is Python 3.9.2: install Python 3.11"
                                + " or newer (Debian/Ubuntu, Fedora: the package python3)\n"));
    }

    private static Path onPath(String tool) {
        for (String folder : System.getenv("PATH").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, tool))) {
                return Path.of(folder, tool);
            }
        }
        throw new IllegalStateException("no " + tool + " on the PATH");
    }

    @Test
    void anOwnSparkIsUsedAndNothingIsFetched() throws Exception {
        jar("spark-core_2.12-3.5.1.jar", "");

        assertThat(Script.run(SETUP.resolve("spark.sh"), Map.of("SPARK_HOME", temp.toString())))
                .isEqualTo(new Script.Outcome(0, "setup: using the Spark of SPARK_HOME (" + temp + ")\n"));
    }

    @Test
    void anotherVersionOfSparkIsRefused() throws Exception {
        jar("spark-core_2.13-3.5.1.jar", "");

        assertThat(Script.run(SETUP.resolve("spark.sh"), Map.of("SPARK_HOME", temp.toString())))
                .isEqualTo(new Script.Outcome(
                        1,
                        "setup: SPARK_HOME is " + temp + ", which has spark-core_2.13-3.5.1.jar, but Backstory needs"
                                + " a Spark 3.5 for Scala 2.12: point SPARK_HOME at one, or unset it to use the"
                                + " project's own\n"));
    }

    @Test
    void aFolderWithoutSparkIsRefused() throws Exception {
        assertThat(Script.run(SETUP.resolve("spark.sh"), Map.of("SPARK_HOME", temp.toString())))
                .isEqualTo(new Script.Outcome(
                        1,
                        "setup: SPARK_HOME is " + temp + ", but there is no jars/spark-core_*.jar in it: point"
                                + " SPARK_HOME at a Spark 3.5 for Scala 2.12, or unset it to use the project's own\n"));
    }

    @Test
    void theLockNamesEveryDifference() throws Exception {
        jar("a.jar", "a");
        jar("b.jar", "b");
        assertThat(lock("write").exit()).isZero();
        assertThat(Files.readString(temp.resolve("lock"))).isEqualTo("""
                        ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  a.jar
                        3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d  b.jar
                        """);
        assertThat(lock("check")).isEqualTo(new Script.Outcome(0, ""));

        jar("a.jar", "b");
        jar("c.jar", "c");
        Files.delete(temp.resolve("jars/b.jar"));

        assertThat(lock("check")).isEqualTo(new Script.Outcome(1, """
                          b.jar: in the lock, not in the folder
                          c.jar: in the folder, not in the lock
                          a.jar: sha256 is 3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d, \
                        the lock says ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb
                        """));
    }

    @Test
    void theLockIsOfTheVersionsInThePom() throws Exception {
        String pom = Files.readString(SETUP.resolveSibling("pom.xml"));
        String version = pom.substring(pom.indexOf("<spark.version>") + 15, pom.indexOf("</spark.version>"));

        assertThat(Files.readString(SETUP.resolve("spark-jars.sha256")))
                .contains("  spark-sql_2.12-" + version + ".jar\n");
    }

    /** Make goes by the last of two recipes for a target, with a warning that nobody reads. */
    @Test
    void theMenuShowsEachTargetOnce() throws Exception {
        Script.Outcome outcome = Script.run(
                Path.of("/usr/bin/env"),
                Map.of(),
                "make",
                "--no-print-directory",
                "-C",
                SETUP.getParent().toString(),
                "help");

        assertThat(outcome.exit()).as(outcome.output()).isZero();
        assertThat(outcome.output()).doesNotContain("warning");
        assertThat(outcome.output().lines().map(line -> line.strip().split(" +", -1)[1]))
                .contains("demo", "test", "bench", "test-bench")
                .doesNotHaveDuplicates();
    }
}
