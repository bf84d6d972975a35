package dev.backstory.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.UUID;

/** A server of objects on this machine, one for all tests of a JVM. */
public abstract class ObjectServer {
    private final URI address;

    ObjectServer(URI address) {
        this.address = address;
    }

    /** Its address, to which a {@link FaultyProxy} forwards. */
    public final URI address() {
        return address;
    }

    /** Makes a bucket of a name that no other test has. */
    public final String newBucket() {
        String bucket = "b" + UUID.randomUUID().toString().substring(0, 8);
        try {
            if (make(bucket).getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new IllegalStateException("Cannot make the bucket " + bucket);
            }
            return bucket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The request that makes a bucket. */
    abstract HttpURLConnection make(String bucket) throws IOException;

    HttpURLConnection request(String method, String path) throws IOException {
        HttpURLConnection request =
                (HttpURLConnection) address.resolve(path).toURL().openConnection();
        request.setRequestMethod(method);
        return request;
    }
}
