package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.command.CommandLines;
import dev.backstory.core.run.CodeVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ManualPageTest {
    @TempDir
    Path folder;

    @Test
    void everyCommandHasAPageWithItsOptions() throws Exception {
        CommandLine line = CommandLines.of(new Main());

        assertThat(line.execute("generate-man", "--out", folder.toString())).isZero();

        try (Stream<Path> pages = Files.list(folder)) {
            assertThat(pages.map(page -> page.getFileName().toString()))
                    .hasSize(line.getSubcommands().size() + 1)
                    .contains("backstory.1", "backstory-run.1", "backstory-sample-data.1");
        }
        assertThat(Files.readString(folder.resolve("backstory-generate-man.1")))
                .isEqualTo("""
                .TH "BACKSTORY\\-GENERATE\\-MAN" 1 "" "Backstory 0.1.0" "Backstory"
                .SH NAME
                backstory\\-generate\\-man \\- Write a manual page for each command
                .SH SYNOPSIS
                \\fBbackstory generate\\-man\\fR [OPTIONS]
                .SH DESCRIPTION
                Write a manual page for each command.
                .SH OPTIONS
                .TP
                \\fB\\-h\\fR, \\fB\\-\\-help\\fR
                Show this help message and exit.
                .TP
                \\fB\\-\\-out\\fR=\\fIFOLDER\\fR
                The folder to write them into.
                .TP
                \\fB\\-q\\fR, \\fB\\-\\-quiet\\fR
                Say only what needs attention, and what was asked for.
                .TP
                \\fB\\-v\\fR, \\fB\\-\\-verbose\\fR
                Say what Spark logs, too, and where in the program an error arose.
                .TP
                \\fB\\-V\\fR, \\fB\\-\\-version\\fR
                Print version information and exit.
                .SH EXAMPLES AND EXIT CODES
                .nf

                  bin/backstory generate\\-man \\-\\-out ~/.local/share/man/man1
                  man backstory\\-run
                .fi
                """.replace("0.1.0", CodeVersion.text()));
        assertThat(Files.readString(folder.resolve("backstory.1")))
                .contains(".SH COMMANDS\n.TP\n\\fBbackstory\\-run\\fR(1)\nBuild, audit and publish some days in one"
                        + " process.\n");
    }

    /** Where there is a groff, it has nothing to say about any page. */
    @Test
    void manUnderstandsThem() throws Exception {
        CommandLines.of(new Main()).execute("generate-man", "--out", folder.toString());

        for (String page : List.of("backstory.1", "backstory-run.1", "backstory-sample-data.1")) {
            Script.Outcome outcome = Script.run(
                    Path.of("/usr/bin/env"),
                    Map.of("PAGE", folder.resolve(page).toString()),
                    "bash",
                    "-c",
                    "! command -v groff >/dev/null || groff -man -Tutf8 -ww -z \"$PAGE\"");

            assertThat(outcome).as(page).isEqualTo(new Script.Outcome(0, ""));
        }
    }
}
