package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.command.CommandLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The commands of a page of docs as its reader types them, in the tests' own process, over a copy of the example that is
 * there. A block {@code sh} is lines that begin with {@code bin/backstory}; each line of the block {@code text} after it
 * has to be printed, in that order; … stands for anything.
 */
final class DocsHere {
    private static final Path DOCS = Path.of("../docs").toAbsolutePath().normalize();
    private static final String PROGRAM = "bin/backstory ";
    /** Options that name a place below the folder in which the reader is. */
    private static final Set<String> PLACES = Set.of("--config", "--out");

    private DocsHere() {}

    /**
     * Returns how many commands were run.
     *
     * @param folder in which the reader is
     */
    static int run(String page, Path folder) throws IOException {
        int commands = 0;
        String printed = "";
        for (TutorialTest.Block block : TutorialTest.blocks(Files.readString(DOCS.resolve(page)))) {
            if (!block.command()) {
                TutorialTest.assertPrinted(block.text(), printed);
                continue;
            }
            StringBuilder said = new StringBuilder();
            for (String line : block.text().lines().toList()) {
                assertThat(line).startsWith(PROGRAM);
                said.append(said(line, folder));
                commands++;
            }
            printed = said.toString();
        }
        return commands;
    }

    private static String said(String line, Path folder) {
        List<String> words =
                Stream.of(line.substring(PROGRAM.length()).split(" ", -1)).toList();
        String[] arguments = words.toArray(String[]::new);
        for (int i = 1; i < arguments.length; i++) {
            if (PLACES.contains(arguments[i - 1])) {
                arguments[i] = folder.resolve(arguments[i]).toString();
            }
        }
        SaidHere said = SaidHere.by(() -> CommandLines.of(new Main()).execute(arguments));
        assertThat(said.exit()).as("%s\n%s", line, said.text()).isZero();
        return said.text().replace(folder + "/", "");
    }
}
