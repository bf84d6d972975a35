package dev.backstory.lake.store;

import dev.backstory.core.run.PackFile;
import dev.backstory.core.run.StagedFile;
import dev.backstory.lake.files.LakeFiles;
import java.util.Collection;
import java.util.UUID;
import org.apache.hadoop.fs.Path;

/**
 * The folder one attempt of one task writes into; made in the task, on whatever machine it runs. No two attempts share
 * one, so a speculative, late or repeated attempt does no harm; the driver takes only what successful attempts report.
 */
public final class AttemptFolder {
    static final String ATTEMPTS = "_attempts";

    private final Path root;
    private final String name;

    private AttemptFolder(Path root, String name) {
        this.root = root;
        this.name = name;
    }

    /** @param run the staged run's folder ({@link StagingRun#folder()}), as text since it travels to executors */
    public static AttemptFolder create(String run, int task) {
        String name = task + "-" + UUID.randomUUID();
        return new AttemptFolder(new Path(new Path(run, ATTEMPTS), name), name);
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
        return new Path(new Path(root, folder), fileName);
    }

    public AttemptFile finished(String folder, StagedFile file) {
        return new AttemptFile(name, folder, file.name(), file.rows(), file.bytes());
    }

    public AttemptFile finished(String folder, PackFile file) {
        return new AttemptFile(name, folder, file.name(), file.rows(), file.bytes());
    }
}
