package dev.backstory.core.config.input;

import dev.backstory.core.config.key.Violations;
import java.util.List;
import java.util.Map;

/**
 * Sources that read the same files or the same table, so that a row is counted twice; and sources that share files with the
 * lake.
 */
final class OverlappingSources {
    private OverlappingSources() {}

    /** @param sources by name */
    static void report(Map<String, Source> sources, Violations violations) {
        List<Map.Entry<String, Source>> all = List.copyOf(sources.entrySet());
        for (int i = 0; i < all.size(); i++) {
            for (Map.Entry<String, Source> other : all.subList(0, i)) {
                report(all.get(i).getKey(), all.get(i).getValue(), other.getKey(), other.getValue(), violations);
            }
        }
    }

    private static void report(String name, Source source, String other, Source otherSource, Violations violations) {
        if (source.isTableOf(otherSource)) {
            violations.add(
                    "is the table of sources." + other + " too, so that each of its rows would be counted twice; give"
                            + " each source its own table or query",
                    name + ".table",
                    name,
                    other);
            return;
        }
        String path = source.path();
        String otherPath = otherSource.path();
        if (path == null || otherPath == null) {
            return;
        }
        Location place = Location.of(path);
        Location otherPlace = Location.of(otherPath);
        if (place.equals(otherPlace)) {
            violations.add(
                    "'" + source.shownPath() + "' is the path of sources." + other + " too, so that each of its rows"
                            + " would be counted twice; give each source its own path",
                    name + ".path",
                    name,
                    other);
        } else if (otherPlace.holds(place)) {
            violations.add(within(source, other, otherSource), name + ".path", name, other);
        } else if (place.holds(otherPlace)) {
            violations.add(within(otherSource, name, source), other + ".path", other, name);
        }
    }

    private static String within(Source inner, String outer, Source outerSource) {
        return "'" + inner.shownPath() + "' is within the path of sources." + outer + ", '" + outerSource.shownPath()
                + "', so that each of its rows would be counted twice; give each source a folder of its own";
    }

    /** The lake's own files are no raw events. */
    static void reportLake(String lake, Map<String, Source> sources, Violations violations) {
        Location root = Location.of(lake);
        sources.forEach((name, source) -> {
            String path = source.path();
            if (path == null) {
                return;
            }
            Location place = Location.of(path);
            String key = "sources." + name + ".path";
            if (place.holds(root)) {
                violations.add(
                        "is " + (place.equals(root) ? "" : "within ") + "the path of sources." + name + ", '"
                                + source.shownPath() + "', so that its own files would be read as raw events; give"
                                + " the lake a folder outside of it",
                        "lake",
                        key);
            } else if (root.holds(place)) {
                violations.add(
                        "'" + source.shownPath() + "' is within the lake, whose folders are Backstory's own; keep raw"
                                + " events outside of it",
                        key,
                        "lake");
            }
        });
    }
}
