package dev.backstory.lake.run;

import dev.backstory.core.run.RunId;
import dev.backstory.core.run.RunJson;
import dev.backstory.lake.objects.Listed;
import dev.backstory.lake.objects.SmallObjects;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;

/** The files on an object store that were published once, and when they may be removed. */
public final class ReplacedFiles {
    /** How long files are kept that no record names any more, such as {@code P2D}. */
    public static final String KEPT = "backstory.replaced-files-are-kept";

    private static final String FOLDER = "_replaced";

    private final SmallObjects files;
    private final Path control;
    private final Path root;

    /**
     * @param control in whose folder the notes lie
     * @param root of the files
     */
    public ReplacedFiles(SmallObjects files, Path control, Path root) {
        this.files = files;
        this.control = control;
        this.root = root;
    }

    /** Notes files; must be called before they are replaced. */
    public void note(Replaced old) {
        String name = old.what() + "." + UnfinishedRun.PREFIX + old.run() + "." + UUID.randomUUID() + ".json";
        files.writeWhole(new Path(control, FOLDER + "/" + name), RunJson.write(old));
    }

    /** The noted files of a run. */
    public Set<Path> noted(RunId run) {
        Set<Path> noted = new HashSet<>();
        for (Listed note : files.objects(control, FOLDER + "/")) {
            read(note).filter(old -> old.run().equals(run)).ifPresent(old -> noted.addAll(paths(old)));
        }
        return noted;
    }

    /**
     * Removes files that were replaced long ago. A note on files that are published after all is dropped.
     *
     * @param objects of the folder of the notes, and others
     * @param named the files of a run that records name
     */
    public void removeOld(List<Listed> objects, Function<RunId, Set<Path>> named) {
        removeOld(objects, named, (before, isAny) -> Set.of());
    }

    /** @param history ends the history from before a moment, and returns the files that it still names */
    public void removeOld(List<Listed> objects, Function<RunId, Set<Path>> named, History history) {
        Instant before = Instant.now().minus(Duration.parse(files.conf().get(KEPT, "P2D")));
        List<Listed> notes = objects.stream()
                .filter(object -> object.path().getParent().getName().equals(FOLDER)
                        && !object.changed().isAfter(before))
                .toList();
        Set<Path> kept = history.endBefore(before, !notes.isEmpty());
        Map<RunId, Set<Path>> ofRuns = new HashMap<>();
        for (Listed note : notes) {
            Optional<Replaced> old = read(note);
            if (old.isPresent() && !Collections.disjoint(paths(old.get()), kept)) {
                continue;
            }
            old.ifPresent(replaced -> {
                Set<Path> still = ofRuns.computeIfAbsent(replaced.run(), named);
                files.deleteObjects(paths(replaced).stream()
                        .filter(path -> !still.contains(path))
                        .toList());
            });
            files.deleteObjects(List.of(note.path()));
        }
    }

    /** The days that were published once, as a table format knows them. */
    public interface History {
        Set<Path> endBefore(Instant before, boolean isAny);
    }

    /** The files of a note, written or about to be written. */
    public Set<Path> paths(Replaced old) {
        Set<Path> paths = new HashSet<>();
        old.files().forEach(file -> paths.add(new Path(root, file)));
        return paths;
    }

    private Optional<Replaced> read(Listed note) {
        return files.read(note.path())
                .map(text -> RunJson.read(text, Replaced.class, note.path().toString()));
    }

    /**
     * Files that were published once: a note that is written before they are replaced, so that none is forgotten, and that
     * counts only once no record names them any more.
     *
     * @param what the day or month they were, such as {@code dt=2025-08-14}
     * @param files below the folder of the table or of the packs
     */
    public record Replaced(String what, RunId run, List<String> files) {}
}
