package dev.backstory.command;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;

/** Command lines with this product's habits: usage errors on stderr with exit code 2, help everywhere. */
public final class CommandLines {
    private CommandLines() {}

    /** @param command an object whose class is a picocli {@code @Command} */
    public static CommandLine of(Object command) {
        if (command.getClass().getAnnotation(Command.class) == null) {
            throw new IllegalArgumentException(command.getClass() + " is not a command");
        }
        CommandLine line =
                new CommandLine(command).setUsageHelpAutoWidth(true).setParameterExceptionHandler(WrongUsage::report);
        keepExamplesWhole(line);
        if (command instanceof CommandGroups grouped) {
            line.getHelpSectionMap().remove(SECTION_KEY_COMMAND_LIST_HEADING);
            line.getHelpSectionMap().put(SECTION_KEY_COMMAND_LIST, help -> list(help, grouped.groups()));
        }
        return line;
    }

    /** A command that is broken over two lines cannot be copied from a terminal. */
    private static void keepExamplesWhole(CommandLine line) {
        line.getHelpSectionMap().put(SECTION_KEY_FOOTER, CommandLines::footer);
        line.getSubcommands().values().forEach(CommandLines::keepExamplesWhole);
    }

    private static String footer(Help help) {
        StringBuilder footer = new StringBuilder();
        for (String text : help.commandSpec().usageMessage().footer()) {
            footer.append(help.colorScheme().text(text)).append(System.lineSeparator());
        }
        return footer.toString();
    }

    private static String list(Help help, Map<String, List<String>> groups) {
        StringBuilder list = new StringBuilder();
        groups.forEach((title, names) -> {
            Map<String, Help> commands = new LinkedHashMap<>();
            names.forEach(name -> commands.put(name, help.subcommands().get(name)));
            list.append(System.lineSeparator())
                    .append(title)
                    .append(":")
                    .append(System.lineSeparator())
                    .append(help.commandList(commands));
        });
        return list.toString();
    }
}
