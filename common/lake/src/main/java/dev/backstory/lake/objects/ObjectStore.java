package dev.backstory.lake.objects;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * A store of objects, through the client that Hadoop's file system for it has opened, so that credentials, endpoint, proxy,
 * encryption and retries are those of the file system. What a file system cannot say is that an object shall be written only
 * if it is what it was ({@link #swap}), and what takes it several requests takes one here.
 *
 * <p>Whatever can be put right by who runs it is a {@link StoreFault}, or in the words of the file system.
 */
public interface ObjectStore {
    /** Of an object of so many bytes one request brings all, into memory; a history holds those of a whole lookback. */
    int SHORT = 256 << 10;

    /** An object's whole text; empty without the object. */
    Optional<Tagged> get(Path file) throws IOException;

    /**
     * The last bytes of an object, or as many as it has.
     *
     * @throws FileNotFoundException without the object
     * @throws IOException if it is empty, too
     */
    default LastBytes end(Path file, int bytes) throws IOException {
        LastBytes end = lastBytes(file, bytes).orElseThrow(() -> new FileNotFoundException("there is no " + file));
        if (end.length() == 0) {
            throw isEmpty(file, null);
        }
        return end;
    }

    /** The same; empty without the object. Of an object without bytes a store gives none, or {@link #isEmpty}. */
    Optional<LastBytes> lastBytes(Path file, int bytes) throws IOException;

    static IOException isEmpty(Path file, @Nullable Exception cause) {
        return new IOException(file + " is empty", cause);
    }

    /** An object of which the end is known, to be read anywhere. */
    FSDataInputStream open(Path file, LastBytes end) throws IOException;

    /** Writes an object, whatever is there. Gives its tag. */
    String put(Path file, String text) throws IOException;

    /**
     * Writes an object only if it still is what it was: of any number of callers who saw the same, one succeeds.
     *
     * <p>An answer may be lost on its way, and the client then asks again, to hear that the object has changed; so an object
     * that has this very text counts as written by this caller. A text that could be another caller's as well must say whose
     * it is.
     *
     * @param tag of what was there; null when nothing was
     * @return the new tag; empty, and nothing is changed, when the object is another one by now
     */
    Optional<String> swap(Path file, @Nullable String tag, String text) throws IOException;

    /** All objects of a folder and the folders below whose names, below the folder, begin so; in the order of names. */
    List<Listed> list(Path folder, String begin) throws IOException;

    /** Removes objects; those that are not there are passed over. */
    void delete(Collection<Path> files) throws IOException;

    /** Removes an object that still is what it was. */
    void delete(Path file, String tag) throws IOException;
}
