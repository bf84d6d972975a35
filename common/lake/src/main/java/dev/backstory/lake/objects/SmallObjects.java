package dev.backstory.lake.objects;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Small text objects that change in one step, and only if they are what their writer has seen. */
public interface SmallObjects {
    Configuration conf();

    /** An object's text with its tag; empty without the object. */
    Optional<Tagged> tagged(Path file);

    /**
     * Writes an object only if it still is what it was.
     *
     * @param tag of what was there; null when nothing was
     * @return the new tag; empty, and nothing is changed, when the object is another one by now
     */
    Optional<String> swap(Path file, @Nullable String tag, String text);

    /** All objects of a folder and of the folders below whose names, below the folder, begin so. */
    List<Listed> objects(Path folder, String begin);

    /** Removes objects, which need not be there. */
    void deleteObjects(Collection<Path> objects);

    /** Removes an object that still is what it was. */
    void deleteObject(Path object, String tag);

    /** The whole of an object; empty without it. */
    Optional<String> read(Path file);

    /** Writes an object, whatever is there; a reader sees the old text or the new one. */
    void writeWhole(Path file, String text);
}
