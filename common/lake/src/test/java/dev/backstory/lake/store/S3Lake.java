package dev.backstory.lake.store;

import dev.backstory.core.config.storage.TableFormat;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.RunJson;
import dev.backstory.lake.days.DayLogs;
import dev.backstory.lake.delta.DeltaTables;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.run.Owner;
import dev.backstory.lake.run.PointedRuns;
import dev.backstory.lake.run.RunObject;
import dev.backstory.testsupport.S3Server;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A lake on the S3 server of the tests, and what a test does behind its back. */
public final class S3Lake {
    private static final String KEY = "a-key-of-the-tests";
    static final String SECRET = "a-secret-of-the-tests";

    private S3Lake() {}

    /** A lake in a bucket of its own, reached through an address. */
    public static Lake at(URI address, String bucket) {
        return new Lake("s3a://" + bucket + "/lake", new LakeFiles(conf(address)));
    }

    /** The same whose tables are of a format. */
    public static Lake at(URI address, String bucket, DayLogs logs) {
        return new Lake("s3a://" + bucket + "/lake", new LakeFiles(conf(address)), logs);
    }

    /** What keeps the days of a format; the catalog of Iceberg is a database. */
    public static DayLogs logs(TableFormat format, java.nio.file.Path database) {
        return format == TableFormat.DELTA ? new DeltaTables() : IcebergLake.tables(database, "shop");
    }

    /** Clients that do not try again what failed, and that no other test has. */
    static Configuration conf(URI address) {
        Configuration conf = new Configuration();
        S3Server.settings(address).forEach(conf::set);
        conf.set("fs.s3a.access.key", KEY);
        conf.set("fs.s3a.secret.key", SECRET);
        conf.set("fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
        conf.set("fs.s3a.attempts.maximum", "0");
        conf.set("fs.s3a.retry.limit", "0");
        conf.set("fs.s3a.retry.throttle.limit", "0");
        return conf;
    }

    /** Says that another process owns a run, which may not be there yet. */
    static void own(Lake lake, String run, Owner owner, List<dev.backstory.core.calendar.DayRange> days) {
        RunId id = new RunId(run);
        Optional<RunObject> before =
                ((PointedTable) lake.store(Table.ACTIONS)).runs().of(id).map(PointedRuns.Open::content);
        RunObject owned = new RunObject(
                id,
                before.map(RunObject::state).orElse(RunObject.State.BUILDING),
                owner,
                Instant.now(),
                1,
                days,
                before.map(RunObject::staged).orElse(null));
        lake.files().writeWhole(object(lake, run), RunJson.write(owned));
    }

    static boolean isThere(Lake lake, String run) {
        return lake.objects(Table.ACTIONS).tagged(object(lake, run)).isPresent();
    }

    static Path object(Lake lake, String run) {
        return new Path(lake.staging(Table.ACTIONS), "run=" + run + ".json");
    }

    /** An owner whose process is dead. */
    static Owner dead() {
        return new Owner("dead", Owner.current().host(), 1L << 40, Instant.EPOCH);
    }
}
