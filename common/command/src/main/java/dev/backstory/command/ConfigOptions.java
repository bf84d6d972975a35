package dev.backstory.command;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.key.ConfigException;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.failure.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The option of every command that works on a pipeline: which config. */
public class ConfigOptions {
    private static final String USUAL = "pipeline.yaml";
    private static final Pattern URI_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");
    private static final Pattern WRITTEN_AS_A_DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    /** {@code file:/x}, {@code file:///x}: no Hadoop is needed for these. */
    private static final Pattern LOCAL_URI = Pattern.compile("file:(/|///)(?=[^/])");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "${env:BACKSTORY_CONFIG:-" + USUAL + "}",
            description = "The pipeline's config, a file or a URI; else the one that BACKSTORY_CONFIG names, else ./"
                    + USUAL + ".")
    String config;

    /** The config's path as the user gave it, for commands in messages. */
    public String config() {
        return config;
    }

    /** @throws ConfigException with all problems of the config */
    public PipelineConfig load() {
        return load(List.of());
    }

    /**
     * @param settings of Hadoop, by which a config is reached that is not on this machine
     * @throws ConfigException with all problems of the config
     */
    public PipelineConfig load(Iterable<Map.Entry<String, String>> settings) {
        return loadOf(text(settings));
    }

    /** The config's own text, as it is. */
    public String text() {
        return text(List.of());
    }

    private String text(Iterable<Map.Entry<String, String>> settings) {
        Optional<Path> file = localFile();
        return file.isPresent() ? ConfigLoader.text(file.get()) : ConfigUri.text(config, settings);
    }

    /**
     * The config of its text.
     *
     * @throws ConfigException with all problems of the config
     */
    public PipelineConfig loadOf(String text) {
        Optional<Path> file = localFile();
        return file.isPresent() ? ConfigLoader.load(file.get(), text) : ConfigLoader.loadOf(config, text);
    }

    /** The name of the config's file, without its folder. */
    public String fileName() {
        return config.substring(config.lastIndexOf('/') + 1);
    }

    /** Empty when the config is elsewhere. */
    private Optional<Path> localFile() {
        if (config.equals(USUAL) && Files.notExists(Path.of(config))) {
            throw new UsageException("Which config? There is no " + USUAL
                    + " in this folder; give --config FILE, or set" + " BACKSTORY_CONFIG");
        }
        if (LOCAL_URI.matcher(config).lookingAt()) {
            return Optional.of(Path.of(LOCAL_URI.matcher(config).replaceFirst("/")));
        }
        return URI_SCHEME.matcher(config).matches() ? Optional.empty() : Optional.of(Path.of(config));
    }

    /** @throws UsageException if the text is not a day */
    static LocalDate day(String option, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new UsageException(
                    "Cannot use " + option + " '" + text + "' because "
                            + (WRITTEN_AS_A_DAY.matcher(text).matches()
                                    ? "there is no such day"
                                    : "it is not a day; write it as 2025-08-14"),
                    e);
        }
    }
}
