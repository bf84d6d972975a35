package dev.backstory.lake.files;

import dev.backstory.core.calendar.DayText;
import dev.backstory.core.calendar.TimeFormat;
import dev.backstory.core.digest.Sha256;
import dev.backstory.core.run.RawFiles;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** A listing of the folders of some days of a source. */
final class DayFolders {
    private static final int HEX_CHARACTERS = 16;

    /** Deeper are only links that lead back up. */
    private static final int DEEPEST = 30;

    private final Set<LocalDate> wanted;
    private final String dayColumn;
    private final @Nullable TimeFormat dayFormat;
    private final FileSystem system;
    private final Path root;
    private final Map<LocalDate, TreeMap<String, FileStatus>> found = new TreeMap<>();
    private boolean hasDayFolders;

    DayFolders(
            Collection<LocalDate> days,
            String dayColumn,
            @Nullable TimeFormat dayFormat,
            FileSystem system,
            Path root) {
        this.wanted = new TreeSet<>(days);
        this.dayColumn = dayColumn;
        this.dayFormat = dayFormat;
        this.system = system;
        this.root = root;
        wanted.forEach(day -> found.put(day, new TreeMap<>()));
    }

    /** What there is for each of the days, which may be no file; nothing where no folder is one of a day. */
    Map<LocalDate, RawFiles> list(String name) throws IOException {
        walk(root, null, 0);
        return hasDayFolders ? summary(name) : Map.of();
    }

    private void walk(Path folder, @Nullable LocalDate day, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IOException("Too many folders above " + folder);
        }
        for (FileStatus status : system.listStatus(folder)) {
            String name = status.getPath().getName();
            int equals = name.indexOf('=');
            if (status.isFile()) {
                if (day != null && !HiddenNames.isHidden(name)) {
                    found.computeIfAbsent(day, none -> new TreeMap<>()).put(relative(status.getPath()), status);
                }
            } else if (day == null && equals > 0 && name.substring(0, equals).equalsIgnoreCase(dayColumn)) {
                LocalDate ofFolder = day(name.substring(equals + 1));
                hasDayFolders |= ofFolder != null;
                if (ofFolder != null && wanted.contains(ofFolder)) {
                    walk(status.getPath(), ofFolder, depth + 1);
                }
            } else if (equals > 0 || !HiddenNames.isHidden(name)) {
                walk(status.getPath(), day, depth + 1);
            }
        }
    }

    private @Nullable LocalDate day(String text) {
        return dayFormat == null ? DayText.parse(text) : dayFormat.parseDayWithoutZone(text);
    }

    private String relative(Path file) {
        return root.toUri().relativize(file.toUri()).getPath();
    }

    private Map<LocalDate, RawFiles> summary(String name) {
        Map<LocalDate, RawFiles> summary = new TreeMap<>();
        found.forEach((day, files) -> summary.put(
                day,
                new RawFiles(
                        name,
                        files.size(),
                        files.values().stream().mapToLong(FileStatus::getLen).sum(),
                        hash(files))));
        return summary;
    }

    private static String hash(Map<String, FileStatus> files) {
        StringBuilder text = new StringBuilder();
        files.forEach((path, status) -> text.append(path)
                .append('\n')
                .append(status.getLen())
                .append('\n')
                .append(status.getModificationTime())
                .append('\n'));
        return Sha256.hex(text.toString()).substring(0, HEX_CHARACTERS);
    }
}
