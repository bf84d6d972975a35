package dev.backstory.lake.run;

import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.RunJson;
import dev.backstory.lake.files.InParallel;
import dev.backstory.lake.objects.Listed;
import dev.backstory.lake.objects.SmallObjects;
import dev.backstory.lake.objects.Tagged;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * The runs of a table, or of packs, on an object store that are not over: for each a small object and a folder of
 * files.
 */
public final class PointedRuns {
    private static final String SUFFIX = ".json";

    private final SmallObjects files;
    private final String what;
    private final Path control;
    private final Path data;

    /**
     * @param what the table or the packs they are runs of, for messages
     * @param control the folder of the objects
     * @param data the folder of their folders
     */
    public PointedRuns(SmallObjects files, String what, Path control, Path data) {
        this.files = files;
        this.what = what;
        this.control = control;
        this.data = data;
    }

    /** A run's object as read. */
    public record Open(Path object, String tag, Instant changed, RunObject content) {
        public boolean isAlive() {
            return content.owner().isAlive(changed);
        }

        public boolean isOfAnother() {
            return !content.owner().id().equals(Owner.current().id());
        }

        public UnfinishedRun unfinished() {
            return new UnfinishedRun(
                    content.run(),
                    content.days(),
                    isAlive(),
                    isOfAnother(),
                    content.owner().describe(),
                    changed);
        }
    }

    public Path control() {
        return control;
    }

    public Path folder(RunId run) {
        return new Path(data, run.value());
    }

    public List<Open> list() {
        return read(files.objects(control, UnfinishedRun.PREFIX));
    }

    /** The runs among some objects. */
    public List<Open> read(List<Listed> objects) {
        List<Listed> ofRuns = objects.stream()
                .filter(object -> object.path().getParent().getName().equals(control.getName())
                        && object.name().startsWith(UnfinishedRun.PREFIX))
                .toList();
        return InParallel.map(ofRuns, this::read).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    public Optional<Open> of(RunId run) {
        Path object = object(run);
        // Only a listing tells the time of the last write along with the tag.
        return files.objects(control, object.getName()).stream()
                .filter(found -> found.path().getName().equals(object.getName()))
                .findFirst()
                .flatMap(this::read);
    }

    private Optional<Open> read(Listed listed) {
        return files.tagged(listed.path()).map(found -> open(listed, found));
    }

    private static Open open(Listed listed, Tagged found) {
        try {
            return new Open(
                    listed.path(),
                    found.tag(),
                    listed.changed(),
                    RunJson.read(found.text(), RunObject.class, listed.path().toString()));
        } catch (IllegalArgumentException e) {
            throw new BackstoryException(
                    e.getMessage() + "; delete this object, and build the days of the run again", e);
        }
    }

    private Path object(RunId run) {
        return new Path(control, UnfinishedRun.PREFIX + run + SUFFIX);
    }

    /** Claims a run for this process. Empty if there is an object of it already, whose owner may be dead. */
    public Optional<Claim> claimNew(RunObject claim) {
        return files.swap(object(claim.run()), null, RunJson.write(claim))
                .map(tag -> new Claim(files, what, object(claim.run()), claim, tag));
    }

    /** Claims a run that has an object already; empty if that has changed since it was read. */
    public Optional<Claim> claimFrom(Open before, RunObject claim) {
        return files.swap(before.object(), before.tag(), RunJson.write(claim))
                .map(tag -> new Claim(files, what, before.object(), claim, tag));
    }

    /**
     * Keeps the owner of a run from going on with it, and removes it; false if it has changed in the meantime.
     *
     * @param leftovers its files, listed after the run was read; they are removed
     */
    public boolean remove(Open run, Collection<Path> leftovers) {
        Optional<String> tag =
                files.swap(run.object(), run.tag(), RunJson.write(run.content().removing()));
        if (tag.isEmpty()) {
            return false;
        }
        files.deleteObjects(leftovers);
        files.deleteObject(run.object(), tag.get());
        return true;
    }
}
