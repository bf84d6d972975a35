package dev.backstory.core.config.input;

import dev.backstory.core.config.key.Places;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * A path of the config in one spelling, to be compared with others: without {@code .}, {@code ..} and doubled slashes, and
 * a local file without its scheme. Nothing is looked up: a link and what it leads to are two locations.
 *
 * @param storage scheme and host of a URI; empty for a local path
 * @param path begins with a slash and does not end in one
 */
record Location(String storage, String path) {
    static Location of(String configured) {
        if (!Places.isUri(configured)) {
            return new Location("", normal(configured));
        }
        int colon = configured.indexOf(':');
        String scheme = configured.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = configured.substring(colon + 1);
        String host = "";
        if (rest.startsWith("//")) {
            int end = rest.indexOf('/', 2);
            host = rest.substring(2, end < 0 ? rest.length() : end).toLowerCase(Locale.ROOT);
            rest = end < 0 ? "/" : rest.substring(end);
        }
        boolean local = scheme.equals("file") && (host.isEmpty() || host.equals("localhost"));
        return new Location(local ? "" : scheme + "://" + host, normal(rest));
    }

    /** Whether the other is this one or lies somewhere below it. */
    boolean holds(Location other) {
        return storage.equals(other.storage)
                && (path.equals(other.path) || path.equals("/") || other.path.startsWith(path + "/"));
    }

    private static String normal(String path) {
        Deque<String> names = new ArrayDeque<>();
        for (String name : path.split("/", -1)) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return "/" + String.join("/", names);
    }
}
