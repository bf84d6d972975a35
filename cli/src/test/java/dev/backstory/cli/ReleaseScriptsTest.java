package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The parts of {@code make dist}. */
class ReleaseScriptsTest {
    private static final Path SETUP = Path.of("../setup").toAbsolutePath().normalize();

    @TempDir
    Path temp;

    private static Script.Outcome python(String script, String... arguments) throws Exception {
        List<String> words =
                new ArrayList<>(List.of("python3", "-B", SETUP.resolve(script).toString()));
        words.addAll(List.of(arguments));
        return Script.run(Path.of("/usr/bin/env"), Map.of(), words.toArray(String[]::new));
    }

    @Test
    void everyPlaceNamesTheVersionOfThePom() throws Exception {
        assertThat(python("version.py", "--check")).isEqualTo(new Script.Outcome(0, ""));
    }

    @Test
    void theNoticeNamesWhatIsBundled() throws Exception {
        assertThat(python("dist/notice.py", "--check")).isEqualTo(new Script.Outcome(0, ""));
    }

    @Test
    void aTarballIsTheSameBytesWhateverTheFolderWasLike() throws Exception {
        for (String copy : new String[] {"a", "b"}) {
            Path folder = Files.createDirectories(temp.resolve(copy).resolve("release-1"));
            String[] names = copy.equals("a") ? new String[] {"x", "y"} : new String[] {"y", "x"};
            for (String name : names) {
                Files.writeString(folder.resolve(name), name);
            }
            assertThat(folder.resolve("y").toFile().setExecutable(true)).isTrue();
            assertThat(folder.resolve("x").toFile().setLastModified(copy.equals("a") ? 1_000_000 : 2_000_000))
                    .isTrue();
            assertThat(python(
                            "dist/pack.py",
                            folder.toString(),
                            temp.resolve(copy + ".tar.gz").toString()))
                    .isEqualTo(new Script.Outcome(0, ""));
        }

        assertThat(temp.resolve("a.tar.gz")).hasSameBinaryContentAs(temp.resolve("b.tar.gz"));
        assertThat(Script.run(
                                Path.of("/usr/bin/env"),
                                Map.of("TZ", "UTC"),
                                "tar",
                                "tvf",
                                temp.resolve("a.tar.gz").toString())
                        .output()
                        .replaceAll(" +", " "))
                .isEqualTo("""
                        drwxr-xr-x root/root 0 2026-01-01 00:00 release-1/
                        -rw-r--r-- root/root 1 2026-01-01 00:00 release-1/x
                        -rwxr-xr-x root/root 1 2026-01-01 00:00 release-1/y
                        """);
    }

    /** With a Docker that notes how it is called: what is built and saved, and that a build that fails is no release. */
    @ParameterizedTest
    @CsvSource({"0, 0", "5, 5"})
    void anImageThatCannotBeBuiltIsNoRelease(int build, int exit) throws Exception {
        Path root = Files.createDirectories(temp.resolve("checkout"));
        for (String name : List.of("pom.xml", "setup/dist.sh", "setup/lib.sh", "docker/engine.sh")) {
            Path copy = root.resolve(name);
            Files.createDirectories(copy.getParent());
            Files.copy(SETUP.getParent().resolve(name), copy);
        }
        Files.createDirectories(root.resolve(".backstory"));
        Files.writeString(Files.createDirectories(root.resolve("dist")).resolve("a.whl"), "wheel");
        Path docker = Files.createDirectories(temp.resolve("bin")).resolve("docker");
        Files.writeString(docker, """
                #!/bin/sh
                case "$1" in
                  info | compose) ;;
                  build) echo "$@"; exit %d ;;
                  save) echo "$@"; echo image >"$3" ;;
                esac
                """.formatted(build));
        assertThat(docker.toFile().setExecutable(true)).isTrue();

        Script.Outcome outcome = Script.run(
                root.resolve("setup/dist.sh"),
                Map.of("PATH", docker.getParent() + ":" + System.getenv("PATH")),
                "--image");

        assertThat(outcome.exit()).as(outcome.output()).isEqualTo(exit);
        String tar = "backstory-" + version() + "-image.tar";
        assertThat(outcome.output())
                .startsWith("build -q --build-arg COMMIT=unknown -f " + root
                        + "/docker/Dockerfile -t localhost/backstory:" + version() + " " + root);
        if (exit == 0) {
            assertThat(outcome.output()).endsWith("save -o dist/" + tar + " localhost/backstory:" + version() + "\n");
            assertThat(Files.readString(root.resolve("dist/SHA256SUMS"))).contains("  a.whl\n", "  " + tar + "\n");
        } else {
            assertThat(root.resolve("dist/SHA256SUMS")).doesNotExist();
        }
    }

    private static String version() throws Exception {
        return python("version.py").output().strip();
    }

    @Test
    void aBillNamesWhatALockPins() throws Exception {
        Path lock = Files.writeString(temp.resolve("a.lock"), """
                numpy==2.3.5 \\
                    --hash=sha256:00
                tzdata==2025.2 ; sys_platform == 'win32' \\
                    --hash=sha256:11
                """);

        assertThat(python(
                        "dist/sbom.py",
                        "backstory-reader",
                        "0.1.0",
                        lock.toString(),
                        temp.resolve("bom").toString()))
                .isEqualTo(new Script.Outcome(0, ""));

        assertThat(Files.readString(temp.resolve("bom")).replaceAll("\\s+", " "))
                .contains("\"name\": \"backstory-reader\", \"version\": \"0.1.0\"")
                .contains("\"components\": [ { \"type\": \"library\", \"bom-ref\": \"pkg:pypi/numpy@2.3.5\"")
                .contains("\"purl\": \"pkg:pypi/tzdata@2025.2\", \"properties\": [ { \"name\": \"backstory:marker\","
                        + " \"value\": \"sys_platform == 'win32'\" } ]");
    }
}
