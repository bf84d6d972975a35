package dev.backstory.lake.files;

import dev.backstory.core.config.input.Format;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.run.RawFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The raw files of the days of a source that keeps each day in a folder of its own ({@code dt=2025-08-14}), by a listing of
 * those folders and nothing else. Of files in which any day may be, nobody knows which day has changed.
 */
public final class RawDays {
    private static final Logger LOG = LoggerFactory.getLogger(RawDays.class);
    private static final Set<Format> FILES = EnumSet.of(Format.PARQUET, Format.ORC, Format.JSON, Format.CSV);

    private RawDays() {}

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
            Path root = system.makeQualified(new Path(path));
            return new DayFolders(days, dayColumn, source.days(), system, root).list(name);
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
}
