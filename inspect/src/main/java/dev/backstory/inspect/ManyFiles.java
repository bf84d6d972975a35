package dev.backstory.inspect;

import dev.backstory.lake.files.InParallel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;

/** Runs hundreds of small reads at once: such a read mostly waits, and on remote storage it does little else. */
public final class ManyFiles {
    private ManyFiles() {}

    public interface Reading<T, R> {
        R of(T file) throws IOException;
    }

    /** Results in the order of the files. The first file's failure is thrown, as an {@link UncheckedIOException}. */
    public static <T, R> List<R> read(Collection<T> files, Reading<T, R> reading) {
        return InParallel.map(files, file -> {
            try {
                return reading.of(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        });
    }
}
