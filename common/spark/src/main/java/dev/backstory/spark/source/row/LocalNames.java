package dev.backstory.spark.source.row;

import dev.backstory.core.failure.BackstoryException;
import dev.backstory.lake.files.HiddenNames;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Hadoop keeps to itself about folders of this machine: it follows links wherever they lead, leaves out those that
 * lead nowhere, and leaves out names that the JVM cannot spell.
 */
final class LocalNames {
    private final SourceName source;

    LocalNames(SourceName source) {
        this.source = source;
    }

    /**
     * The symbolic links in a folder by their names, without hidden ones.
     *
     * @throws BackstoryException when it holds a name that cannot be spelled, or what is neither a file nor a folder
     */
    Map<String, Path> links(org.apache.hadoop.fs.Path path) throws IOException {
        Path folder = local(path);
        Map<String, Path> links = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return links;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (!isSpelled(folder, entry, name)) {
                    throw unspelled(folder.toString());
                }
                if (HiddenNames.isHidden(name) && !name.contains("=")) {
                    continue;
                }
                BasicFileAttributes attributes =
                        Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                checkKind(entry, attributes);
                if (attributes.isSymbolicLink()) {
                    links.put(name, entry);
                }
            }
        }
        return links;
    }

    /** Where a file or folder really is. */
    Path real(org.apache.hadoop.fs.Path path) throws IOException {
        Path entry = local(path);
        Path real = target(entry);
        checkKind(entry, Files.readAttributes(real, BasicFileAttributes.class));
        return real;
    }

    private void checkKind(Path entry, BasicFileAttributes attributes) {
        if (attributes.isOther()) {
            throw new BackstoryException("Cannot read " + source + " because " + entry
                    + " is neither a file nor a folder; remove it from the source's folder");
        }
    }

    BackstoryException loop(org.apache.hadoop.fs.Path link, Path target) {
        return new BackstoryException("Cannot read " + source + " because " + local(link) + " is a link to " + target
                + ", a folder that it lies in itself; remove the link");
    }

    /**
     * Where a link leads in the end.
     *
     * @throws BackstoryException when it leads nowhere
     */
    Path target(Path path) throws IOException {
        try {
            return path.toRealPath();
        } catch (NoSuchFileException e) {
            if (!Files.isSymbolicLink(path)) {
                throw e;
            }
            throw new BackstoryException(
                    "Cannot read " + source + " because " + path + " is a link to " + Files.readSymbolicLink(path)
                            + ", where there is nothing; correct the link, or remove it",
                    e);
        } catch (FileSystemException e) {
            if (!Files.isSymbolicLink(path)) {
                throw e;
            }
            throw new BackstoryException(
                    "Cannot read " + source + " because " + path + " is a link to " + Files.readSymbolicLink(path)
                            + ", which cannot be followed (" + e.getReason() + "); correct the link, or remove it",
                    e);
        }
    }

    private static boolean isSpelled(Path folder, Path entry, String name) {
        try {
            return folder.resolve(name).equals(entry);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private Path local(org.apache.hadoop.fs.Path path) {
        String name = path.toUri().getPath();
        try {
            return new File(name).toPath();
        } catch (InvalidPathException e) {
            throw unspelled(name);
        }
    }

    private BackstoryException unspelled(String folder) {
        return new BackstoryException("Cannot read " + source + " because of a name in " + folder
                + " that this process cannot spell (it spells names in " + System.getProperty("sun.jnu.encoding")
                + "); start it in a UTF-8 locale, such as LC_ALL=C.UTF-8, or rename what is there");
    }
}
