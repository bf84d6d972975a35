package dev.backstory.lake.files;

import dev.backstory.lake.objects.Listed;
import dev.backstory.lake.objects.ObjectStore;
import dev.backstory.lake.objects.ObjectStores;
import dev.backstory.lake.objects.SmallObjects;
import dev.backstory.lake.objects.Tagged;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * File operations that either do what they say or throw. Hadoop's own rename nests into an existing target, reports
 * failure as {@code false}, and on a local disk falls back to copying; none of that may happen to a published day.
 */
public class LakeFiles implements SmallObjects {
    private final Configuration conf;
    private final FileIo io;
    private final OneStep steps;

    public LakeFiles(Configuration conf) {
        this.conf = conf;
        this.io = new FileIo(conf);
        this.steps = new OneStep(io);
    }

    @Override
    public Configuration conf() {
        return conf;
    }

    /** Whether a path is on an object store: a rename is a copy there, and a small object changes in one step. */
    public boolean onObjectStore(Path path) {
        return ObjectStores.hold(path, conf);
    }

    /** A small text object of an object store, with the tag that {@link #swap} compares. */
    @Override
    public Optional<Tagged> tagged(Path file) {
        return io("read", file, () -> store(file).get(file));
    }

    /** Writes a small object of an object store if it still is what it was ({@link ObjectStore#swap}). */
    @Override
    public Optional<String> swap(Path file, @Nullable String tag, String text) {
        return io("write", file, () -> store(file).swap(file, tag, text));
    }

    /** All objects of a folder of an object store, and of the folders below, whose names below it begin so. */
    @Override
    public List<Listed> objects(Path folder, String begin) {
        return io("list", folder, () -> store(folder).list(folder, begin));
    }

    /** Removes objects of an object store, which need not be there. */
    @Override
    public void deleteObjects(Collection<Path> objects) {
        if (!objects.isEmpty()) {
            Path first = objects.iterator().next();
            change("delete", first, () -> store(first).delete(objects));
        }
    }

    /** Removes an object of an object store that still is what it was. */
    @Override
    public void deleteObject(Path object, String tag) {
        change("delete", object, () -> store(object).delete(object, tag));
    }

    public boolean exists(Path path) {
        return io("look for", path, () -> system(path).exists(path));
    }

    /** What lies in a folder, by name; empty when the folder is not there. */
    public List<FileStatus> list(Path folder) {
        return io("list", folder, () -> {
            try {
                FileStatus[] found = system(folder).listStatus(folder);
                Arrays.sort(
                        found, Comparator.comparing(status -> status.getPath().getName()));
                return List.of(found);
            } catch (FileNotFoundException e) {
                return List.of();
            }
        });
    }

    /** The names of what lies in a folder, in order, at much less than the cost of {@link #list}; empty without it. */
    public List<String> names(Path folder) {
        String[] names = isLocalPath(folder) ? localPath(folder).toFile().list() : null;
        if (names == null) {
            // Missing or unreadable: the slow way tells one from the other.
            return list(folder).stream()
                    .map(status -> status.getPath().getName())
                    .toList();
        }
        Arrays.sort(names);
        return List.of(names);
    }

    /** What lies in a folder of files, by name; empty when the folder is not there. */
    public List<Path> filesOf(Path folder) {
        return onObjectStore(folder)
                ? objects(folder, "").stream().map(Listed::path).toList()
                : list(folder).stream().map(FileStatus::getPath).toList();
    }

    /** When a file was last written. */
    public Instant changed(Path file) {
        return isLocalPath(file)
                ? Instant.ofEpochMilli(localPath(file).toFile().lastModified())
                : Instant.ofEpochMilli(status(file).getModificationTime());
    }

    /** A path as other programs find it, with its scheme. */
    public Path qualified(Path path) {
        return io("reach", path, () -> system(path).makeQualified(path));
    }

    public FileStatus status(Path path) {
        return io("look at", path, () -> system(path).getFileStatus(path));
    }

