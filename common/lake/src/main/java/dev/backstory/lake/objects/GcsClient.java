package dev.backstory.lake.objects;

import com.google.cloud.hadoop.fs.gcs.GoogleHadoopFileSystemBase;
import com.google.cloud.hadoop.repackaged.gcs.com.google.api.services.storage.Storage;
import com.google.cloud.hadoop.repackaged.gcs.com.google.api.services.storage.StorageRequest;
import com.google.cloud.hadoop.repackaged.gcs.com.google.cloud.hadoop.gcsio.ForwardingGoogleCloudStorage;
import com.google.cloud.hadoop.repackaged.gcs.com.google.cloud.hadoop.gcsio.GoogleCloudStorage;
import com.google.cloud.hadoop.repackaged.gcs.com.google.cloud.hadoop.gcsio.GoogleCloudStorageImpl;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The client of Google's API that the connector has opened. What the connector shows of it takes two or three requests for
 * each of ours, and has no removal on a condition; so it is taken from its private parts.
 */
final class GcsClient {
    /** Of what it tries again the connector says two lines each time; kept here, as nobody else keeps it. */
    private static final Logger CONNECTOR = Logger.getLogger("com.google.cloud.hadoop");

    private final GoogleCloudStorageImpl opened;
    private final Storage storage;
    private final Method prepare;

    private GcsClient(GoogleCloudStorageImpl opened, Storage storage, Method prepare) {
        this.opened = opened;
        this.storage = storage;
        this.prepare = prepare;
    }

    /** @throws NoClassDefFoundError where the connector is another one than was built for */
    static GcsClient of(GoogleHadoopFileSystemBase system) {
        if (CONNECTOR.getLevel() == null) {
            CONNECTOR.setLevel(Level.WARNING);
        }
        GoogleCloudStorage found = system.getGcsFs().getGcs();
        while (found instanceof ForwardingGoogleCloudStorage forwarding) {
            found = forwarding.getDelegate();
        }
        if (!(found instanceof GoogleCloudStorageImpl opened)) {
            throw new NoClassDefFoundError(found.getClass().getName());
        }
        try {
            Field storage = GoogleCloudStorageImpl.class.getDeclaredField("storage");
            storage.setAccessible(true);
            Method prepare = GoogleCloudStorageImpl.class.getDeclaredMethod(
                    "initializeRequest", StorageRequest.class, String.class);
            prepare.setAccessible(true);
            return new GcsClient(opened, (Storage) Objects.requireNonNull(storage.get(opened)), prepare);
        } catch (ReflectiveOperationException e) {
            throw (NoClassDefFoundError) new NoClassDefFoundError("the parts of " + opened.getClass()).initCause(e);
        }
    }

    Storage storage() {
        return storage;
    }

    /** The request as the connector would send it: with its keys of encryption, and whoever pays. */
    <T extends StorageRequest<?>> T prepared(T request, String bucket) throws IOException {
        try {
            prepare.invoke(opened, request, bucket);
            return request;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IOException failed) {
                throw failed;
            }
            throw new IllegalStateException("Cannot prepare a request to gs://" + bucket, e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("Cannot prepare a request to gs://" + bucket, e);
        }
    }
}
