package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