    /** The whole of a small text file; empty when it is not there. */
    @Override
    public Optional<String> read(Path file) {
        if (onObjectStore(file)) {
            return tagged(file).map(Tagged::text);
        }
        return io("read", file, () -> {
            try (InputStream in = system(file).open(file)) {
                return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (FileNotFoundException e) {
                return Optional.empty();
            }
        });
    }

    public void makeFolder(Path folder) {
        if (!onObjectStore(folder)) {
            change("make", folder, () -> system(folder).mkdirs(folder));
        }
    }

    /** Writes a small file such that a reader sees the old text, or the new one, or no file; never a part. */
    @Override
    public void writeWhole(Path file, String text) {
        if (onObjectStore(file)) {
            change("write", file, () -> store(file).put(file, text));
        } else {
            change("write", file, () -> steps.write(file, text));
        }
    }

    /** The same of a file that someone else writes: of an object there is nothing before all of it is there. */
    public void writeWhole(Path file, FileWriter writer) {
        change("write", file, () -> {
            if (onObjectStore(file)) {
                writer.write(file);
            } else {
                steps.write(file, writer);
            }
        });
    }

    /** Writes a file under the name that it is given. */
    public interface FileWriter {
        void write(Path file) throws IOException;
    }

    /**
     * Makes a new small file, whole; false when one of that name is already there. On HDFS one of several callers gets
     * true; on a local disk the caller must be the only one.
     */
    public boolean createNew(Path file, String text) {
        requireRenames(file);
        if (exists(file)) {
            return false;
        }
        return io("create", file, () -> steps.create(file, text));
    }

    /** Renames a file or folder to a name that is not taken, in one step; the target's parent is made if missing. */
    public void move(Path from, Path to) {
        requireRenames(to);
        change("move " + from + " to", to, () -> steps.move(from, to));
    }

    /** Removes a file or a whole folder; nothing happens when it is not there. */
    public void delete(Path path) {
        change("delete", path, () -> {
            if (onObjectStore(path)) {
                deleteAll(path);
                return;
            }
            if (!system(path).delete(path, true) && system(path).exists(path)) {
                throw new IOException("the file system refused");
            }
        });
    }

    /** Removes a file; nothing happens when it is not there. */
    public void deleteFile(Path file) {
        if (onObjectStore(file)) {
            deleteObjects(List.of(file));
        } else {
            delete(file);
        }
    }

    /** Removes a folder that is empty; whether it was there, and is gone. */
    public boolean deleteEmptyFolder(Path folder) {
        try {
            return system(folder).delete(folder, false);
        } catch (IOException notEmpty) {
            return false;
        }
    }

    /** Sets a file's time of change to now: a heartbeat. */
    public void touch(Path file) {
        change("touch", file, () -> {
            system(file).setTimes(file, System.currentTimeMillis(), -1);
        });
    }

    public boolean isLocalPath(Path path) {
        return io("reach", path, () -> io.isLocal(path));
    }

    public java.nio.file.Path localPath(Path path) {
        return FileIo.local(path);
    }

    private void deleteAll(Path path) throws IOException {
        ObjectStore store = store(path);
        List<Path> objects = new ArrayList<>(List.of(path));
        store.list(path, "").forEach(object -> objects.add(object.path()));
        store.delete(objects);
    }

    private void requireRenames(Path path) {
        if (onObjectStore(path)) {
            throw new IllegalStateException("Nothing is renamed on an object store: " + path);
        }
    }

    private ObjectStore store(Path path) throws IOException {
        return ObjectStores.open(path, conf);
    }

    private FileSystem system(Path path) throws IOException {
        return io.system(path);
    }

    private void change(String action, Path path, FileIo.Change body) {
        io.change(action, path, body);
    }

    private <T> T io(String action, Path path, FileIo.Action<T> body) {
        return io.run(action, path, body);
    }
}
