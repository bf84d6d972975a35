package dev.backstory.spark.ingest;

import dev.backstory.core.config.input.Source;
import dev.backstory.core.config.input.Sources;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.spark.source.row.SourceName;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/** Says at which file of which source Spark's own reader gave up: in its failures that is in the middle of a trace. */
final class UnreadableFiles {
    private static final Pattern FILE = Pattern.compile("Encountered error while reading file (\\S+)\\. Details:");

    private final Map<String, Source> sources;

    UnreadableFiles(Sources sources) {
        this.sources = sources.all();
    }

    /** The failure of a Spark job, in words for a user if it is that of a file. */
    RuntimeException explained(Exception failure) {
        Throwable deepest = failure;
        Optional<String> file = Optional.empty();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BackstoryException) {
                return unexplained(failure);
            }
            if (file.isEmpty()) {
                file = file(cause.getMessage());
            }
            deepest = cause;
        }
        return file.isPresent() ? unreadable(file.get(), deepest) : unexplained(failure);
    }

    /** Spark throws checked exceptions where Java expects none. */
    private static RuntimeException unexplained(Exception failure) {
        return failure instanceof RuntimeException other ? other : new IllegalStateException(failure);
    }

    private static Optional<String> file(String message) {
        Matcher found = FILE.matcher(message == null ? "" : message);
        return found.find() ? Optional.of(new Path(URI.create(found.group(1))).toString()) : Optional.empty();
    }

    private BackstoryException unreadable(String file, Throwable cause) {
        String source = sources.entrySet().stream()
                .filter(entry -> entry.getValue().path() != null)
                .filter(entry -> isUnder(file, entry.getValue().path()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("of this step");
        String format = Optional.ofNullable(sources.get(source))
                .map(known -> known.format().name().toLowerCase(Locale.ROOT))
                .orElse("parquet");
        return new SourceName(source).unreadableFile(file, format, cause);
    }

    private static boolean isUnder(String file, String path) {
        String plain = new Path(path).toUri().getPath();
        String plainFile = new Path(file).toUri().getPath();
        return plainFile.equals(plain) || plainFile.startsWith(plain + "/");
    }
}
