package dev.backstory.lake.store;

import dev.backstory.core.run.PackRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.RunJson;
import dev.backstory.lake.files.LakeFiles;
import java.util.Collection;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Packs while they are being written, in a folder that only this run has. A pack comes into being with one rename, its
 * record in it; one that it replaces is moved away first, and between the two there is none, so that days are read. What
 * a killed process left is removed by the next one that builds.
 */
public final class PackBuild implements AutoCloseable {
    private final Packs packs;
    private final LakeFiles files;
    private final RunId run;
    private final Path folder;
    private final @Nullable Heartbeat heartbeat;
    private final @Nullable PointedPacks pointed;

    private PackBuild(Lake lake, Packs packs, RunId run, Path folder, @Nullable PointedPacks pointed) {
        this.packs = packs;
        this.files = lake.files();
        this.run = run;
        this.folder = folder;
        this.pointed = pointed;
        this.heartbeat = pointed == null ? Heartbeat.start(lake, folder) : null;
    }

    public static PackBuild begin(Lake lake) {
        Packs packs = new Packs(lake);
        LakeFiles files = lake.files();
        RunId run = RunId.random();
        if (lake.isOnObjectStore()) {
            PointedPacks pointed = PointedPacks.begin(lake, packs, run);
            return new PackBuild(lake, packs, run, new Path(packs.runs(), run.value()), pointed);
        }
        Path folder = new Path(packs.building(), Lake.RUN_PREFIX + run);
        try (TableLock lock = lock(packs, files)) {
            removeLeftovers(lake, packs);
            Recovery.claim(files, folder);
        }
        return new PackBuild(lake, packs, run, folder, null);
    }

    private static TableLock lock(Packs packs, LakeFiles files) {
        return TableLock.acquire(files, new Path(packs.building(), "_LOCK"));
    }

    private static void removeLeftovers(Lake lake, Packs packs) {
        Recovery recovery = new Recovery(lake);
        for (FileStatus entry : lake.files().list(packs.building())) {
            String name = entry.getPath().getName();
            boolean isRun = name.startsWith(Lake.RUN_PREFIX);
            if (name.startsWith(Recovery.STARTING) || (isRun && recovery.isAbandoned(entry.getPath()))) {
                lake.files().delete(entry.getPath());
            }
        }
    }

    public RunId run() {
        return run;
    }

    /** The run's folder as text, for tasks on other machines ({@link AttemptFolder#create}). */
    public String folder() {
        return folder.toString();
    }

    /**
     * Makes a pack of exactly these files.
     *
     * @param attempts whose folder is {@link Packs#folder}
     */
    public void publish(PackRecord pack, Collection<AttemptFile> attempts) {
        if (pointed != null) {
            pointed.publish(pack);
            return;
        }
        Path staged = new Path(folder, Packs.folder(pack.month()));
        Path target = packs.month(pack.month());
        Path replaced = new Path(folder, Recovery.REPLACED + "/" + Packs.folder(pack.month()));
        AttemptFolder.accept(files, folder, attempts);
        files.writeWhole(new Path(staged, Packs.RECORD), RunJson.write(pack));
        try (TableLock lock = lock(packs, files)) {
            if (files.exists(target)) {
                files.move(target, replaced);
            }
            files.move(staged, target);
        }
        files.delete(replaced);
    }

    /** Removes what is left of the run. */
    @Override
    public void close() {
        if (pointed != null) {
            pointed.close();
            return;
        }
        if (heartbeat != null) {
            heartbeat.close();
        }
        files.delete(folder);
    }
}
