package dev.backstory.lake.objects;

import dev.backstory.core.failure.UsageException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * Opens object stores. The classes that reach them are in JARs that the program does not bring; only {@link S3Store} and
 * {@link GcsStore} know them.
 */
public final class ObjectStores {
    private ObjectStores() {}

    /** Whether a path is on an object store; without opening it. */
    public static boolean hold(Path path, Configuration conf) {
        return Connector.of(path, conf).isPresent();
    }

    /**
     * The store of a path that is on one.
     *
     * @throws UsageException when the JARs for it are not on the class path
     */
    public static ObjectStore open(Path path, Configuration conf) throws IOException {
        Connector connector = Connector.of(path, conf)
                .orElseThrow(() -> new IllegalArgumentException(path + " is not on an object store"));
        return required(
                connector, path, () -> connector == Connector.S3A ? S3Store.of(path, conf) : GcsStore.of(path, conf));
    }

    /** Gives what the body gives, or says which JARs it lacks. */
    private static ObjectStore required(Connector connector, Path path, Opening body) throws IOException {
        try {
            return body.open();
        } catch (LinkageError | UnsupportedFileSystemException e) {
            throw connector.missing(path, e);
        } catch (RuntimeException | IOException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof ClassNotFoundException || cause instanceof NoClassDefFoundError) {
                    throw connector.missing(path, e);
                }
            }
            throw e;
        }
    }

    private interface Opening {
        ObjectStore open() throws IOException;
    }
}
