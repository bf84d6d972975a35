package dev.backstory.cli.init;

import dev.backstory.cli.init.column.RowProfile;
import dev.backstory.core.config.input.CsvSettings;
import dev.backstory.core.config.input.Format;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.spark.sample.RawLook;
import dev.backstory.spark.source.row.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds possible sources below some folders: files written alike, in one folder or in a folder for each day. */
final class SourceSearch {
    private static final int ROWS = 1000;

    private final RawLook look;
    private final List<FoundSource> found = new ArrayList<>();
    private final List<NotUsed> others = new ArrayList<>();

    SourceSearch(RawLook look) {
        this.look = look;
    }

    private static final class Folder {
        final String path;
        final Map<String, Folder> folders = new TreeMap<>();
        final List<SourceFile> files = new ArrayList<>();

        Folder(String path) {
            this.path = path;
        }
    }

    List<FoundSource> found() {
        return found;
    }

    List<NotUsed> others() {
        return others;
    }

    /** @param root a folder or file: an absolute path without a slash at its end, or a URI */
    void add(String root) {
        try {
            Optional<Format> table = look.table(root);
            if (table.isPresent()) {
                add(root, new FileWriting(table.get(), null), List.of());
                return;
            }
            Folder tree = new Folder(root);
            look.files(root).forEach(file -> put(tree, file));
            look(tree);
        } catch (BackstoryException e) {
            addInside(root, e.getMessage());
        } catch (IOException e) {
            addInside(root, "it cannot be read (" + e.getMessage() + ")");
        }
    }

    /** A table of a database, or of a catalog. */
    void addTable(String name, Source table) {
        try {
            RowProfile profile = new RowProfile(false);
            look.firstRows(table, ROWS).forEach(profile::addRow);
            found.add(new FoundSource(
                    name, table.format(), null, 0, profile, table.format() == Format.JDBC ? table : null));
        } catch (BackstoryException e) {
            others.add(new NotUsed(name, e.getMessage().replace("sources.raw", "the command")));
        }
    }

    /** Adds the entries of a folder one by one if it cannot be listed as a whole, such as one with a table in it. */
    private void addInside(String root, String why) {
        List<String> inside = inside(root);
        if (inside.isEmpty()) {
            others.add(new NotUsed(root, why));
        }
        inside.forEach(this::add);
    }

    private List<String> inside(String root) {
        try {
            return look.inside(root);
        } catch (IOException e) {
            return List.of();
        }
    }

    private static void put(Folder root, SourceFile file) {
        int at = file.path().indexOf(root.path + "/");
        String below = at < 0 ? "" : file.path().substring(at + root.path.length() + 1);
        Folder folder = root;
        String[] parts = below.split("/", -1);
        for (int i = 0; i < parts.length - 1; i++) {
            String part = parts[i];
            Folder above = folder;
            folder = folder.folders.computeIfAbsent(part, key -> new Folder(above.path + "/" + key));
        }
        folder.files.add(file);
    }

    private void look(Folder folder) {
        List<SourceFile> all = all(folder);
        if (all.isEmpty()) {
            others.add(new NotUsed(folder.path, "there is no file in it"));
            return;
        }
        Optional<FileWriting> one = isOne(folder) ? FileWriting.common(look, all) : Optional.empty();
        if (one.isPresent()) {
            add(folder.path, one.get(), all);
            return;
        }
        folder.folders.values().forEach(this::look);
        for (SourceFile file : folder.files) {
            String path = all.size() == 1 && folder.folders.isEmpty() && folder.path.endsWith("/" + name(file))
                    ? folder.path
                    : folder.path + "/" + name(file);
            FileWriting.of(look, file, why -> others.add(new NotUsed(path, why)))
                    .ifPresent(writing -> add(path, writing, List.of(file)));
        }
    }

    private static List<SourceFile> all(Folder folder) {
        List<SourceFile> all = new ArrayList<>();
        folder.folders.values().forEach(inner -> all.addAll(all(inner)));
        all.addAll(folder.files);
        return all;
    }

    /**
     * Whether its folders are partitions by day or another value, and its files are not named after different sources.
     */
    private static boolean isOne(Folder folder) {
        boolean arePartitions =
                folder.folders.keySet().stream().allMatch(name -> name.contains("=") || name.matches("[0-9][0-9_-]*"));
        long kinds = folder.files.stream()
                .map(SourceSearch::name)
                .map(SourceKind::ofName)
                .distinct()
                .count();
        return arePartitions && kinds <= 1 && folder.folders.values().stream().allMatch(SourceSearch::isOne);
    }

    private void add(String path, FileWriting writing, List<SourceFile> files) {
        try {
            CsvSettings csv = writing.csv() == null ? null : writing.csv().settings();
            RowProfile profile = new RowProfile(csv != null);
            look.firstRows(source(path, writing.format(), csv), ROWS).forEach(profile::addRow);
            for (SourceFile file : files.subList(0, Math.min(files.size(), ROWS))) {
                for (SourceFile.Folder folder : file.folders()) {
                    String cell = folder.cell();
                    if (cell != null) {
                        profile.addFolder(folder.name(), cell);
                    }
                }
            }
            found.add(new FoundSource(path, writing.format(), writing.csv(), files.size(), profile));
        } catch (BackstoryException e) {
            others.add(new NotUsed(path, e.getMessage()));
        }
    }

    private static Source source(String path, Format format, @Nullable CsvSettings csv) {
        return csv == null ? Source.files(format, path, Map.of()) : Source.csv(path, csv, Map.of());
    }

    private static String name(SourceFile file) {
        return file.path().substring(file.path().lastIndexOf('/') + 1);
    }
}
