package dev.backstory.lake.store;

import static dev.backstory.lake.store.LakeFixture.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.StagedRun;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.run.ReplacedFiles;
import dev.backstory.testsupport.FaultyProxy;
import dev.backstory.testsupport.FaultyProxy.Fault;
import dev.backstory.testsupport.FaultyProxy.Request;
import dev.backstory.testsupport.S3Server;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.PrivilegedAction;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A publisher on S3 that dies before each of its requests, or before the answer to each, or whose server fails; and a
 * reader who looks all the while and finds the old day or the new one, whole, every time.
 *
 * <p>The proxy cuts all that comes after the moment, as if the process were dead, and nothing of it is waited for.
 */
@Tag("cluster")
class KilledS3PublisherTest {
    private static final int MORE_THAN_ENOUGH = 60;
    private static final List<Fault> WAYS = List.of(Fault.LOST, Fault.ANSWER_LOST, Fault.BUSY, Fault.EXPIRED);

    private FaultyProxy proxy;
    private String bucket;
    private int lakes;
    private Lake lake;
    private LakeFixture publisher;

    @BeforeEach
    void start() {
        proxy = new FaultyProxy(server());
        bucket = newBucket();
        newLake();
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    /** Each has a client past the proxy, and one through it ({@link #through}). */
    private void newLake() {
        lakes++;
        // The tests' server answers 500 now and then to who reads an object while it is replaced, and any client asks
        // again.
        lake = lakeAt(root(), new LakeFiles(conf(server(), 5)));
        publisher = fixtureOf(lakeAt(root(), new LakeFiles(conf(proxy.address(), 0))));
    }

    URI server() {
        return S3Server.get().address();
    }

    String newBucket() {
        return S3Server.get().newBucket();
    }

    String scheme() {
        return "s3a";
    }

    /** @param again how often the client asks again by itself */
    Configuration conf(URI address, int again) {
        Configuration conf = S3Lake.conf(address);
        conf.set("fs.s3a.attempts.maximum", Integer.toString(again));
        return conf;
    }

    Lake lakeAt(String root, LakeFiles files) {
        return new Lake(root, files);
    }

    LakeFixture fixtureOf(Lake of) {
        return new LakeFixture(of);
    }

    /** What a reader finds, all that it finds, in order. */
    Set<String> look(Lake of) {
        PublishRecord record = of.published(Table.ACTIONS, DAY).orElseThrow();
        Set<String> texts = new TreeSet<>();
        record.files()
                .forEach(
                        file -> texts.add(of.files().read(of.file(record, file)).orElse("missing")));
        return texts;
    }

    /** How many objects of a day's folder are no files of the table. */
    int recordsAmongFiles() {
        return 0;
    }

    /** Where requests are many, each is lost in one way or two: in each way every so many. */
    int stride() {
        return 1;
    }

    int leastKills() {
        return 16;
    }

    /** Whether {@code make test-kills} runs, which has the time to try every moment. */
    static boolean all() {
        return "all".equals(System.getProperty("backstory.kills"));
    }

    String root() {
        return scheme() + "://" + bucket + "/lake-" + lakes;
    }

    /** Hadoop keeps a client for each bucket and user: whoever goes through the proxy is another user. */
    private static void through(String user, Runnable body) {
        UserGroupInformation.createRemoteUser(user).doAs((PrivilegedAction<Boolean>) () -> {
            body.run();
            return true;
        });
    }

    /** One whose client asks again by itself. */
    private void patiently(String run) {
        LakeFixture patient = fixtureOf(lakeAt(root(), new LakeFiles(conf(proxy.address(), 3))));
        through("patient", () -> patient.publish(patient.stage(run, true)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"LOST", "ANSWER_LOST", "BUSY", "EXPIRED"})
    void leavesTheOldDayOrTheNewOneWhereverItIsKilled(Fault last) throws Exception {
        Set<String> left = new TreeSet<>();
        int kills = 0;
        while (true) {
            newLake();
            LakeFixture direct = fixtureOf(lake);
            direct.publish(direct.stage("old", true));
            int before = 1 + WAYS.indexOf(last) % stride() + stride() * kills;
            Set<String> seen;
            boolean lives;
            try (Reader reader = new Reader(this, lake)) {
                lives = survives(request -> {
                    reader.lookAgain();
                    return request.number() < before ? Fault.NONE : request.number() == before ? last : Fault.LOST;
                });
                seen = reader.seen();
            }
            assertThat(seen)
                    .as("what a reader saw, kill %d", before)
                    .isNotEmpty()
                    .isSubsetOf("old", "new");
            left.add(checkAfterDeath(before));
            if (lives) {
                break;
            }
            kills++;
            assertThat(kills).isLessThan(MORE_THAN_ENOUGH);
        }
        assertThat(left).containsExactly("new", "old");
        assertThat(kills).as("moments at which it was killed").isGreaterThanOrEqualTo(leastKills());
    }

    /** Stages and publishes through the proxy; whether it came to its end. */
    private boolean survives(Function<Request, Fault> faults) {
        proxy.forget();
        proxy.faults(faults);
        try {
            through("publisher", () -> publisher.publish(publisher.stage("new", true)));
            return true;
        } catch (UncheckedIOException | BackstoryException killed) {
            return false;
        } finally {
            proxy.faults(request -> Fault.NONE);
        }
    }

    /** Gives what is published. */
    private String checkAfterDeath(int kill) {
        if (S3Lake.isThere(lake, "new")) {
            S3Lake.own(lake, "new", S3Lake.dead(), List.of());
        }
        new Recovery(lake).recover(Table.ACTIONS);
        LakeFixture fixture = fixtureOf(lake);
        String text = fixture.publishedText();
        assertThat(text).as("kill %d", kill).isIn("old", "new");
        assertThat(fixture.rejectedText()).as("rejected rows follow their day").isEqualTo(text);
        assertThat(lake.published(Table.ACTIONS, DAY).orElseThrow().run()).hasToString(text);

        fixture.publish(fixture.stage("third", false));
        assertThat(fixture.publishedText()).isEqualTo("third");
        lake.files().conf().set(ReplacedFiles.KEPT, "PT0S");
        new Recovery(lake).recover(Table.ACTIONS);
        assertThat(lake.files().objects(lake.staging(Table.ACTIONS), ""))
                .as("kill %d, and nothing left to wait for", kill)
                .isEmpty();
        PublishRecord record = lake.published(Table.ACTIONS, DAY).orElseThrow();
        assertThat(lake.files().objects(lake.table(Table.ACTIONS), "_runs/"))
                .as("kill %d, and no file that no record names", kill)
                .hasSize(record.files().size() + recordsAmongFiles());
        return text;
    }

    @Test
    void anAnswerThatIsLostOnceIsNoFailure() {
        // The client asks again, and hears that the record has changed: by its own first request.
        Set<String> once = new ConcurrentSkipListSet<>();
        proxy.faults(request -> request.writes("") && once.add(request.toString()) ? Fault.ANSWER_LOST : Fault.NONE);

        patiently("new");

        assertThat(fixtureOf(lake).publishedText()).isEqualTo("new");
        assertThat(once).anyMatch(request -> request.matches(".*(/|%2F)_PUBLISHED[^/]*\\.json.*"));
    }

    @Test
    void aServerThatIsBusyOrBreaksOffOnceForEachRequestIsNoFailure() {
        Set<String> once = new ConcurrentSkipListSet<>();
        proxy.faults(request ->
                once.add(request.toString()) ? (request.number() % 2 == 0 ? Fault.BUSY : Fault.LOST) : Fault.NONE);

        patiently("new");

        assertThat(fixtureOf(lake).publishedText()).isEqualTo("new");
    }

    @Test
    void anExpiredTokenIsSaid() {
        StagedRun run = fixtureOf(lake).stage("new", false);
        proxy.faults(request -> Fault.EXPIRED);

        assertThatThrownBy(() -> through("publisher", () -> publisher.publish(run)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("Cannot list " + root() + "/actions/_runs/new/dt=2025-08-14 because the credentials for it "
                        + expired())
                .hasMessageNotContaining(S3Lake.SECRET);
    }

    String expired() {
        return "have expired; renew them, then run it again";
    }

    @Test
    void ofTwoAtOnceTheOneThatWasStagedLaterStays() throws Exception {
        LakeFixture direct = fixtureOf(lake);
        StagedRun older = direct.stage("older", true);
        StagedRun newer = direct.stage("newer", false);

        whileStopped(older, () -> direct.publish(newer));
        assertThat(direct.publishedText())
                .as("the older one slept before its write")
                .isEqualTo("newer");
        assertThat(direct.rejectedText()).isEqualTo("none");

        newLake();
        LakeFixture again = fixtureOf(lake);
        StagedRun first = again.stage("older", true);
        StagedRun second = again.stage("newer", false);
        whileStopped(second, () -> again.publish(first));
        assertThat(again.publishedText())
                .as("the newer one slept before its write")
                .isEqualTo("newer");
        assertThat(again.rejectedText()).isEqualTo("none");
    }

    /** Publishes a run that is stopped between what it reads and what it writes, until something else has happened. */
    private void whileStopped(StagedRun run, Runnable meanwhile) throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        proxy.faults(request -> {
            if (request.writes("json") && request.toString().matches(".*2025-08-14(/|%2F)_PUBLISHED[^/]*\\.json.*")) {
                arrived.countDown();
                await(goOn);
            }
            return Fault.NONE;
        });
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> sleeper = thread.submit(() -> {
                try {
                    through("publisher", () -> publisher.publish(run));
                } catch (SupersededException e) {
                    assertThat(run.run()).isEqualTo(new RunId("older"));
                }
            });
            await(arrived);
            meanwhile.run();
            goOn.countDown();
            sleeper.get();
        } finally {
            thread.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads the day again and again in a thread of its own, as any reader would: the record, then what it names. Each look
     * begins with a request of the publisher and goes on beside it: more would be looks at what has not changed.
     */
    private static final class Reader implements AutoCloseable {
        private final Set<String> seen = new ConcurrentSkipListSet<>();
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final CountDownLatch looked = new CountDownLatch(1);
        private final Semaphore moments = new Semaphore(1);
        private final Future<?> reading;
        private volatile boolean over;

        Reader(KilledS3PublisherTest test, Lake of) {
            Lake lake = test.lakeAt(of.root().toString(), of.files());
            reading = thread.submit(() -> {
                boolean last;
                do {
                    moments.acquireUninterruptibly();
                    moments.drainPermits();
                    last = over;
                    seen.add(String.join("+", test.look(lake)));
                    looked.countDown();
                } while (!last);
            });
            await(looked);
        }

        void lookAgain() {
            moments.release();
        }

        /** What it saw, the last time after the end of what happened meanwhile. */
        Set<String> seen() throws Exception {
            end();
            reading.get();
            return seen;
        }

        private void end() {
            over = true;
            moments.release();
        }

        @Override
        public void close() {
            end();
            thread.shutdownNow();
        }
    }
}
