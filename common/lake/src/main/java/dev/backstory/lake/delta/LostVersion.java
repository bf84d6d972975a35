package dev.backstory.lake.delta;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backstory.lake.objects.Listed;
import dev.backstory.lake.objects.SmallObjects;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/**
 * What a version named whose entry is gone, or is not known. The table has its files, but no word of who added them; the
 * list of days that it had is the newest whose records name exactly these files.
 */
final class LostVersion {
    private static final String DAYS = "_days/";

    private final Path table;
    private final SmallObjects objects;

    LostVersion(Path table, SmallObjects objects) {
        this.table = table;
        this.objects = objects;
    }

    /** Where lists are. */
    Path lists() {
        return new Path(table, DAYS);
    }

    /** The list, below the table's folder. A day without rows has no files, so the list may have one more of those. */
    Optional<String> daysOf(LogState state) {
        Set<String> files = Set.copyOf(state.files());
        List<Listed> lists = objects.objects(table, DAYS).stream()
                .sorted(Comparator.comparing(Listed::changed).reversed())
                .toList();
        for (Listed list : lists) {
            Optional<JsonNode> days = objects.read(list.path()).map(LogEntry::parsed);
            if (days.isPresent() && names(days.get(), files)) {
                return Optional.of(DAYS + list.name());
            }
        }
        return Optional.empty();
    }

    /** By folders first, so that few records need to be read. */
    private boolean names(JsonNode list, Set<String> files) {
        Set<String> folders = files.stream().map(LostVersion::folder).collect(Collectors.toSet());
        Set<String> named = new HashSet<>();
        list.path("days").forEach(record -> named.add(folder(record.asText())));
        if (!named.containsAll(folders)) {
            return false;
        }
        Set<String> found = new HashSet<>();
        for (JsonNode record : list.path("days")) {
            Optional<JsonNode> day =
                    objects.read(new Path(table, record.asText())).map(LogEntry::parsed);
            if (day.isEmpty()) {
                return false;
            }
            String folder = folder(record.asText());
            day.get()
                    .path("files")
                    .forEach(file -> found.add(folder + "/" + file.path("name").asText()));
        }
        return found.equals(files);
    }

    private static String folder(String file) {
        return file.substring(0, file.lastIndexOf('/'));
    }
}
