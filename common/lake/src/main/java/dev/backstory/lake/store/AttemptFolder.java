package dev.backstory.lake.store;

import dev.backstory.core.run.PackFile;
import dev.backstory.core.run.StagedFile;
import dev.backstory.lake.files.LakeFiles;
import java.util.Collection;
import java.util.UUID;
import org.apache.hadoop.fs.Path;

/**
 * The folder that one attempt of a task writes into; or, for files that are written where they stay, unique names. It
 * is made in the task, on whatever machine that runs. No two attempts share one, so a speculative, late or repeated
 * attempt does no harm; the driver takes only what successful attempts report.
 */
public final class AttemptFolder {
    static final String ATTEMPTS = "_attempts";
    private static final int UNIQUE = 13;

    private final Path root;
    private final String name;
    private final String suffix;

    private AttemptFolder(Path root, String name, String suffix) {
        this.root = root;
        this.name = name;
        this.suffix = suffix;
    }

    /** @param run the staged run's folder ({@link StagingRun#folder()}), as text since it travels to executors */
    public static AttemptFolder create(String run, int task) {
        String attempt = UUID.randomUUID().toString();
        String name = task + "-" + attempt;
        Path folder = new Path(run);
        return isWrittenInPlace(folder)
                ? new AttemptFolder(folder, name, "-" + attempt.substring(0, UNIQUE))
                : new AttemptFolder(new Path(new Path(folder, ATTEMPTS), name), name, "");
    }

    /**
     * On an object store nothing can be moved: files are written where they stay, under names that no other attempt
     * uses.
     */
    private static boolean isWrittenInPlace(Path run) {
        return run.getParent().getName().equals(Lake.RUNS);
    }

    /** A file name that no other attempt uses. */
    private static String unique(String fileName, String suffix) {
        int dot = fileName.lastIndexOf('.');
        return fileName.substring(0, dot) + suffix + fileName.substring(dot);
    }

    /** A file that stays where it is written, under a name like this one that no other attempt uses. */
    public static Path inPlace(Path folder, String fileName) {
        return new Path(
                folder, unique(fileName, "-" + UUID.randomUUID().toString().substring(0, UNIQUE)));
    }

    /** Moves exactly these files of a run from their attempts into place. */
    static void accept(LakeFiles files, Path run, Collection<AttemptFile> attempts) {
        for (AttemptFile file : attempts) {
            Path from = new Path(run, ATTEMPTS + "/" + file.attempt() + "/" + file.folder() + "/" + file.name());
            files.move(from, new Path(new Path(run, file.folder()), file.name()));
        }
    }

    /** @param folder {@code dt=D} or {@code rejected/dt=D} */
    public Path file(String folder, String fileName) {
        return new Path(new Path(root, folder), suffix.isEmpty() ? fileName : unique(fileName, suffix));
    }

    public AttemptFile finished(String folder, StagedFile file) {
        return new AttemptFile(name, folder, file.name(), file.rows(), file.bytes());
    }

    public AttemptFile finished(String folder, PackFile file) {
        return new AttemptFile(name, folder, file.name(), file.rows(), file.bytes());
    }
}
