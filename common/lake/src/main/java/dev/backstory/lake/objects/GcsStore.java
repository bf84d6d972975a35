package dev.backstory.lake.objects;

import com.google.cloud.hadoop.fs.gcs.GoogleHadoopFileSystemBase;
import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.googleapis.batch.BatchRequest;
import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.googleapis.batch.json.JsonBatchCallback;
import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.http.ByteArrayContent;
import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.http.HttpHeaders;
import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.http.HttpResponse;
import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.http.HttpResponseException;
import com.google.cloud.hadoop.repackaged.gcs.com.google.api.services.storage.Storage;
import com.google.cloud.hadoop.repackaged.gcs.com.google.api.services.storage.model.Objects;
import com.google.cloud.hadoop.repackaged.gcs.com.google.api.services.storage.model.StorageObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Google Cloud Storage, whose every write of an object makes another generation of it: that is the tag. The classes of the
 * connector come with the class path of whoever has such a lake; see {@link ObjectStores}.
 */
final class GcsStore implements ObjectStore {
    /** What the store answers when the object is not what it was. */
    private static final int NOT_THAT_ONE = 412;

    private static final int NOT_FOUND = 404;
    private static final int RANGE = 416;

    /** The generation of what is not there. */
    private static final long NONE = 0;

    private static final long PAGE = 1000;

    /** The most that Google takes at once. */
    private static final int BATCH = 100;

    /** The client asks again by itself, but not when an answer breaks off in the middle. */
    private static final int READS = 3;

    private static final Map<GoogleHadoopFileSystemBase, GcsStore> OPENED = new ConcurrentHashMap<>();

    private final GoogleHadoopFileSystemBase system;
    private final GcsClient client;
    private final String bucket;

    private GcsStore(GoogleHadoopFileSystemBase system) {
        this.system = system;
        this.client = GcsClient.of(system);
        this.bucket = system.getUri().getAuthority();
    }

    /** {@link ObjectStores#open} says what is missing where this cannot be loaded. */
    static GcsStore of(Path path, Configuration conf) throws IOException {
        FileSystem system;
        try {
            system = path.getFileSystem(conf);
        } catch (IOException e) {
            throw GcsFault.of(e);
        }
        if (system instanceof GoogleHadoopFileSystemBase google) {
            return OPENED.computeIfAbsent(google, GcsStore::new);
        }
        throw Connector.GS.other(path, system.getClass());
    }

    @Override
    public Optional<Tagged> get(Path file) throws IOException {
        return orNotFound(
                file,
                () -> read(file, null, (bytes, headers) -> new Tagged(text(bytes), header(headers, "generation"))));
    }

    @Override
    public Optional<LastBytes> lastBytes(Path file, int bytes) throws IOException {
        return orNotFound(
                file,
                () -> read(
                        file,
                        "bytes=-" + bytes,
                        (read, headers) ->
                                new LastBytes(read, length(headers, read.length), header(headers, "generation"))));
    }

    @Override
    public FSDataInputStream open(Path file, LastBytes end) throws IOException {
        try {
            return system.open(file);
        } catch (IOException e) {
            throw GcsFault.of(e);
        }
    }

