package dev.backstory.lake.store;

import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.PackRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.RunJson;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.objects.Listed;
import dev.backstory.lake.objects.Tagged;
import dev.backstory.lake.run.Claim;
import dev.backstory.lake.run.PointedRuns;
import dev.backstory.lake.run.ReplacedFiles;
import dev.backstory.lake.run.ReplacedFiles.Replaced;
import dev.backstory.lake.run.RunObject;
import java.time.YearMonth;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/** Packs in the making on an object store: files are written where they stay, and a pack is its record. */
final class PointedPacks implements PackBuild {
    private final LakeFiles files;
    private final Packs packs;
    private final PointedRuns runs;
    private final ReplacedFiles replaced;
    private final Claim claim;

    private PointedPacks(Lake lake, Packs packs, PointedRuns runs, ReplacedFiles replaced, Claim claim) {
        this.files = lake.files();
        this.packs = packs;
        this.runs = runs;
        this.replaced = replaced;
        this.claim = claim;
    }

    /** Removes dead runs, and begins. */
    static PointedPacks begin(Lake lake, Packs packs, RunId run) {
        LakeFiles files = lake.files();
        Path control = new Path(lake.root(), "_staging/_packs");
        PointedRuns runs = new PointedRuns(files, "packs", control, packs.runs());
        ReplacedFiles replaced = new ReplacedFiles(files, control, packs.root());
        List<Listed> all = files.objects(control, "");
        for (PointedRuns.Open open : runs.read(all)) {
            if (open.content().state() == RunObject.State.REMOVING || !open.isAlive()) {
                RunId dead = open.content().run();
                runs.remove(open, unnamed(files, packs, runs, replaced, dead));
            }
        }
        replaced.removeOld(all, dead -> named(packs, replaced, dead));
        Claim claim = runs.claimNew(RunObject.claimed(run, List.of()))
                .orElseThrow(() -> new BackstoryException(
                        "Cannot begin run " + run + " of packs because there is one" + " of this id; run it again"));
        return new PointedPacks(lake, packs, runs, replaced, claim);
    }

    @Override
    public RunId run() {
        return claim.content().run();
    }

    @Override
    public String folder() {
        return runs.folder(run()).toString();
    }

    /** Publishes the record; the files are already where they stay. */
    @Override
    public void publish(PackRecord pack, Collection<AttemptFile> attempts) {
        Path record = new Path(packs.month(pack.month()), Packs.RECORD);
        Optional<String> tag;
        do {
            Optional<Tagged> now = files.tagged(record);
            if (now.isPresent()) {
                packs.of(pack.month()).ifPresent(old -> replaced.note(of(old)));
            }
            tag = files.swap(record, now.map(Tagged::tag).orElse(null), RunJson.write(pack.in(folderOf(pack))));
        } while (tag.isEmpty());
    }

    @Override
    public void close() {
        List<Path> leftovers = unnamed(files, packs, runs, replaced, run());
        if (claim.giveUp()) {
            files.deleteObjects(leftovers);
            claim.forget();
        }
    }

    private static List<Path> unnamed(
            LakeFiles files, Packs packs, PointedRuns runs, ReplacedFiles replaced, RunId run) {
        Set<Path> named = named(packs, replaced, run);
        named.addAll(replaced.noted(run));
        return files.objects(runs.folder(run), "").stream()
                .map(Listed::path)
                .filter(path -> !named.contains(path))
                .toList();
    }

    private static Set<Path> named(Packs packs, ReplacedFiles replaced, RunId run) {
        Set<Path> named = new HashSet<>();
        for (YearMonth month : packs.months()) {
            packs.of(month)
                    .filter(pack -> pack.run().equals(run))
                    .ifPresent(pack -> named.addAll(replaced.paths(of(pack))));
        }
        return named;
    }

    private static Replaced of(PackRecord pack) {
        String month = Packs.folder(pack.month());
        // A pack that was copied from a disk has its files beside its record.
        String folder = Objects.requireNonNullElse(pack.folder(), month);
        return new Replaced(
                month,
                pack.run(),
                pack.files().stream().map(file -> folder + "/" + file.name()).toList());
    }

    private static String folderOf(PackRecord pack) {
        return Lake.RUNS + "/" + pack.run() + "/" + Packs.folder(pack.month());
    }
}
