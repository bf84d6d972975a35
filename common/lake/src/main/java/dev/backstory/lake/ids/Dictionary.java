package dev.backstory.lake.ids;

import dev.backstory.core.contract.IdKind;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.DictionaryPart;
import dev.backstory.core.run.DictionaryRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.RunJson;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.objects.Listed;
import dev.backstory.lake.objects.Tagged;
import dev.backstory.lake.run.TableLock;
import dev.backstory.lake.store.AttemptFolder;
import dev.backstory.lake.store.Lake;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The numbers of a kind of ids that are texts, in a lake.
 *
 * <pre>
 * &lt;root&gt;/ids/&lt;kind&gt;/_DICTIONARY.json   which parts count ({@link DictionaryRecord})
 * &lt;root&gt;/ids/&lt;kind&gt;/*.parquet        the parts ({@link DictionaryFile})
 * </pre>
 *
 * <p>It only grows. Parts are written elsewhere, for the numbers that follow those of the dictionary that their writer
 * has seen, and {@link #append} takes them only if it still is that one; else the writer looks again. So no lock is held
 * while texts are looked for or files are written, and no number is given twice. The record is replaced in one move: a
 * process that is killed leaves the old dictionary or the new one, and at most files that no record names, which are
 * never read and go with the next change. On an object store parts are written where they stay, no lock is held, and the
 * record is written only if it is the one that was seen; files that no record names go when they are some days old.
 */
public final class Dictionary {
    private static final String RECORD = "_DICTIONARY.json";
    private static final String LOCK = "_LOCK";
    /** Others may be writing parts. */
    private static final Duration LEFTOVERS_STAY = Duration.ofDays(7);

    private static final String RESTORE = "; restore the folder from a backup: without it nobody can tell whose the"
            + " numbers in published days are";

    private final Lake lake;
    private final LakeFiles files;
    private final IdKind kind;
    private final Path folder;

    public Dictionary(Lake lake, IdKind kind) {
        this.lake = lake;
        this.files = lake.files();
        this.kind = kind;
        this.folder = lake.ids(kind);
    }

    /**
     * What it is now; empty where it has not been made.
     *
     * @throws BackstoryException when a file of it is missing or changed
     */
    public DictionaryRecord read() {
        Optional<DictionaryRecord> found = record();
        Map<String, Long> sizes = files.list(folder).stream()
                .filter(FileStatus::isFile)
                .collect(Collectors.toMap(status -> status.getPath().getName(), FileStatus::getLen));
        if (found.isEmpty() && sizes.keySet().stream().noneMatch(Dictionary::isPart)) {
            return DictionaryRecord.empty(kind);
        }
        if (found.isEmpty()) {
            // Another process may have made it between the two looks.
            if (record().isPresent()) {
                return read();
            }
            throw damaged(RECORD + " is missing");
        }
        DictionaryRecord record = found.get();
        if (record.kind() != kind || !record.isWhole()) {
            throw damaged(RECORD + " is not the whole record of " + folder.getName() + " ids");
        }
        for (DictionaryPart part : record.parts()) {
            Long size = sizes.get(part.name());
            if (size == null || size != part.bytes()) {
                throw damaged(part.name()
                        + (size == null ? " is missing" : " has " + size + " bytes and not " + part.bytes()));
            }
        }
        return record;
    }

    private Optional<DictionaryRecord> record() {
        return lake.json(new Path(folder, RECORD), DictionaryRecord.class, "restore it from a backup");
    }

    /** Whether it has been made. */
    public boolean exists() {
        Path file = new Path(folder, RECORD);
        return files.onObjectStore(file) ? files.tagged(file).isPresent() : files.exists(file);
    }

    /**
     * Where a part is to be written, as text for tasks on other machines; empty where it is moved into place later.
     *
     * @see AttemptFolder#inPlace
     */
    public Optional<String> writtenInPlace() {
        if (!files.onObjectStore(folder)) {
            return Optional.empty();
        }
        // From here on, parts without a record are no dictionary that has lost it.
        var unused = files.swap(new Path(folder, RECORD), null, RunJson.write(DictionaryRecord.empty(kind)));
        return Optional.of(folder.toString());
    }

    /** Where a part lies. */
    public Path file(DictionaryPart part) {
        return new Path(folder, part.name());
    }

    /**
     * Adds parts.
     *
     * @param seen the dictionary that they continue
     * @return false, and nothing is added, when it is another one by now
     */
    public boolean append(DictionaryRecord seen, List<NewPart> parts, RunId run) {
        DictionaryRecord next =
                seen.with(parts.stream().map(part -> part.by(run)).toList());
        if (files.onObjectStore(folder)) {
            return appendWithoutLock(seen, next);
        }
        try (TableLock lock = TableLock.acquire(files, new Path(folder, LOCK))) {
            DictionaryRecord current = read();
            if (current.version() != seen.version()) {
                return false;
            }
            removeLeftovers(current);
            if (current.version() == 0) {
                // From here on, parts without a record are no dictionary that has lost it.
                files.writeWhole(new Path(folder, RECORD), RunJson.write(current));
            }
            for (NewPart part : parts) {
                files.move(new Path(part.path()), new Path(folder, part.name()));
            }
            files.writeWhole(new Path(folder, RECORD), RunJson.write(next));
            return true;
        }
    }

    private boolean appendWithoutLock(DictionaryRecord seen, DictionaryRecord next) {
        Path file = new Path(folder, RECORD);
        Tagged now = files.tagged(file).orElseThrow(() -> damaged(RECORD + " is missing"));
        DictionaryRecord current = RunJson.read(now.text(), DictionaryRecord.class, file.toString());
        if (current.version() != seen.version()
                || files.swap(file, now.tag(), RunJson.write(next)).isEmpty()) {
            return false;
        }
        Set<String> known = next.parts().stream().map(DictionaryPart::name).collect(Collectors.toSet());
        Instant before = Instant.now().minus(LEFTOVERS_STAY);
        files.deleteObjects(files.objects(folder, "").stream()
                .filter(object -> isPart(object.name()) && !known.contains(object.name()))
                .filter(object -> object.changed().isBefore(before))
                .map(Listed::path)
                .toList());
        return true;
    }

    private void removeLeftovers(DictionaryRecord current) {
        Set<String> known = new HashSet<>(Set.of(RECORD, LOCK));
        current.parts().forEach(part -> known.add(part.name()));
        for (String name : files.names(folder)) {
            if (!known.contains(name) && (isPart(name) || name.startsWith("." + RECORD))) {
                files.delete(new Path(folder, name));
            }
        }
    }

    private static boolean isPart(String name) {
        return name.endsWith(".parquet");
    }

    private BackstoryException damaged(String what) {
        return new BackstoryException("Cannot use the dictionary " + folder + " because " + what + RESTORE);
    }
}
