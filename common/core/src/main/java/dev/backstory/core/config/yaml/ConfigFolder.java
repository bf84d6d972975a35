package dev.backstory.core.config.yaml;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The folder of a config, against which its relative paths are resolved: on this machine, or wherever a URI leads. */
abstract class ConfigFolder {
    /** The location that is meant by a path, which is not a URI; empty when it leads out of where the config is. */
    abstract Optional<String> resolve(String path);

    /** What a path must not lead out of, for messages. */
    abstract String root();

    static ConfigFolder of(Path folder) {
        return new Local(folder);
    }

    /** @param file the URI of a config, such as {@code s3a://bucket/conf/pipeline.yaml} or {@code dbfs:/conf/pipeline.yaml} */
    static ConfigFolder ofUri(String file) {
        int scheme = file.indexOf(':') + 1;
        int begin = file.startsWith("//", scheme) ? file.indexOf('/', scheme + 2) : scheme;
        if (begin < 0) {
            begin = file.length();
        }
        return new Remote(
                file.substring(0, begin), segments(file.substring(begin, Math.max(begin, file.lastIndexOf('/')))));
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>(List.of(path.split("/")));
        segments.removeIf(String::isEmpty);
        return segments;
    }

    private static final class Local extends ConfigFolder {
        private final Path folder;

        Local(Path folder) {
            this.folder = folder;
        }

        @Override
        Optional<String> resolve(String path) {
            return Optional.of(folder.resolve(path).toAbsolutePath().normalize().toString());
        }

        @Override
        String root() {
            return "/";
        }
    }

    private static final class Remote extends ConfigFolder {
        /** Scheme and authority. */
        private final String root;

        private final List<String> folder;

        Remote(String root, List<String> folder) {
            this.root = root;
            this.folder = folder;
        }

        @Override
        Optional<String> resolve(String path) {
            if (path.startsWith("/")) {
                return Optional.of(Path.of(path).normalize().toString());
            }
            List<String> resolved = new ArrayList<>(folder);
            for (String segment : segments(path)) {
                if (segment.equals("..")) {
                    if (resolved.isEmpty()) {
                        return Optional.empty();
                    }
                    resolved.remove(resolved.size() - 1);
                } else if (!segment.equals(".")) {
                    resolved.add(segment);
                }
            }
            return Optional.of(root + "/" + String.join("/", resolved));
        }

        @Override
        String root() {
            return root;
        }
    }
}
