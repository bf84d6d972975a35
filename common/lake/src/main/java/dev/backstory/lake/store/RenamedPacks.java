package dev.backstory.lake.store;

import dev.backstory.core.run.PackRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.RunJson;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.run.Heartbeat;
import dev.backstory.lake.run.TableLock;
import java.util.Collection;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Packs in the making where a pack is a folder. A pack comes into being with one rename, with its record in it. A pack
 * that it replaces is moved away first; in between there is none, and days are read instead. What a killed process
 * leaves behind is removed by the next build.
 */
final class RenamedPacks implements PackBuild {
    private final Packs packs;
    private final LakeFiles files;
    private final RunId run;
    private final Path folder;
    private final Heartbeat heartbeat;

    private RenamedPacks(Packs packs, LakeFiles files, RunId run, Path folder) {
        this.packs = packs;
        this.files = files;
        this.run = run;
        this.folder = folder;
        this.heartbeat = Heartbeat.touch(files, new Path(folder, RunFolders.OWNER));
    }

    static RenamedPacks begin(Lake lake, Packs packs, RunId run) {
        LakeFiles files = lake.files();
        Path folder = new Path(packs.building(), Lake.RUN_PREFIX + run);
        try (TableLock lock = lock(packs, files)) {
            removeLeftovers(packs, files);
            RunFolders.claim(files, folder);
        }
        return new RenamedPacks(packs, files, run, folder);
    }

    private static TableLock lock(Packs packs, LakeFiles files) {
        return TableLock.acquire(files, new Path(packs.building(), "_LOCK"));
    }

    private static void removeLeftovers(Packs packs, LakeFiles files) {
        for (FileStatus entry : files.list(packs.building())) {
            String name = entry.getPath().getName();
            boolean isRun = name.startsWith(Lake.RUN_PREFIX);
            if (name.startsWith(RunFolders.STARTING) || (isRun && RunFolders.isAbandoned(files, entry.getPath()))) {
                files.delete(entry.getPath());
            }
        }
    }

    @Override
    public RunId run() {
        return run;
    }

    @Override
    public String folder() {
        return folder.toString();
    }

    @Override
    public void publish(PackRecord pack, Collection<AttemptFile> attempts) {
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

    @Override
    public void close() {
        heartbeat.close();
        files.delete(folder);
    }
}
