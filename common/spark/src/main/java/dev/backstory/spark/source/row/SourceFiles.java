package dev.backstory.spark.source.row;

import dev.backstory.core.failure.BackstoryException;
import dev.backstory.spark.source.row.SourceFile.Folder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;

/** Finds the files of a source. Folders of days that nobody asked for are not even listed. */
public final class SourceFiles {
    private record Branch(Path path, List<Folder> folders) {}

    private SourceFiles() {}

    /**
     * The files under a path, in the order of their names.
     *
     * @param dayColumn the column whose Hive partition folders are days
     */
    public static List<SourceFile> list(
            SourceName source, String path, String dayColumn, RequestedDays days, Configuration conf) {
        Path root = new Path(path);
        List<SourceFile> files = new ArrayList<>();
        Deque<Branch> branches = new ArrayDeque<>();
        branches.add(new Branch(root, List.of()));
        try {
            FileSystem system = root.getFileSystem(conf);
            while (!branches.isEmpty()) {
                Branch branch = branches.remove();
                for (FileStatus status : listed(system, branch.path())) {
                    String name = status.getPath().getName();
                    if (status.isFile()) {
                        if (!isHidden(name)) {
                            files.add(new SourceFile(status.getPath().toString(), status.getLen(), branch.folders()));
                        }
                        continue;
                    }
                    Folder folder = folder(name);
                    if (folder == null ? !isHidden(name) : isWanted(folder, dayColumn, days)) {
                        branches.add(new Branch(status.getPath(), with(branch.folders(), folder)));
                    }
                }
            }
        } catch (FileNotFoundException e) {
            throw new BackstoryException(
                    "Cannot read " + source + " because there is nothing at " + path + "; correct sources."
                            + source.name() + ".path, or wait until the data has arrived",
                    e);
        } catch (IOException e) {
            throw new BackstoryException(
                    "Cannot read " + source + " because listing " + path + " failed (" + e.getMessage()
                            + "); make sure that this process may read it, and run it again",
                    e);
        }
        return files;
    }

    private static FileStatus[] listed(FileSystem system, Path path) throws IOException {
        FileStatus[] found = system.listStatus(path);
        Arrays.sort(found, Comparator.comparing(FileStatus::getPath));
        return found;
    }

    private static Folder folder(String name) {
        int equals = name.indexOf('=');
        return equals <= 0
                ? null
                : new Folder(
                        ExternalCatalogUtils.unescapePathName(name.substring(0, equals)),
                        ExternalCatalogUtils.unescapePathName(name.substring(equals + 1)));
    }

    private static boolean isWanted(Folder folder, String dayColumn, RequestedDays days) {
        return !folder.name().equalsIgnoreCase(dayColumn) || days.wantsFolder(folder.value());
    }

    private static boolean isHidden(String name) {
        return name.startsWith("_") || name.startsWith(".") || name.endsWith("._COPYING_");
    }

    private static List<Folder> with(List<Folder> folders, Folder folder) {
        if (folder == null) {
            return folders;
        }
        List<Folder> longer = new ArrayList<>(folders);
        longer.add(folder);
        return longer;
    }
}
