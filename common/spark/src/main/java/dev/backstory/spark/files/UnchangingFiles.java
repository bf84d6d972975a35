package dev.backstory.spark.files;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.execution.datasources.FileStatusCache;
import scala.Option;

/** Remembers the files of runs that stay where they are written ({@code _runs}): none ever changes, and each look costs. */
final class UnchangingFiles extends FileStatusCache {
    static final UnchangingFiles CACHE = new UnchangingFiles();

    /** By which Spark divides long files among tasks. */
    private static final long BLOCK_BYTES = 32L << 20;

    private final Map<Path, FileStatus[]> known = new ConcurrentHashMap<>();

    private UnchangingFiles() {}

    /** Takes a file that a record names, so that nobody has to ask what it is. */
    void know(Path path, long bytes) {
        if (stays(path)) {
            known.computeIfAbsent(
                    path, file -> new FileStatus[] {new FileStatus(bytes, false, 1, BLOCK_BYTES, 0, file)});
        }
    }

    private static boolean stays(Path path) {
        return path.toString().contains("/_runs/");
    }

    @Override
    public Option<FileStatus[]> getLeafFiles(Path path) {
        return Option.apply(known.get(path));
    }

    @Override
    public void putLeafFiles(Path path, FileStatus[] found) {
        if (stays(path) && found.length == 1) {
            known.put(path, found);
        }
    }

    @Override
    public void invalidateAll() {
        known.clear();
    }
}
