package dev.backstory.inspect;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of a command that looks at one day. */
public final class DayOptions {
    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "The pipeline's config (a local file).")
    String config;

    @Option(
            names = "--dt",
            required = true,
            paramLabel = "DAY",
            converter = Day.class,
            description = "The day, as 2025-08-14.")
    LocalDate dt;

    public LocalDate dt() {
        return dt;
    }

    /** The config's path as the user gave it, for commands in messages. */
    public String configArgument() {
        return config;
    }

    public PipelineConfig load() {
        return ConfigLoader.load(Path.of(config));
    }

    static final class Day implements ITypeConverter<LocalDate> {
        @Override
        public LocalDate convert(String text) {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeParseException e) {
                throw new TypeConversionException("'" + text + "' is not a day; write it as 2025-08-14");
            }
        }
    }
}
