package dev.backstory.lake.files;

import dev.backstory.core.run.RunJson;
import dev.backstory.lake.files.TableLog.Changes;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** The versions of a Delta table, by the names and the texts of the entries of its log. */
final class DeltaVersions {
    private static final String VERSION = "version ";
    private static final Pattern ENTRY = Pattern.compile("(\\d{20})\\.(json|checkpoint\\..*)");

    private final FileSystem system;
    private final Path folder;

    DeltaVersions(FileSystem system, Path folder) {
        this.system = system;
        this.folder = folder;
    }

    /** For example {@code version 12}; empty where there is no such table. */
    Optional<String> version() throws IOException {
        OptionalLong last = last();
        return last.isPresent() ? Optional.of(VERSION + last.getAsLong()) : Optional.empty();
    }

    /** What was committed since versions that the table had, by version. */
    Map<String, Changes> since(Set<String> read, String now, @Nullable String column) throws IOException {
        Map<String, Changes> changes = new HashMap<>();
        Map<Long, Changes> commits = new HashMap<>();
        long last = number(now);
        for (String version : read) {
            if (version.startsWith(VERSION) && number(version) <= last) {
                changes.put(version, since(number(version), last, column, commits));
            }
        }
        return changes;
    }

    private static long number(String version) {
        return Long.parseLong(version.substring(version.indexOf(' ') + 1));
    }

    private OptionalLong last() throws IOException {
        long last = -1;
        for (FileStatus status : system.listStatus(new Path(folder, "_delta_log"))) {
            Matcher name = ENTRY.matcher(status.getPath().getName());
            if (name.matches()) {
                last = Math.max(last, Long.parseLong(name.group(1)));
            }
        }
        return last < 0 ? OptionalLong.empty() : OptionalLong.of(last);
    }

    /** @param known commits that have been looked at */
    private Changes since(long version, long last, @Nullable String column, Map<Long, Changes> known)
            throws IOException {
        Set<String> partitions = new TreeSet<>();
        boolean areAll = true;
        for (long commit = version + 1; commit <= last; commit++) {
            Changes ofCommit = known.get(commit);
            if (ofCommit == null) {
                ofCommit = commit(commit, column);
                known.put(commit, ofCommit);
            }
            partitions.addAll(ofCommit.partitions());
            areAll &= ofCommit.isKnown();
        }
        return new Changes(VERSION + last, partitions, areAll);
    }

    /** A file that a commit of Delta adds or removes. */
    private record DeltaFile(Map<String, String> partitionValues, boolean dataChange) {}

    private record DeltaAction(
            @Nullable DeltaFile add, @Nullable DeltaFile remove) {}

    private Changes commit(long commit, @Nullable String column) throws IOException {
        Path file = new Path(folder, String.format("_delta_log/%020d.json", commit));
        Set<String> partitions = new HashSet<>();
        boolean isKnown = true;
        String text;
        try (InputStream in = system.open(file)) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (FileNotFoundException cleared) {
            return new Changes(VERSION + commit, partitions, false);
        }
        for (String line : text.lines().filter(line -> !line.isBlank()).toList()) {
            DeltaAction action = RunJson.read(line, DeltaAction.class, file.toString());
            DeltaFile changed = action.add == null ? action.remove : action.add;
            if (changed != null && changed.dataChange) {
                Optional<String> value = partition(changed, column);
                value.ifPresent(partitions::add);
                isKnown &= value.isPresent();
            }
        }
        return new Changes(VERSION + commit, partitions, isKnown);
    }

    private static Optional<String> partition(DeltaFile file, @Nullable String column) {
        return file.partitionValues == null
                ? Optional.empty()
                : file.partitionValues.entrySet().stream()
                        .filter(value -> value.getKey().equalsIgnoreCase(column))
                        // Rows without a day are of none.
                        .map(value -> String.valueOf(value.getValue()))
                        .findFirst();
    }
}
