package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.backstory.command.CommandLines;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the shells offer when Tab is pressed. */
class CompletionTest {
    @TempDir
    Path folder;

    private Path completion;

    @BeforeEach
    void write() throws Exception {
        StringWriter out = new StringWriter();
        assertThat(CommandLines.of(new Main()).setOut(new PrintWriter(out)).execute("generate-completion"))
                .isZero();
        completion = Files.writeString(folder.resolve("backstory.bash"), out.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "backstory val | validate",
                "backstory vocabulary --conf | --config",
                "backstory run --re | --rebuild",
                "backstory dq --st | --step",
            })
    void bashOffersTheOneThatFits(String typed, String offered) throws Exception {
        Script.Outcome outcome = Script.run(
                Path.of("/usr/bin/env"),
                Map.of("COMPLETION", completion.toString(), "TYPED", typed),
                "bash",
                "-c",
                """
                compopt() { :; } # only a shell at a terminal has it
                source "$COMPLETION"
                read -ra COMP_WORDS <<<"$TYPED"
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_LINE="$TYPED" COMP_POINT=${#TYPED}
                _complete_backstory
                printf '%s\\n' "${COMPREPLY[@]}"
                """);

        assertThat(outcome).isEqualTo(new Script.Outcome(0, offered + "\n"));
    }

    /** A shell that not every machine has: it reads the file and has a completion for the command. */
    @Test
    void zshTakesItThroughBashcompinit() throws Exception {
        String script = "autoload -U +X compinit && compinit -u -D; autoload -U +X bashcompinit && bashcompinit;"
                + " source \"$COMPLETION\" && print -r -- ${_comps[backstory]}";
        Script.Outcome there = Script.run(Path.of("/usr/bin/env"), Map.of(), "bash", "-c", "command -v zsh >/dev/null");
        assumeTrue(there.exit() == 0, "there is no zsh on this machine");

        Script.Outcome outcome = Script.run(
                Path.of("/usr/bin/env"), Map.of("COMPLETION", completion.toString()), "zsh", "-f", "-c", script);

        assertThat(outcome.exit()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("_bash_complete -F _complete_backstory");
    }
}
