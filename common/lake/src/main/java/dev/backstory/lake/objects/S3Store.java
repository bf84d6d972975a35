package dev.backstory.lake.objects;

import com.amazonaws.AmazonServiceException;
import com.amazonaws.SdkBaseException;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.model.DeleteObjectRequest;
import com.amazonaws.services.s3.model.DeleteObjectsRequest;
import com.amazonaws.services.s3.model.GetObjectRequest;
import com.amazonaws.services.s3.model.ListObjectsV2Request;
import com.amazonaws.services.s3.model.ListObjectsV2Result;
import com.amazonaws.services.s3.model.ObjectMetadata;
import com.amazonaws.services.s3.model.PutObjectRequest;
import com.amazonaws.services.s3.model.S3Object;
import com.amazonaws.services.s3.model.S3ObjectSummary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileStatus;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.fs.s3a.S3AUtils;
import org.apache.hadoop.util.functional.FutureIO;
import org.jspecify.annotations.Nullable;

/**
 * S3, through the client that Hadoop's S3A has opened, so that credentials, endpoint, proxy, encryption and retries are
 * S3A's. What S3A itself cannot say is that an object shall be written only if it is what it was ({@link #swap}), and what
 * takes it several requests takes one here.
 *
 * <p>The classes of hadoop-aws and of the SDK come with the class path of whoever has such a lake; see {@link ObjectStores}.
 */
final class S3Store implements ObjectStore {
    /** What the store answers when the object is not what it was, when there is none, and when two write at once. */
    private static final int NOT_THAT_ONE = 412;

    private static final int NOT_FOUND = 404;
    private static final int AT_ONCE = 409;
    private static final int RANGE = 416;

    private static final int AT_ONCE_TRIES = 8;
    private static final long AT_ONCE_MILLIS = 50;
    private static final int PAGE = 1000;

    /** A system says each time that its client is asked for. */
    private static final Map<S3AFileSystem, S3Store> OPENED = new ConcurrentHashMap<>();

    private final S3AFileSystem system;
    private final AmazonS3 client;

    private S3Store(S3AFileSystem system) {
        this.system = system;
        this.client = system.getAmazonS3ClientForTesting("conditional writes");
    }

    /** {@link ObjectStores#open} says what is missing where this cannot be loaded. */
    static S3Store of(Path path, Configuration conf) throws IOException {
        FileSystem system = path.getFileSystem(conf);
        if (system instanceof S3AFileSystem s3a) {
            return OPENED.computeIfAbsent(s3a, S3Store::new);
        }
        throw Connector.S3A.other(path, system.getClass());
    }

    @Override
    public Optional<Tagged> get(Path file) throws IOException {
        return orNotFound("read", file, () -> {
            try (S3Object object = client.getObject(request(file))) {
                String text = new String(object.getObjectContent().readAllBytes(), StandardCharsets.UTF_8);
                return new Tagged(text, object.getObjectMetadata().getETag());
            }
        });
    }

    @Override
    public Optional<LastBytes> lastBytes(Path file, int bytes) throws IOException {
        return orNotFound("read", file, () -> {
            // The range in the request itself tells the client only that it does not get the whole object.
            GetObjectRequest request = request(file).withRange(0, bytes - 1L);
            request.putCustomRequestHeader("Range", "bytes=-" + bytes);
            try (S3Object object = client.getObject(request)) {
                byte[] read = object.getObjectContent().readAllBytes();
                ObjectMetadata facts = object.getObjectMetadata();
                return new LastBytes(read, facts.getInstanceLength(), facts.getETag());
            }
        });
    }

    /** Nothing is asked before something is read. */
    @Override
    public FSDataInputStream open(Path file, LastBytes end) throws IOException {
        // Of a status that is not its own S3A takes no notice.
        FileStatus known = new S3AFileStatus(end.length(), 0, file, 1, "", end.tag(), null);
        return FutureIO.awaitFuture(system.openFile(file).withFileStatus(known).build());
    }

    @Override
    public String put(Path file, String text) throws IOException {
        return call("write", file, () -> put(file, text, null, null));
    }

    @Override
    public Optional<String> swap(Path file, @Nullable String tag, String text) throws IOException {
        try {
            return swapOnce(file, tag, text);
        } catch (SdkBaseException e) {
            Optional<String> written = writtenAfterAll(file, text);
            if (written.isPresent()) {
                return written;
            }
            throw S3AUtils.translateException("write", file.toString(), e);
        }
    }

