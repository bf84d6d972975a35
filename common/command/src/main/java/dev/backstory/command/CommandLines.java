package dev.backstory.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Command lines with this product's habits: usage errors on stderr with exit code 2, help everywhere. */
public final class CommandLines {
    private CommandLines() {}

    /** @param command an object whose class is a picocli {@code @Command} */
    public static CommandLine of(Object command) {
        if (command.getClass().getAnnotation(Command.class) == null) {
            throw new IllegalArgumentException(command.getClass() + " is not a command");
        }
        return new CommandLine(command).setUsageHelpAutoWidth(true);
    }
}