    /** Of a part, {@code bytes 0-9/1000} says how much there is. */
    private static long length(HttpHeaders headers, long read) {
        String range = headers.getContentRange();
        return range == null ? read : Long.parseLong(range.substring(range.indexOf('/') + 1));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String header(HttpHeaders headers, String name) throws IOException {
        String value = headers.getFirstHeaderStringValue("x-goog-" + name);
        if (value == null) {
            throw new IOException("the store did not say the " + name + " of the object");
        }
        return value;
    }

    private <T> T read(Path file, @Nullable String range, Reading<T> reading) throws IOException {
        for (int tries = 1; ; tries++) {
            Storage.Objects.Get get = client.prepared(client.storage().objects().get(bucket, key(file)), bucket);
            if (range != null) {
                get.getRequestHeaders().setRange(range);
            }
            HttpResponse response = get.executeMedia();
            try (InputStream content = response.getContent()) {
                byte[] bytes = content == null ? new byte[0] : content.readAllBytes();
                return reading.of(bytes, response.getHeaders());
            } catch (IOException brokenOff) {
                if (tries == READS) {
                    throw brokenOff;
                }
            } finally {
                response.disconnect();
            }
        }
    }

    @Override
    public String put(Path file, String text) throws IOException {
        return call(() -> write(file, text, null));
    }

    @Override
    public Optional<String> swap(Path file, @Nullable String tag, String text) throws IOException {
        try {
            return Optional.of(write(file, text, tag == null ? NONE : Long.parseLong(tag)));
        } catch (HttpResponseException e) {
            if (e.getStatusCode() == NOT_THAT_ONE) {
                return ifOurs(file, text);
            }
            return writtenAfterAll(file, text, e);
        } catch (IOException e) {
            return writtenAfterAll(file, text, e);
        }
    }

    private Optional<String> ifOurs(Path file, String text) throws IOException {
        return get(file).filter(now -> now.text().equals(text)).map(Tagged::tag);
    }

    /** The request failed on its way there or on its way back; only the object itself can tell. */
    private Optional<String> writtenAfterAll(Path file, String text, IOException failure) throws IOException {
        Optional<String> written;
        try {
            written = ifOurs(file, text);
        } catch (IOException unknown) {
            throw fault(failure);
        }
        if (written.isEmpty()) {
            throw fault(failure);
        }
        return written;
    }

    /** By one request; the connector takes two for whatever it writes. */
    private String write(Path file, String text, @Nullable Long generation) throws IOException {
        Storage.Objects.Insert insert = client.storage()
                .objects()
                .insert(
                        bucket,
                        null,
                        new ByteArrayContent("text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8)))
                .setName(key(file))
                .setIfGenerationMatch(generation)
                .setFields("generation");
        insert.setDisableGZipContent(true);
        insert.getMediaHttpUploader().setDirectUploadEnabled(true);
        return client.prepared(insert, bucket).execute().getGeneration().toString();
    }

    @Override
    public List<Listed> list(Path folder, String begin) throws IOException {
        return call(() -> {
            String key = key(folder);
            Storage.Objects.List request = client.prepared(
                            client.storage().objects().list(bucket), bucket)
                    .setPrefix((key.isEmpty() ? "" : key + "/") + begin)
                    .setMaxResults(PAGE)
                    .setFields("nextPageToken,items(name,generation,size,updated)");
            List<Listed> found = new ArrayList<>();
            while (true) {
                Objects page = request.execute();
                if (page.getItems() != null) {
                    page.getItems().stream()
                            .filter(object -> !object.getName().endsWith("/"))
                            .forEach(object -> found.add(listed(object)));
                }
                if (page.getNextPageToken() == null) {
                    return found;
                }
                request.setPageToken(page.getNextPageToken());
            }
        });
    }

    private Listed listed(StorageObject object) {
        return new Listed(
                new Path("gs", bucket, "/" + object.getName()),
                object.getGeneration().toString(),
                object.getSize().longValueExact(),
                Instant.ofEpochMilli(object.getUpdated().getValue()));
    }

    @Override
    public void delete(Collection<Path> files) throws IOException {
        List<Path> all = List.copyOf(files);
        for (int from = 0; from < all.size(); from += BATCH) {
            List<Path> some = all.subList(from, Math.min(all.size(), from + BATCH));
            for (Path file : some.size() == 1 ? some : remaining(some)) {
                delete(request(file));
            }
        }
    }

    /** Asks for all at once, and gives those that could not be removed with the others. */
    private List<Path> remaining(List<Path> files) throws IOException {
        return call(() -> {
            List<Path> remaining = new ArrayList<>();
            BatchRequest batch =
                    client.storage().batch(client.storage().getRequestFactory().getInitializer());
            for (Path file : files) {
                request(file).queue(batch, new JsonBatchCallback<>() {
                    @Override
                    public void onSuccess(Void nothing, HttpHeaders headers) {}

                    @Override
                    public void onFailure(GoogleJsonError error, HttpHeaders headers) {
                        if (error.getCode() != NOT_FOUND) {
                            remaining.add(file);
                        }
                    }
                });
            }
            batch.execute();
            return remaining;
        });
    }

    @Override
    public void delete(Path file, String tag) throws IOException {
        delete(request(file).setGeneration(Long.parseLong(tag)));
    }

    private Storage.Objects.Delete request(Path file) throws IOException {
        return client.prepared(client.storage().objects().delete(bucket, key(file)), bucket);
    }

    private void delete(Storage.Objects.Delete request) throws IOException {
        call(() -> {
            try {
                request.execute();
            } catch (HttpResponseException e) {
                if (!GcsFault.isOfObject(e) && e.getStatusCode() != NOT_THAT_ONE) {
                    throw e;
                }
            }
            return true;
        });
    }

    private static String key(Path path) {
        String name = path.toUri().getPath();
        return name.startsWith("/") ? name.substring(1) : name;
    }

    /** Without a bucket, too, there is nothing; whoever lists it, or writes, is told. */
    private <T> Optional<T> orNotFound(Path file, Call<T> body) throws IOException {
        try {
            return Optional.of(body.run());
        } catch (HttpResponseException e) {
            if (GcsFault.isOfObject(e)) {
                return Optional.empty();
            }
            if (e.getStatusCode() == RANGE) {
                throw ObjectStore.isEmpty(file, e);
            }
            throw fault(e);
        } catch (IOException e) {
            throw fault(e);
        }
    }

    private <T> T call(Call<T> body) throws IOException {
        try {
            return body.run();
        } catch (IOException e) {
            throw fault(e);
        }
    }

    private IOException fault(IOException failure) {
        return failure instanceof ConnectException || failure instanceof UnknownHostException
                ? new IOException(
                        "nothing answers at " + client.storage().getRootUrl() + " (" + failure.getMessage() + ")",
                        failure)
                : GcsFault.of(failure);
    }

    private interface Call<T> {
        T run() throws IOException;
    }

    private interface Reading<T> {
        T of(byte[] bytes, HttpHeaders headers) throws IOException;
    }
}
