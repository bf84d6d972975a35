package dev.backstory.command;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.key.ConfigException;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.failure.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.Option;

/** The option of every command that works on a pipeline: which config. */
public class ConfigOptions {
    private static final String USUAL = "pipeline.yaml";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "${env:BACKSTORY_CONFIG:-" + USUAL + "}",
            description = "The pipeline's config, a local file; else the one that BACKSTORY_CONFIG names, else ./"
                    + USUAL + ".")
    String config;

    /** The config's path as the user gave it, for commands in messages. */
    public String config() {
        return config;
    }

    /** @throws ConfigException with all problems of the config */
    public PipelineConfig load() {
        if (config.equals(USUAL) && Files.notExists(Path.of(config))) {
            throw new UsageException("Which config? There is no " + USUAL
                    + " in this folder; give --config FILE, or set" + " BACKSTORY_CONFIG");
        }
        return ConfigLoader.load(Path.of(config));
    }

    /** @throws UsageException if the text is not a day */
    static LocalDate day(String option, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new UsageException(
                    "Cannot use " + option + " '" + text + "' because it is not a day; write it as 2025-08-14", e);
        }
    }
}
