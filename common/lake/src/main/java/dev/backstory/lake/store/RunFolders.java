package dev.backstory.lake.store;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.RunJson;
import dev.backstory.core.run.StagedRun;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.run.Owner;
import dev.backstory.lake.run.UnfinishedRun;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The runs in a table's staging if each is a folder, with its owner in it, and with its manifest once it is complete.
 */
final class RunFolders {
    static final String STAGED = "_STAGED.json";
    static final String OWNER = "_OWNER.json";
    /** The days that an unfinished run builds. */
    static final String BUILDING = "_BUILDING.json";
    /**
     * The beginning of the name of a folder that is being made; the holder of the lock only finds those of dead
     * processes.
     */
    static final String STARTING = "_starting-";

    private static final String REMEDY = "delete the folder of the run, and build its days again";

    private final Lake lake;
    private final LakeFiles files;
    private final Table table;

    RunFolders(Lake lake, Table table) {
        this.lake = lake;
        this.files = lake.files();
        this.table = table;
    }

    /**
     * Makes a run's folder. It comes into being with its owner in it, so that after a kill at any moment its owner is
     * known.
     */
    static void claim(LakeFiles files, Path folder) {
        Path starting = new Path(folder.getParent(), STARTING + UUID.randomUUID());
        files.writeWhole(new Path(starting, OWNER), RunJson.write(Owner.current()));
        files.move(starting, folder);
    }

    /** Whether no process writes this unfinished run any more. */
    static boolean isAbandoned(LakeFiles files, Path folder) {
        Path ownerFile = new Path(folder, OWNER);
        Optional<String> text = files.read(ownerFile);
        if (text.isEmpty()) {
            Instant changed = Instant.ofEpochMilli(files.status(folder).getModificationTime());
            return changed.plus(Owner.SILENCE).isBefore(Instant.now());
        }
        Owner owner = RunJson.read(text.get(), Owner.class, ownerFile.toString());
        Instant lastSign = Instant.ofEpochMilli(files.status(ownerFile).getModificationTime());
        return !owner.isAlive(lastSign);
    }

    Path of(RunId run) {
        return new Path(lake.staging(table), Lake.RUN_PREFIX + run);
    }

    /** The manifest of a run; empty while it is not complete. */
    Optional<StagedRun> manifest(Path folder) {
        return lake.json(new Path(folder, STAGED), StagedRun.class, REMEDY);
    }

    List<StagedRun> complete() {
        List<StagedRun> runs = new ArrayList<>();
        for (FileStatus folder : list()) {
            manifest(folder.getPath()).ifPresent(runs::add);
        }
        return runs;
    }

    List<UnfinishedRun> unfinished() {
        return list().stream()
                .filter(folder -> !files.exists(new Path(folder.getPath(), STAGED)))
                .map(this::unfinished)
                .toList();
    }

    /** The runs that other live processes are writing, or have written and not published yet. */
    List<UnfinishedRun> ofOthers() {
        List<UnfinishedRun> runs = new ArrayList<>();
        for (FileStatus folder : list()) {
            try {
                UnfinishedRun run = unfinished(folder);
                if (run.isAlive() && run.isOfAnother()) {
                    runs.add(run);
                }
            } catch (UncheckedIOException e) {
                // A run that has ended takes its folder with it.
                if (files.exists(folder.getPath())) {
                    throw e;
                }
            }
        }
        return runs;
    }

    private List<FileStatus> list() {
        return files.list(lake.staging(table)).stream()
                .filter(entry ->
                        entry.isDirectory() && entry.getPath().getName().startsWith(Lake.RUN_PREFIX))
                .toList();
    }

    private UnfinishedRun unfinished(FileStatus folder) {
        Path path = folder.getPath();
        Optional<DayRange[]> days = lake.json(new Path(path, BUILDING), DayRange[].class, REMEDY);
        Optional<Owner> owner = lake.json(new Path(path, OWNER), Owner.class, REMEDY);
        Instant lastSign = Instant.ofEpochMilli(files.list(path).stream()
                .filter(file -> file.getPath().getName().equals(OWNER))
                .findFirst()
                .orElse(folder)
                .getModificationTime());
        return new UnfinishedRun(
                new RunId(path.getName().substring(Lake.RUN_PREFIX.length())),
                days.map(List::of).orElse(List.of()),
                !isAbandoned(files, path),
                owner.filter(found -> !found.id().equals(Owner.current().id()))
                        .filter(found -> found.isHere() || !files.exists(new Path(path, STAGED)))
                        .isPresent(),
                owner.map(Owner::describe).orElse("an unknown process"),
                lastSign);
    }
}
