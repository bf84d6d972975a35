package dev.backstory.lake.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/** Changes of a file system that are made by one rename, so that a reader sees all of them or nothing. */
final class OneStep {
    private final FileIo io;

    OneStep(FileIo io) {
        this.io = io;
    }

    /** Writes a small file, over the one that is there. */
    void write(Path file, String text) throws IOException {
        replace(writeBeside(file, text), file);
    }

    /** The same of a file that someone else writes. */
    void write(Path file, LakeFiles.FileWriter writer) throws IOException {
        Path unfinished = beside(file);
        writer.write(unfinished);
        replace(unfinished, file);
    }

    /** Makes a small file; false when one of that name is already there. */
    boolean create(Path file, String text) throws IOException {
        Path unfinished = writeBeside(file, text);
        try {
            io.context(file).rename(unfinished, file, Options.Rename.NONE);
            return true;
        } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
            io.system(unfinished).delete(unfinished, false);
            return false;
        }
    }

    /** Renames a file or folder to a name that is not taken. */
    void move(Path from, Path to) throws IOException {
        io.system(to).mkdirs(to.getParent());
        if (io.isLocal(to)) {
            if (Files.exists(FileIo.local(to))) {
                throw new FileAlreadyExistsException(to.toString());
            }
            Files.move(FileIo.local(from), FileIo.local(to), StandardCopyOption.ATOMIC_MOVE);
        } else {
            io.context(to).rename(from, to, Options.Rename.NONE);
        }
    }

    private void replace(Path unfinished, Path file) throws IOException {
        if (io.isLocal(file)) {
            Files.move(
                    FileIo.local(unfinished),
                    FileIo.local(file),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } else {
            io.context(file).rename(unfinished, file, Options.Rename.OVERWRITE);
        }
    }

    /** Writes a file under a new hidden name beside another, ready to be renamed; makes the folder if missing. */
    private Path writeBeside(Path file, String text) throws IOException {
        Path unfinished = beside(file);
        try (OutputStream out = io.system(unfinished).create(unfinished, false)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return unfinished;
    }

    private static Path beside(Path file) {
        return new Path(
                file.getParent(), "." + file.getName() + "." + UUID.randomUUID().toString());
    }
}