    private Optional<String> swapOnce(Path file, @Nullable String tag, String text) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                return Optional.of(
                        tag == null ? put(file, text, "If-None-Match", "*") : put(file, text, "If-Match", quoted(tag)));
            } catch (AmazonServiceException e) {
                if (e.getStatusCode() == AT_ONCE && tries < AT_ONCE_TRIES) {
                    pause();
                } else if (e.getStatusCode() == NOT_THAT_ONE
                        || (e.getStatusCode() == NOT_FOUND
                                && tag != null
                                && !"NoSuchBucket".equals(e.getErrorCode()))) {
                    return get(file).filter(now -> now.text().equals(text)).map(Tagged::tag);
                } else {
                    throw e;
                }
            }
        }
    }

    /** The request failed on its way there or on its way back; only the object itself can tell. */
    private Optional<String> writtenAfterAll(Path file, String text) {
        try {
            return get(file).filter(now -> now.text().equals(text)).map(Tagged::tag);
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    @Override
    public List<Listed> list(Path folder, String begin) throws IOException {
        return call("list", folder, () -> {
            String key = system.pathToKey(folder);
            String prefix = (key.isEmpty() ? "" : key + "/") + begin;
            ListObjectsV2Request request = system.getRequestFactory().newListObjectsV2Request(prefix, null, PAGE);
            List<Listed> found = new ArrayList<>();
            while (true) {
                ListObjectsV2Result page = client.listObjectsV2(request);
                for (S3ObjectSummary object : page.getObjectSummaries()) {
                    if (!object.getKey().endsWith("/")) {
                        found.add(new Listed(
                                path(object.getKey()),
                                object.getETag(),
                                object.getSize(),
                                object.getLastModified().toInstant()));
                    }
                }
                if (!page.isTruncated()) {
                    return found;
                }
                request.setContinuationToken(page.getNextContinuationToken());
            }
        });
    }

    @Override
    public void delete(Collection<Path> files) throws IOException {
        List<Path> all = List.copyOf(files);
        for (int from = 0; from < all.size(); from += PAGE) {
            List<Path> some = all.subList(from, Math.min(all.size(), from + PAGE));
            call("delete", some.get(0), () -> {
                if (some.size() == 1) {
                    client.deleteObject(
                            system.getRequestFactory().newDeleteObjectRequest(system.pathToKey(some.get(0))));
                } else {
                    client.deleteObjects(system.getRequestFactory()
                            .newBulkDeleteRequest(
                                    some.stream()
                                            .map(file -> new DeleteObjectsRequest.KeyVersion(system.pathToKey(file)))
                                            .toList(),
                                    true));
                }
                return true;
            });
        }
    }

    /** A store that does not know the condition removes it in any case. */
    @Override
    public void delete(Path file, String tag) throws IOException {
        call("delete", file, () -> {
            try {
                DeleteObjectRequest request = system.getRequestFactory().newDeleteObjectRequest(system.pathToKey(file));
                request.putCustomRequestHeader("If-Match", quoted(tag));
                client.deleteObject(request);
            } catch (AmazonServiceException e) {
                if (e.getStatusCode() != NOT_THAT_ONE && e.getStatusCode() != NOT_FOUND) {
                    throw e;
                }
            }
            return true;
        });
    }

    private String put(Path file, String text, @Nullable String header, @Nullable String value) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ObjectMetadata metadata = system.getRequestFactory().newObjectMetadata(bytes.length);
        PutObjectRequest request = system.getRequestFactory()
                .newPutObjectRequest(system.pathToKey(file), metadata, new ByteArrayInputStream(bytes));
        if (header != null) {
            request.putCustomRequestHeader(header, value);
        }
        return client.putObject(request).getETag();
    }

    private GetObjectRequest request(Path file) {
        return system.getRequestFactory().newGetObjectRequest(system.pathToKey(file));
    }

    private Path path(String key) {
        return new Path(system.getUri().getScheme(), system.getUri().getAuthority(), "/" + key);
    }

    private static String quoted(String tag) {
        return tag.startsWith("\"") ? tag : "\"" + tag + "\"";
    }

    private static void pause() {
        try {
            Thread.sleep(AT_ONCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> Optional<T> orNotFound(String action, Path file, Call<T> body) throws IOException {
        try {
            return Optional.of(body.run());
        } catch (AmazonServiceException e) {
            if (e.getStatusCode() == NOT_FOUND && !"NoSuchBucket".equals(e.getErrorCode())) {
                return Optional.empty();
            }
            if (e.getStatusCode() == RANGE) {
                throw ObjectStore.isEmpty(file, e);
            }
            throw S3AUtils.translateException(action, file.toString(), e);
        } catch (SdkBaseException e) {
            throw S3AUtils.translateException(action, file.toString(), e);
        }
    }

    private static <T> T call(String action, Path file, Call<T> body) throws IOException {
        try {
            return body.run();
        } catch (SdkBaseException e) {
            throw S3AUtils.translateException(action, file.toString(), e);
        }
    }

    private interface Call<T> {
        T run() throws IOException;
    }
}
