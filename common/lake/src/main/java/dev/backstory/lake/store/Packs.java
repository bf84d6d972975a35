package dev.backstory.lake.store;

import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.PackFile;
import dev.backstory.core.run.PackRecord;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * Where the packs of actions are. A pack is a copy: if it is lost, nothing is, and it is used only as long as its days
 * are the published ones.
 *
 * <pre>
 * _packs/actions/month=M/           a pack, with _PACK.json
 * _packs/actions/_building/run=R/   packs in the making ({@link PackBuild})
 * _packs/actions/_runs/R/month=M/   files of a pack made on an object store, which stay where they are written
 * </pre>
 */
public final class Packs {
    static final String RECORD = "_PACK.json";
    private static final String MONTH_PREFIX = "month=";

    private final Lake lake;

    public Packs(Lake lake) {
        this.lake = lake;
    }

    Path root() {
        return new Path(lake.root(), "_packs/" + Table.ACTIONS.folder());
    }

    Path building() {
        return new Path(root(), "_building");
    }

    /** The name of a month's folder: {@code month=2025-08}. */
    public static String folder(YearMonth month) {
        return MONTH_PREFIX + month;
    }

    public Path month(YearMonth month) {
        return new Path(root(), folder(month));
    }

    public Path file(PackRecord pack, PackFile file) {
        return new Path(filesOf(pack), file.name());
    }

    private Path filesOf(PackRecord pack) {
        return pack.folder() == null ? month(pack.month()) : new Path(root(), pack.folder());
    }

    /** The folder for files that are never moved. */
    Path runs() {
        return new Path(root(), Lake.RUNS);
    }

    /** The months that have a pack, current or not, in order. */
    public List<YearMonth> months() {
        List<String> names = lake.isOnObjectStore()
                ? lake.files().objects(root(), MONTH_PREFIX).stream()
                        .map(record -> record.path().getParent().getName())
                        .toList()
                : lake.files().names(root());
        return names.stream()
                .filter(name -> name.matches(MONTH_PREFIX + "\\d{4}-\\d{2}"))
                .map(name -> YearMonth.parse(name.substring(MONTH_PREFIX.length())))
                .distinct()
                .sorted()
                .toList();
    }

    /** The month's pack, current or not; empty when there is none. */
    public Optional<PackRecord> of(YearMonth month) {
        Path file = new Path(month(month), RECORD);
        String remedy = "delete the folder of the pack, and pack the month again";
        Optional<PackRecord> record = lake.json(file, PackRecord.class, remedy);
        record.ifPresent(found -> {
            boolean whole = month.equals(found.month())
                    && found.zone() != null
                    && found.days() != null
                    && found.files() != null;
            if (!whole) {
                throw new BackstoryException("Cannot read " + file
                        + " because it is not the whole record of the pack of " + month + "; " + remedy);
            }
        });
        return record;
    }
}
