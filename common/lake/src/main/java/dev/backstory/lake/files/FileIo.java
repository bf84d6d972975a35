package dev.backstory.lake.files;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Hadoop's file systems, and what is thrown where they fail: what was tried, with which file, and why it failed. */
final class FileIo {
    private final Configuration conf;

    FileIo(Configuration conf) {
        this.conf = conf;
    }

    FileSystem system(Path path) throws IOException {
        return path.getFileSystem(conf);
    }

    FileContext context(Path path) throws IOException {
        return FileContext.getFileContext(system(path).getUri(), conf);
    }

    boolean isLocal(Path path) throws IOException {
        return "file".equals(system(path).getUri().getScheme());
    }

    static java.nio.file.Path local(Path path) {
        return java.nio.file.Path.of(path.toUri().getPath());
    }

    void change(String action, Path path, Change body) {
        run(action, path, () -> {
            body.run();
            return true;
        });
    }

    <T> T run(String action, Path path, Action<T> body) {
        try {
            return body.run();
        } catch (IOException e) {
            throw FileFault.of(action + " " + path, onThisDisk(path), e);
        }
    }

    /** Null where the path is not on a local disk, or no file system can be reached to tell. */
    private java.nio.file.@Nullable Path onThisDisk(Path path) {
        try {
            return isLocal(path) ? local(path) : null;
        } catch (IOException unreachable) {
            return null;
        }
    }

    interface Change {
        void run() throws IOException;
    }

    interface Action<T> {
        T run() throws IOException;
    }
}
