package dev.backstory.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The example of real events, with its own lake for a test. */
final class OttoExample {
    static final Path FOLDER = Path.of("../examples/otto").toAbsolutePath().normalize();

    private OttoExample() {}

    /** A copy of the example under a folder; its lake is {@code folder/data/otto/lake}. Returns the config's path. */
    static Path copyTo(Path folder) {
        Path target = folder.resolve("examples/otto");
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.toList()) {
                Path copy = target.resolve(FOLDER.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return target.resolve("pipeline.yaml");
    }

    /** As {@link #copyTo}, with histories beside the training rows. */
    static Path copyWithHistoriesTo(Path folder) {
        Path config = copyTo(folder);
        try {
            String text = Files.readString(config);
            String both = text.replace(
                            "  training: {allow-empty: true}\n",
                            "  training: {allow-empty: true}\n  histories: {allow-empty: true}\n")
                    .replace("\nhistory: {", "\nhistory: {outputs: [training, histories], ");
            Files.writeString(config, both);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return config;
    }

    static Path lake(Path folder) {
        return folder.resolve("data/otto/lake");
    }
}
