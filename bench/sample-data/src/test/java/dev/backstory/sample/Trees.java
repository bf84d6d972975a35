package dev.backstory.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Folders as maps of relative path to content, to be compared. */
final class Trees {
    private Trees() {}

    /** Every byte as a character, so that a difference can be read. */
    static Map<String, String> of(Path root) throws IOException {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            paths.filter(Files::isRegularFile)
                    .forEach(path -> tree.put(root.relativize(path).toString(), content(path)));
        }
        return tree;
    }

    private static String content(Path path) {
        try {
            return new String(Files.readAllBytes(path), java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
