package dev.backstory.cli;

import dev.backstory.command.Failures;
import dev.backstory.command.Interrupt;
import dev.backstory.core.run.CodeVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "generate-man",
        description = "Write a manual page for each command.",
        mixinStandardHelpOptions = true,
        footer = {"", "Examples:", "  bin/backstory generate-man --out ~/.local/share/man/man1", "  man backstory-run"})
final class GenerateManCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--out", paramLabel = "FOLDER", required = true, description = "The folder to write them into.")
    private Path out;

    @Override
    public Integer call() {
        return Failures.report("generate-man", () -> {
            Interrupt.leaves(
                    "generate-man", () -> "the pages in " + out + " may not be whole. To go on: start it again");
            CommandLine whole = spec.commandLine().getParent();
            write(whole);
            whole.getSubcommands().values().forEach(this::write);
            return 0;
        });
    }

    private void write(CommandLine command) {
        ManualPage page = new ManualPage(command, CodeVersion.text());
        try {
            Files.createDirectories(out);
            Files.writeString(out.resolve(page.fileName()), page.text());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write into " + out + " (" + e.getMessage() + ")", e);
        }
    }
}
