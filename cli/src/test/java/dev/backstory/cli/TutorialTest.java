package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tutorial as its reader goes through it: from a tarball, in an empty folder, with a Java and a Spark. Each line of a
 * block {@code text} has to be printed by the block {@code sh} before it, in that order; … stands for anything.
 */
@Tag("process")
class TutorialTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern BLOCK =
            Pattern.compile("^```(sh|text)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @TempDir
    Path temp;

    record Block(boolean command, String text) {}

    @Test
    void everyCommandSaysWhatTheTutorialSays() throws Exception {
        String name = "backstory-" + version();
        Script.Outcome made = Script.run(
                ROOT.resolve("setup/dist.sh"),
                Map.of("LC_ALL", "C.UTF-8"),
                "--unpacked",
                temp.resolve("made/" + name).toString());
        assertThat(made.exit()).as(made.output()).isZero();
        Path reader = Files.createDirectories(temp.resolve("reader"));
        Script.Outcome packed = Script.run(
                Path.of("/usr/bin/env"),
                Map.of(),
                "python3",
                "-B",
                ROOT.resolve("setup/dist/pack.py").toString(),
                temp.resolve("made/" + name).toString(),
                reader.resolve(name + ".tar.gz").toString());
        assertThat(packed.exit()).as(packed.output()).isZero();
        List<Block> blocks = blocks(Files.readString(ROOT.resolve("docs/tutorial.md")));
        assertThat(blocks.stream().filter(Block::command)).hasSizeGreaterThanOrEqualTo(5);

        List<String> printed = run(reader, blocks);

        int command = -1;
        for (Block block : blocks) {
            if (block.command()) {
                command++;
            } else {
                assertPrinted(block.text(), printed.get(command));
            }
        }
    }

    static List<Block> blocks(String page) {
        return BLOCK.matcher(page).results().map(TutorialTest::block).toList();
    }

    private static Block block(MatchResult match) {
        return new Block(match.group(1).equals("sh"), match.group(2));
    }

    /** All commands in one shell, as in one terminal. Returns what each block printed. */
    private List<String> run(Path folder, List<Block> blocks) throws Exception {
        String mark = "-- what follows is of the next block --\n";
        Path script = Files.writeString(
                temp.resolve("tutorial.sh"),
                "cd '" + folder + "'\n"
                        + blocks.stream()
                                .filter(Block::command)
                                .map(Block::text)
                                .collect(Collectors.joining("printf -- '" + mark.replace("\n", "\\n") + "'\n")));
        Script.Outcome outcome = Script.run(
                Path.of("/usr/bin/env"),
                Map.of(
                        "JAVA_HOME", System.getProperty("java.home"),
                        "SPARK_HOME", ROOT.resolve(".backstory/spark").toString(),
                        "SPARK_LOCAL_IP", "127.0.0.1",
                        "BACKSTORY_HEAP", "1500m",
                        "BACKSTORY_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"),
                "bash",
                "-euo",
                "pipefail",
                script.toString());
        assertThat(outcome.exit()).as(outcome.output()).isZero();
        return List.of(outcome.output().split(Pattern.quote(mark), -1));
    }

    static void assertPrinted(String wanted, String printed) {
        List<String> left = new ArrayList<>(printed.lines().toList());
        for (String line : wanted.lines().toList()) {
            Pattern pattern = Pattern.compile(Stream.of(line.strip().split("\\s*…\\s*", -1))
                    .map(Pattern::quote)
                    .collect(Collectors.joining(".*")));
            int at = 0;
            while (at < left.size() && !pattern.matcher(left.get(at).strip()).matches()) {
                at++;
            }
            assertThat(at).as("'%s' is not among\n%s", line, printed).isLessThan(left.size());
            left = left.subList(at + 1, left.size());
        }
    }

    private static String version() throws Exception {
        return Script.run(
                        Path.of("/usr/bin/env"),
                        Map.of(),
                        "python3",
                        "-B",
                        ROOT.resolve("setup/version.py").toString())
                .output()
                .strip();
    }
}
