package dev.backstory.lake.days;

import dev.backstory.core.digest.Sha256;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.objects.Listed;
import dev.backstory.lake.objects.SmallObjects;
import dev.backstory.lake.objects.Tagged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Small objects on a local disk and on HDFS, which know no conditions: who compares and writes does so in turn. A tag is a
 * hash of the text, so a text must say whose it is, as all that are swapped do.
 */
public final class DiskObjects implements SmallObjects {
    private static final String LOCK = "_LOCK";

    private final LakeFiles files;
    private final Turns turns;

    public DiskObjects(LakeFiles files, Turns turns) {
        this.files = files;
        this.turns = turns;
    }

    @Override
    public Configuration conf() {
        return files.conf();
    }

    @Override
    public Optional<Tagged> tagged(Path file) {
        return files.read(file).map(text -> new Tagged(text, tag(text)));
    }

    @Override
    public Optional<String> swap(Path file, @Nullable String tag, String text) {
        try (Turns.Turn turn = turns.take()) {
            if (!tagged(file).map(Tagged::tag).equals(Optional.ofNullable(tag))) {
                return Optional.empty();
            }
            files.writeWhole(file, text);
            return Optional.of(tag(text));
        }
    }

    /** Without tags: nobody needs them of what is listed here. */
    @Override
    public List<Listed> objects(Path folder, String begin) {
        List<Listed> found = new ArrayList<>();
        add(folder, "", begin, found);
        return found;
    }

    private void add(Path folder, String above, String begin, List<Listed> found) {
        for (FileStatus entry : files.list(folder)) {
            Path path = new Path(folder, entry.getPath().getName());
            String name = above + path.getName();
            if (entry.isDirectory()) {
                String within = name + "/";
                if (within.startsWith(begin) || begin.startsWith(within)) {
                    add(path, within, begin, found);
                }
            } else if (name.startsWith(begin) && isObject(path.getName())) {
                found.add(new Listed(path, "", entry.getLen(), Instant.ofEpochMilli(entry.getModificationTime())));
            }
        }
    }

    /** Not the lock, and not what is still being written. */
    private static boolean isObject(String name) {
        return !name.startsWith(".") && !name.equals(LOCK);
    }

    /** Folders that are empty then go as well, as those of an object store do. */
    @Override
    public void deleteObjects(Collection<Path> objects) {
        objects.forEach(files::deleteFile);
        objects.stream().map(Path::getParent).distinct().forEach(this::removeEmpty);
    }

    private void removeEmpty(Path folder) {
        Path emptied = folder;
        while (isOfARun(emptied) && files.deleteEmptyFolder(emptied)) {
            emptied = emptied.getParent();
        }
    }

    /** {@code _runs/R} and what is below it. */
    private static boolean isOfARun(Path folder) {
        for (Path above = folder.getParent(); above != null; above = above.getParent()) {
            if (above.getName().equals("_runs")) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void deleteObject(Path object, String tag) {
        try (Turns.Turn turn = turns.take()) {
            if (tagged(object).map(Tagged::tag).equals(Optional.of(tag))) {
                files.deleteFile(object);
            }
        }
    }

    @Override
    public Optional<String> read(Path file) {
        return files.read(file);
    }

    @Override
    public void writeWhole(Path file, String text) {
        files.writeWhole(file, text);
    }

    private static String tag(String text) {
        return Sha256.hex(text);
    }
}
