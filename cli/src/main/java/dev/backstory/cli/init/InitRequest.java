package dev.backstory.cli.init;

import dev.backstory.core.failure.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The data a user wants a config for.
 *
 * @param from folders and files, relative to where the command is run, or URIs
 * @param config the file to write
 * @param lake relative to where the command is run, or a URI; null for {@code data/lake} beside the config
 * @param givenName of the pipeline; null for that of the config's folder
 * @param givenZone null if the user did not give it
 * @param tables what is said of tables
 */
record InitRequest(
        List<String> from,
        Path config,
        @Nullable String lake,
        @Nullable String givenName,
        @Nullable ZoneId givenZone,
        GivenTables tables) {

    /** Of files. */
    InitRequest(
            List<String> from,
            Path config,
            @Nullable String lake,
            @Nullable String givenName,
            @Nullable ZoneId givenZone) {
        this(from, config, lake, givenName, givenZone, GivenTables.NONE);
    }

    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final String UP = "/..";
    private static final String URI = "[A-Za-z][A-Za-z0-9+.-]+:.*";

    /** @throws UsageException if the file exists already: it may be somebody's work */
    void checkNothingThere() {
        if (Files.exists(config)) {
            throw alreadyThere();
        }
    }

    /** For somebody who stops it. */
    String left() {
        return config
                + (Files.exists(config)
                        ? " is written"
                        : " is not written, and nothing else is. To go on: start it again");
    }

    UsageException alreadyThere() {
        return new UsageException("Cannot write " + config
                + " because it is there already; give another name with --config, or move it away");
    }

    Path configFolder() {
        Path folder = config.toAbsolutePath().normalize().getParent();
        return folder == null ? config.toAbsolutePath() : folder;
    }

    String name() {
        if (givenName != null) {
            return givenName;
        }
        Path folder = configFolder().getFileName();
        String plain = folder == null
                ? ""
                : folder.toString().replaceAll("[^A-Za-z0-9_-]", "_").replaceAll("^[^A-Za-z]+", "");
        return plain.isEmpty() ? "shop" : plain;
    }

    ZoneId zone() {
        return givenZone == null ? UTC : givenZone;
    }

    boolean isZoneGiven() {
        return givenZone != null;
    }

    String lakeInConfig() {
        return lake == null ? "data/lake" : inConfig(absolute(lake));
    }

    /** A path as the system knows it. */
    String absolute(String path) {
        return path.matches(URI)
                ? withoutSlash(path)
                : Path.of(path).toAbsolutePath().normalize().toString();
    }

    private static String withoutSlash(String uri) {
        return uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    }

    /** An absolute path as the config has it: relative to the config's folder if both are on this machine. */
    String inConfig(String path) {
        return isElsewhere(path) ? path : relative(configFolder(), path);
    }

    /** An absolute path for the terminal: relative to where the command is run. */
    String shown(String path) {
        return isElsewhere(path) ? path : relative(Path.of("").toAbsolutePath(), path);
    }

    /** A URI, or the name of a table. */
    private static boolean isElsewhere(String path) {
        return path.matches(URI) || !Path.of(path).isAbsolute();
    }

    /** Folders with nothing in common but the root are named in full. */
    private static String relative(Path folder, String path) {
        Path relative = folder.relativize(Path.of(path));
        boolean isFromRoot = folder.getNameCount() > 1
                && relative.startsWith(UP.repeat(folder.getNameCount()).substring(1));
        return isFromRoot ? path : relative.toString().isEmpty() ? "." : relative.toString();
    }
}
