package dev.backstory.spark.session;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.lake.files.StorageSettings;
import dev.backstory.lake.store.Lake;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/**
 * The session of a job: its own, which ends with it; or, where the platform has started one before the program, a sibling of
 * that one, with the job's settings for itself, and nothing of the platform's is changed or ended.
 */
public final class JobSession implements AutoCloseable {
    private static final String HADOOP = "spark.hadoop.";

    private final SparkSession spark;
    private final Configuration storage;
    private final boolean guest;
    private final Runnable end;
    private final List<String> ignored;

    private JobSession(SparkSession spark, Configuration storage, boolean guest, Runnable end, List<String> ignored) {
        this.spark = spark;
        this.storage = storage;
        this.guest = guest;
        this.end = end;
        this.ignored = List.copyOf(ignored);
    }

    /** @param step whose settings it gets */
    public static JobSession open(PipelineConfig config, String step) {
        Optional<SparkSession> there = existing();
        if (there.isPresent()) {
            return beside(there.get(), config, step);
        }
        SparkSession own = Sessions.open(config, step);
        return new JobSession(own, own.sparkContext().hadoopConfiguration(), false, own::close, List.of());
    }

    /** The session that somebody else has started in this process, if there is one. */
    public static Optional<SparkSession> existing() {
        return usable(SparkSession.getActiveSession()).or(() -> usable(SparkSession.getDefaultSession()));
    }

    private static Optional<SparkSession> usable(Option<SparkSession> session) {
        return session.isDefined() && !session.get().sparkContext().isStopped()
                ? Optional.of(session.get())
                : Optional.empty();
    }

    private static JobSession beside(SparkSession there, PipelineConfig config, String step) {
        Option<SparkSession> active = SparkSession.getActiveSession();
        SparkSession own = there.newSession();
        List<String> ignored = new ArrayList<>();
        Map<String, String> wanted = Sessions.settings(config, step);
        wanted.forEach((name, value) -> {
            if (!set(own, name, value)) {
                ignored.add(name);
            }
        });
        defaults(there).forEach((name, value) -> {
            if (!wanted.containsKey(name)) {
                set(own, name, value);
            }
        });
        own.conf().set(Sessions.ZONE, config.timezone().getId());
        SparkSession.setActiveSession(own);
        Runnable end = () -> {
            if (active.isDefined()) {
                SparkSession.setActiveSession(active.get());
            } else {
                SparkSession.clearActiveSession();
            }
        };
        return new JobSession(own, own.sessionState().newHadoopConf(), true, end, ignored);
    }

    /** The platform's files are its own matter. */
    private static Map<String, String> defaults(SparkSession there) {
        Map<String, String> defaults =
                new LinkedHashMap<>(Sessions.defaults(there.sparkContext().master()));
        defaults.remove(StorageSettings.LOCAL_FILES);
        return defaults;
    }

    /** False for what can only be said before the first session starts, and is not so. */
    private static boolean set(SparkSession session, String name, String value) {
        if (name.startsWith(HADOOP)) {
            session.conf().set(name.substring(HADOOP.length()), value);
            return true;
        }
        if (value.equals(session.conf().get(name, null))) {
            return true;
        }
        try {
            session.conf().set(name, value);
            return true;
        } catch (Exception e) { // Spark throws a checked exception that it does not declare.
            return false;
        }
    }

    public SparkSession spark() {
        return spark;
    }

    /** Whether somebody else has started this process, and goes on when the job has ended. */
    public boolean isGuest() {
        return guest;
    }

    public Lake lake(PipelineConfig config) {
        return Lake.of(config, storage);
    }

    /** The config's settings of Spark that have no effect here, as the session was there already. */
    public List<String> ignored() {
        return ignored;
    }

    @Override
    public void close() {
        end.run();
    }
}
