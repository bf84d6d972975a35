package dev.backstory.lake.objects;

import dev.backstory.core.failure.UsageException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Opens object stores. The classes of hadoop-aws and of the SDK are two JARs that the program does not bring, as it brings
 * no JDBC driver; only {@link ObjectStore} knows them.
 */
public final class ObjectStores {
    private static final String NEEDED = "hadoop-aws-3.3.4.jar and aws-java-sdk-bundle-1.12.262.jar";
    private static final String HOW = " (bin/backstory: BACKSTORY_CLASSPATH=hadoop-aws-3.3.4.jar:"
            + "aws-java-sdk-bundle-1.12.262.jar; spark-submit: --packages org.apache.hadoop:hadoop-aws:3.3.4)";

    private ObjectStores() {}

    /** Whether a path is on an object store; without opening it. */
    public static boolean hold(Path path, Configuration conf) {
        String scheme = path.toUri().getScheme();
        return "s3a".equals(scheme == null ? FileSystem.getDefaultUri(conf).getScheme() : scheme);
    }

    /**
     * The store of a path that is on one.
     *
     * @throws UsageException when the JARs for it are not on the class path
     */
    public static ObjectStore open(Path path, Configuration conf) throws IOException {
        return required(path, () -> ObjectStore.of(path, conf));
    }

    /** Gives what the body gives, or says which JARs it lacks. */
    private static <T> T required(Path path, Opening<T> body) throws IOException {
        try {
            return body.open();
        } catch (NoClassDefFoundError e) {
            throw missing(path, e);
        } catch (RuntimeException | IOException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof ClassNotFoundException || cause instanceof NoClassDefFoundError) {
                    throw missing(path, e);
                }
            }
            throw e;
        }
    }

    private static UsageException missing(Path path, Throwable cause) {
        return new UsageException(
                "Cannot reach " + path + " because Hadoop's S3 client is not on the class path; add " + NEEDED + HOW,
                cause);
    }

    static UsageException other(Path path, Class<?> system) {
        return new UsageException("Cannot use " + path + " because its file system is " + system.getName()
                + ", of which it is not known how it writes only what nobody else has written; use the S3A of " + NEEDED
                + HOW);
    }

    private interface Opening<T> {
        T open() throws IOException;
    }
}
