package dev.backstory.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** A command's page for {@code man}, made from the same parts as its help. */
final class ManualPage {
    private final CommandLine command;
    private final String version;

    ManualPage(CommandLine command, String version) {
        this.command = command;
        this.version = version;
    }

    /** The file's name, such as {@code backstory-run.1}. */
    String fileName() {
        return name() + ".1";
    }

    private String name() {
        return command.getCommandSpec().qualifiedName("-");
    }

    String text() {
        CommandSpec spec = command.getCommandSpec();
        UsageMessageSpec usage = spec.usageMessage();
        List<String> lines = new ArrayList<>();
        lines.add(".TH " + quoted(name().toUpperCase(Locale.ROOT)) + " 1 \"\" " + quoted("Backstory " + version)
                + " \"Backstory\"");
        lines.add(".SH NAME");
        lines.add(escaped(name()) + " \\- " + escaped(summary(usage).replaceFirst("\\.$", "")));
        lines.add(".SH SYNOPSIS");
        lines.add("\\fB" + escaped(spec.qualifiedName()) + "\\fR"
                + (command.getSubcommands().isEmpty() ? " [OPTIONS]" : " COMMAND [OPTIONS]"));
        lines.add(".SH DESCRIPTION");
        lines.add(escaped(String.join(" ", plain(usage.description()))));
        lines.add(".SH OPTIONS");
        spec.options().stream()
                .filter(option -> !option.hidden())
                .sorted(Comparator.comparing(OptionSpec::longestName))
                .forEach(option -> addOption(lines, option));
        if (!command.getSubcommands().isEmpty()) {
            lines.add(".SH COMMANDS");
            command.getSubcommands().forEach((name, each) -> {
                lines.add(".TP");
                lines.add("\\fB" + escaped(each.getCommandSpec().qualifiedName("-")) + "\\fR(1)");
                lines.add(escaped(summary(each.getCommandSpec().usageMessage())));
            });
        }
        addFooter(lines, plain(usage.footer()));
        return String.join("\n", lines) + "\n";
    }

    private static void addOption(List<String> lines, OptionSpec option) {
        lines.add(".TP");
        String parameter = option.arity().max() == 0 ? "" : "=\\fI" + escaped(option.paramLabel()) + "\\fR";
        lines.add(Arrays.stream(option.names())
                .map(name -> "\\fB" + escaped(name) + "\\fR" + parameter)
                .collect(Collectors.joining(", ")));
        lines.add(escaped(String.join(" ", plain(option.description()))));
    }

    /** Examples and exit codes are printed unchanged. */
    private static void addFooter(List<String> lines, List<String> footer) {
        if (footer.isEmpty()) {
            return;
        }
        lines.add(".SH EXAMPLES AND EXIT CODES");
        lines.add(".nf");
        footer.stream()
                .filter(line -> !line.equals("Examples:"))
                .map(ManualPage::escaped)
                .forEach(lines::add);
        lines.add(".fi");
    }

    private static String summary(UsageMessageSpec usage) {
        return String.join(" ", plain(usage.header().length > 0 ? usage.header() : usage.description()));
    }

    /** The texts without picocli's marks for colors and formats. */
    private static List<String> plain(String[] texts) {
        return Arrays.stream(texts)
                .map(text -> Ansi.OFF.string(text.replace("%n", " ").replace("%%", "%")))
                .toList();
    }

    private static String quoted(String text) {
        return "\"" + escaped(text).replace("\"", "\\(dq") + "\"";
    }

    /**
     * Escapes the characters that roff would interpret: backslashes, hyphens meant as minus signs, and periods and
     * apostrophes at the beginning of a line.
     */
    private static String escaped(String text) {
        String safe = text.replace("\\", "\\e").replace("-", "\\-");
        return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
    }
}
