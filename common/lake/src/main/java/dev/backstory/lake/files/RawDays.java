package dev.backstory.lake.files;

import dev.backstory.core.calendar.DayText;
import dev.backstory.core.calendar.TimeFormat;
import dev.backstory.core.config.input.Format;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.digest.Sha256;
import dev.backstory.core.run.RawFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The raw files of the days of a source that keeps each day in a folder of its own ({@code dt=2025-08-14}), by a listing of
 * those folders and nothing else. Of files in which any day may be, nobody knows which day has changed.
 */
public final class RawDays {
    private static final Logger LOG = LoggerFactory.getLogger(RawDays.class);
    private static final Set<Format> FILES = EnumSet.of(Format.PARQUET, Format.ORC, Format.JSON, Format.CSV);
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

    private RawDays(
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

    /**
     * What the source has for each of the days, which may be no file; empty where it cannot be known: the source has no
     * folders of days, or cannot be listed from here.
     */
    public static Map<LocalDate, RawFiles> list(
            String name, Source source, Collection<LocalDate> days, Configuration conf) {
        String path = source.path();
        String dayColumn = source.columns().get("dt");
        // There is no such column where a row's time says its day.
        if (path == null || dayColumn == null || !FILES.contains(source.format())) {
            return Map.of();
        }
        try {
            FileSystem system = new Path(path).getFileSystem(conf);
            RawDays listing = new RawDays(days, dayColumn, source.days(), system, system.makeQualified(new Path(path)));
            listing.walk(listing.root, null, 0);
            return listing.hasDayFolders ? listing.summary(name) : Map.of();
        } catch (IOException | RuntimeException e) {
            LOG.debug("Cannot list {}", path, e);
            return Map.of();
        }
    }

    /**
     * The days of which a listing tells that the source has no file for them: those without a folder, or all where the
     * source has nothing at all yet.
     */
    public static Collection<LocalDate> withoutFiles(
            String name, Source source, Collection<LocalDate> days, Configuration conf) {
        Map<LocalDate, RawFiles> found = list(name, source, days, conf);
        if (found.isEmpty()) {
            return hasNothing(source, conf) ? days : List.of();
        }
        return days.stream()
                .filter(day -> found.containsKey(day) && found.get(day).files() == 0)
                .toList();
    }

    private static boolean hasNothing(Source source, Configuration conf) {
        String path = source.path();
        if (path == null || !FILES.contains(source.format())) {
            return false;
        }
        try {
            Path root = new Path(path);
            for (FileStatus status : root.getFileSystem(conf).listStatus(root)) {
                if (!HiddenNames.isHidden(status.getPath().getName())) {
                    return false;
                }
            }
            return true;
        } catch (FileNotFoundException e) {
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.debug("Cannot list {}", path, e);
            return false;
        }
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
