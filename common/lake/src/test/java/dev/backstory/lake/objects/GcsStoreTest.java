package dev.backstory.lake.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.lake.store.GcsLake;
import dev.backstory.testsupport.FaultyProxy;
import dev.backstory.testsupport.FaultyProxy.Fault;
import dev.backstory.testsupport.GcsServer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.UserGroupInformation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("gcs")
class GcsStoreTest {
    private static final int WRITERS = 16;
    private static final int ROUNDS = 30;

    private FaultyProxy proxy;
    private Path folder;
    private ObjectStore store;

    @BeforeEach
    void start() throws IOException {
        proxy = new FaultyProxy(GcsServer.get().address());
        folder = new Path("gs://" + GcsServer.get().newBucket() + "/a [1]/{b}");
        store = ObjectStores.open(folder, GcsLake.conf(proxy.address(), 0));
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    @Test
    void readsWhatWasWrittenByOneRequestEach() throws IOException {
        Path file = new Path(folder, "été #1.json");
        assertThat(store.get(file)).isEmpty();
        proxy.forget();

        String tag = store.put(file, "Grüße");
        assertThat(store.get(file)).contains(new Tagged("Grüße", tag));
        LastBytes end = store.end(file, 2);
        assertThat(end.bytes()).containsExactly(0x9f, 'e');
        assertThat(end.isWhole()).isFalse();
        assertThat(end.tag()).isEqualTo(tag);
        assertThat(store.end(file, 100).isWhole()).isTrue();
        assertThat(store.list(folder, "ét")).singleElement().satisfies(listed -> {
            assertThat(listed.path()).isEqualTo(file);
            assertThat(listed.tag()).isEqualTo(tag);
            assertThat(listed.bytes()).isEqualTo(7);
        });
        assertThat(proxy.requests()).as("%s", proxy.requests()).hasSize(5);

        Path missing = new Path(folder, "missing");
        assertThatThrownBy(() -> store.end(missing, 2))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage("there is no " + missing);
        store.put(missing, "");
        assertThat(store.get(missing).orElseThrow().text()).isEmpty();
        assertThatThrownBy(() -> store.end(missing, 2)).hasMessage(missing + " is empty");
    }

    @Test
    void ofManyWhoSawTheSameOneWrites() throws Exception {
        Path file = new Path(folder, "pointer.json");
        String tag = null;
        for (int round = 0; round < ROUNDS; round++) {
            List<Optional<String>> answers = atOnce(file, tag, round);
            assertThat(answers).hasSize(WRITERS);
            List<String> written = answers.stream().flatMap(Optional::stream).toList();
            assertThat(written).as("round %d", round).hasSize(1);
            Tagged now = store.get(file).orElseThrow();
            assertThat(now.tag()).isEqualTo(written.get(0)).isNotEqualTo(tag);
            assertThat(now.text()).isEqualTo(round + " by " + answers.indexOf(Optional.of(now.tag())));
            tag = now.tag();
        }
    }

    private List<Optional<String>> atOnce(Path file, @Nullable String tag, int round) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(WRITERS);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Optional<String>>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                String text = round + " by " + i;
                Callable<Optional<String>> writer = () -> {
                    start.await();
                    return store.swap(file, tag, text);
                };
                writers.add(pool.submit(writer));
            }
            start.countDown();
            List<Optional<String>> answers = new ArrayList<>();
            for (Future<Optional<String>> each : writers) {
                answers.add(each.get());
            }
            return answers;
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void whatIsNotThatOneStaysAsItIs() throws IOException {
        Path file = new Path(folder, "pointer.json");
        assertThat(store.swap(file, "17", "of nothing")).isEmpty();
        String first = store.swap(file, null, "first").orElseThrow();
        assertThat(store.swap(file, null, "second")).isEmpty();
        String second = store.swap(file, first, "second").orElseThrow();
        assertThat(store.swap(file, first, "third")).isEmpty();

        store.delete(file, first);
        assertThat(store.get(file)).contains(new Tagged("second", second));
        store.delete(file, second);
        assertThat(store.get(file)).isEmpty();
        store.delete(file, second);
        assertThat(store.swap(file, second, "third")).isEmpty();
    }

