package dev.backstory.spark.source.row;

import dev.backstory.core.failure.BackstoryException;
import dev.backstory.lake.files.FileFault;
import dev.backstory.lake.files.HiddenNames;
import dev.backstory.spark.source.row.SourceFile.Folder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the files of a source: each real file once, however many links lead to it. Folders of days that nobody asked for
 * are not even listed.
 */
public final class SourceFiles {
    private static final Logger LOG = LoggerFactory.getLogger(SourceFiles.class);

    /**
     * A folder to look into.
     *
     * @param real where it really is; null where there are no links
     * @param above the folder in which it was found; null for the first
     */
    private record Branch(
            Path path,
            List<Folder> folders,
            java.nio.file.@Nullable Path real,
            @Nullable Branch above) {}

    private record Link(FileStatus status, Branch in) {}

    private final SourceName source;
    private final SourceShape shape;
    private final RequestedDays days;
    private final FileSystem system;
    private final @Nullable LocalNames local;

    private final List<SourceFile> files = new ArrayList<>();
    private final Deque<Branch> branches = new ArrayDeque<>();
    /** Links wait until all else is found, so that what is read is named by its own name if it has one here. */
    private final Deque<Link> links = new ArrayDeque<>();

    private final Set<java.nio.file.Path> known = new HashSet<>();

    private SourceFiles(SourceShape shape, RequestedDays days, FileSystem system) {
        this.source = shape.source();
        this.shape = shape;
        this.days = days;
        this.system = system;
        this.local = system.getUri().getScheme().equals("file") ? new LocalNames(source) : null;
    }

    /**
     * The files under a path, in the order of their names.
     *
     * @param shape knows which Hive partition folders are days
     */
    public static List<SourceFile> list(SourceShape shape, String path, RequestedDays days, Configuration conf) {
        SourceName source = shape.source();
        Path root = new Path(path);
        try {
            SourceFiles found = new SourceFiles(shape, days, root.getFileSystem(conf));
            found.walk(root);
            return found.files;
        } catch (FileNotFoundException | NoSuchFileException e) {
            throw new BackstoryException(
                    "Cannot read " + source + " because there is nothing at " + path + "; correct sources."
                            + source.name() + ".path, or wait until the data has arrived",
                    e);
        } catch (IOException e) {
            if (FileFault.isDenied(e)) {
                throw source.noPermission(e instanceof FileSystemException denied ? denied.getFile() : path, e);
            }
            throw new BackstoryException(
                    "Cannot read " + source + " because listing " + path + " failed (" + e.getMessage()
                            + "); make sure that this process may read it, and run it again",
                    e);
        }
    }

    private void walk(Path root) throws IOException {
        java.nio.file.Path real = local == null ? null : local.real(root);
        if (real != null) {
            known.add(real);
        }
        checkNoTableAbove(root);
        branches.add(new Branch(root, List.of(), real, null));
        while (!branches.isEmpty() || !links.isEmpty()) {
            if (branches.isEmpty()) {
                follow(links.remove());
            } else {
                look(branches.remove());
            }
        }
    }

    private void look(Branch branch) throws IOException {
        FileStatus[] found = listed(system, branch.path());
        checkNoTable(branch.path(), found);
        Map<String, java.nio.file.Path> linked = local == null ? new TreeMap<>() : local.links(branch.path());
        for (FileStatus status : found) {
            String name = status.getPath().getName();
            if (linked.remove(name) != null) {
                links.add(new Link(status, branch));
                continue;
            }
            java.nio.file.Path real =
                    branch.real() == null ? null : branch.real().resolve(name);
            if (real == null || known.add(real)) {
                add(status, branch, real);
            }
        }
        for (Map.Entry<String, java.nio.file.Path> dead : linked.entrySet()) {
            if (isWanted(folder(dead.getKey()))) {
                local.target(dead.getValue());
            }
        }
    }

    private void follow(Link link) throws IOException {
        Path path = link.status().getPath();
        if (!isWanted(folder(path.getName()))) {
            return;
        }
        java.nio.file.Path target = local.real(path);
        for (Branch branch = link.in(); branch != null; branch = branch.above()) {
            if (branch.real().startsWith(target)) {
                throw local.loop(path, target);
            }
        }
        if (known.add(target)) {
            add(link.status(), link.in(), target);
        }
    }

    private void add(FileStatus status, Branch branch, java.nio.file.@Nullable Path real) {
        String name = status.getPath().getName();
        if (status.isFile()) {
            if (!HiddenNames.isHidden(name)) {
                files.add(new SourceFile(status.getPath().toString(), status.getLen(), branch.folders()));
            }
            return;
        }
        Folder folder = folder(name);
        if (folder == null && HiddenNames.isHidden(name)) {
            return;
        }
        List<Folder> folders = with(branch, folder, status.getPath());
        if (isWanted(folder)) {
            branches.add(new Branch(status.getPath(), folders, real, branch));
        }
    }

    private void checkNoTable(Path folder, FileStatus[] found) throws IOException {
        String table = TableFolders.table(system, found);
        if (table != null) {
            throw new BackstoryException("Cannot read " + source + " because " + folder + " is " + table
                    + ": a log says which of its files count" + TableFolders.remedy(table)
                    + " plain files, and name their folder in sources." + source.name() + ".path");
        }
    }

    /** The source may be one partition of a table, or one of its files. */
    private void checkNoTableAbove(Path root) {
        try {
            Path folder = root;
            if (system.getFileStatus(root).isFile()) {
                folder = root.getParent();
                checkNoTable(folder, system.listStatus(folder));
            }
            while (folder.getParent() != null && TableFolders.mayBeInside(folder.getName())) {
                folder = folder.getParent();
                checkNoTable(folder, system.listStatus(folder));
            }
        } catch (IOException e) {
            LOG.debug("Cannot look at what is above {}", root, e);
        }
    }

    private static FileStatus[] listed(FileSystem system, Path path) throws IOException {
        FileStatus[] found = system.listStatus(path);
        Arrays.sort(found, Comparator.comparing(FileStatus::getPath));
        return found;
    }

    private static @Nullable Folder folder(String name) {
        int equals = name.indexOf('=');
        return equals <= 0
                ? null
                : new Folder(
                        ExternalCatalogUtils.unescapePathName(name.substring(0, equals)),
                        ExternalCatalogUtils.unescapePathName(name.substring(equals + 1)));
    }

    private boolean isWanted(@Nullable Folder folder) {
        return folder == null
                || !folder.name().equalsIgnoreCase(shape.dayColumn())
                || days.wantsFolder(shape.dayOfFolder(folder.value()));
    }

    private List<Folder> with(Branch branch, @Nullable Folder folder, Path path) {
        if (folder == null) {
            return branch.folders();
        }
        List<Folder> longer = new ArrayList<>(branch.folders());
        for (Folder above : longer) {
            if (above.name().equalsIgnoreCase(folder.name())) {
                throw new BackstoryException("Cannot read " + source + " because " + path
                        + " lies in another folder of the name '" + above.name()
                        + "=', and its rows can have one value only; move the inner folder up, or rename it");
            }
        }
        longer.add(folder);
        return longer;
    }
}
