package dev.backstory.command;

import dev.backstory.core.config.key.NearMiss;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** What is said of a command line that is none: what is wrong, what was probably meant, and where help is. */
final class WrongUsage {
    private WrongUsage() {}

    /** As a {@link CommandLine.IParameterExceptionHandler}. */
    static int report(ParameterException problem, String[] arguments) {
        CommandLine line = problem.getCommandLine();
        PrintWriter err = line.getErr();
        List<String> unknown = line.getUnmatchedArguments();
        String text = String.valueOf(problem.getMessage());
        boolean asksForACommand = unknown.isEmpty() && !line.getSubcommands().isEmpty();
        if (asksForACommand) {
            err.println(Printable.of(text));
            line.usage(err);
        } else {
            String name = line.getCommandSpec().name();
            err.println(Printable.of(name + ": " + (unknown.isEmpty() ? text : unknown(line, unknown.get(0)))));
            String command = line.getParent() == null
                    ? "bin/" + name
                    : "bin/" + line.getCommandSpec().qualifiedName();
            err.println("Usage: " + command + (line.getSubcommands().isEmpty() ? " [OPTIONS]" : " COMMAND [OPTIONS]")
                    + "; " + command + " --help says which there are");
        }
        err.flush();
        return line.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String unknown(CommandLine line, String argument) {
        if (argument.startsWith("-") && argument.length() > 1) {
            String option = argument.replaceFirst("=.*", "");
            return "unknown option '" + option + "'" + NearMiss.of(option, options(line));
        }
        return line.getSubcommands().isEmpty()
                ? "unknown argument '" + argument + "'"
                : "unknown command '" + argument + "'"
                        + NearMiss.of(argument, line.getSubcommands().keySet());
    }

    private static Collection<String> options(CommandLine line) {
        return line.getCommandSpec().options().stream()
                .map(OptionSpec::longestName)
                .toList();
    }
}