    @Test
    void anAnswerThatIsLostIsLookedFor() throws IOException {
        Path file = new Path(folder, "pointer.json");
        proxy.faults(request -> request.writes("pointer.json") ? Fault.ANSWER_LOST : Fault.NONE);
        String first = store.swap(file, null, "first").orElseThrow();
        assertThat(store.get(file)).contains(new Tagged("first", first));

        proxy.faults(request -> request.writes("pointer.json") ? Fault.LOST : Fault.NONE);
        assertThatThrownBy(() -> store.swap(file, first, "second")).isInstanceOf(IOException.class);
        proxy.faults(request -> request.writes("pointer.json") ? Fault.BUSY : Fault.NONE);
        assertThatThrownBy(() -> store.swap(file, first, "second"))
                .hasMessage("the store answered 503 Please reduce your request rate.");
        proxy.faults(request -> Fault.NONE);
        assertThat(store.get(file)).contains(new Tagged("first", first));

        // The client asks again, and hears of its own write.
        ObjectStore patient = of("patient", proxy.address());
        List<String> once = new ArrayList<>();
        proxy.faults(request -> {
            boolean isFirst = request.writes("pointer.json") && once.isEmpty();
            if (isFirst) {
                once.add(request.toString());
            }
            return isFirst ? Fault.ANSWER_LOST : Fault.NONE;
        });
        assertThat(patient.swap(file, first, "second"))
                .contains(store.get(file).orElseThrow().tag());
        once.clear();
        proxy.faults(request -> {
            boolean isFirst = request.writes("pointer.json") && once.size() < 2;
            if (isFirst) {
                once.add(request.toString());
            }
            return isFirst ? Fault.TOO_MANY : Fault.NONE;
        });
        patient.put(file, "third");
        assertThat(once).hasSize(2);
        assertThat(store.get(file).orElseThrow().text()).isEqualTo("third");
    }

    /** Hadoop keeps a client for each bucket and user. */
    private ObjectStore of(String user, URI address) throws IOException {
        try {
            return UserGroupInformation.createRemoteUser(user).doAs((PrivilegedExceptionAction<ObjectStore>)
                    () -> ObjectStores.open(folder, GcsLake.conf(address, 3)));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void removesAnyNumberAndListsThemByPages() throws IOException {
        List<Path> files = IntStream.range(0, 1001)
                .mapToObj(i -> new Path(folder, "f%04d".formatted(i)))
                .toList();
        ObjectStore direct = of("direct", GcsServer.get().address());
        for (Path file : files) {
            direct.put(file, "x");
        }
        assertThat(store.list(folder, "")).extracting(Listed::path).isEqualTo(files);

        List<Path> some = new ArrayList<>(files.subList(0, 1000));
        some.add(new Path(folder, "missing"));
        proxy.forget();
        store.delete(some);
        assertThat(proxy.requests()).hasSize(11);
        assertThat(store.list(folder, "")).extracting(Listed::path).containsExactly(files.get(1000));
    }

    @Test
    void saysWhatTheUserCanPutRight() throws IOException {
        ObjectStore none = ObjectStores.open(new Path("gs://not-there/x"), GcsLake.conf(proxy.address(), 0));
        Path file = new Path("gs://not-there/x");
        assertThatThrownBy(() -> none.list(file, ""))
                .isInstanceOf(StoreFault.class)
                .hasMessage("there is no such bucket; make it, or correct lake in the config");
        assertThatThrownBy(() -> none.swap(file, null, "x"))
                .isInstanceOf(StoreFault.class)
                .hasMessage("there is no such bucket; make it, or correct lake in the config");
        assertThat(none.get(file)).isEmpty();

        URI nobody = URI.create("http://127.0.0.1:9");
        Path elsewhere = new Path("gs://elsewhere/x");
        ObjectStore unreachable = ObjectStores.open(elsewhere, GcsLake.conf(nobody, 0));
        assertThatThrownBy(() -> unreachable.list(elsewhere, ""))
                .hasMessage("nothing answers at " + nobody + "/ (Connection refused)");

        proxy.faults(request -> Fault.EXPIRED);
        assertThatThrownBy(() -> store.list(folder, ""))
                .isInstanceOf(StoreFault.class)
                .hasMessageStartingWith(
                        "the credentials for it are not valid, or have expired (401 The provided token"
                                + " has expired.); renew them, or give others (GOOGLE_APPLICATION_CREDENTIALS in the environment");
    }
}
