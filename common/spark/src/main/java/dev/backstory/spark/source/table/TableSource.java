package dev.backstory.spark.source.table;

import dev.backstory.core.config.input.Format;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.failure.FinalException;
import dev.backstory.lake.files.FileFault;
import dev.backstory.lake.files.TableLog;
import dev.backstory.spark.source.format.RawSource;
import dev.backstory.spark.source.row.RequestedDays;
import dev.backstory.spark.source.row.SourceName;
import dev.backstory.spark.source.row.SourceShape;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A table that Spark reads by a log or a catalog: only rows that are valid in one version of it. Its columns have the types
 * that Spark gives them.
 */
public final class TableSource {
    private final SparkSession session;
    private final SourceShape shape;
    private final SourceName name;
    private final Source source;
    private final RequestedDays days;
    private final ZoneId zone;

    /** A table as it was opened. */
    record Opened(Dataset<Row> rows, Optional<String> version) {}

    /** @param session in which names match in any upper and lower case, as they do in a metastore */
    public TableSource(SparkSession session, SourceShape shape, Source source, RequestedDays days, ZoneId zone) {
        this.session = session;
        this.shape = shape;
        this.name = shape.source();
        this.source = source;
        this.days = days;
        this.zone = zone;
    }

    public RawSource open() {
        return explaining(this::read);
    }

    /** All rows of it, for a query. */
    Opened openAll() {
        return explaining(() -> {
            Opened table = table();
            TableLeaves leaves = TableLeaves.of(name, table.rows);
            leaves.check(session);
            leaves.checkNoTimesOfOrc(table.rows);
            return table;
        });
    }

    private <T> T explaining(Callable<T> opened) {
        TableJars.require(session, name, source.format());
        try {
            return opened.call();
        } catch (BackstoryException e) {
            throw e;
        } catch (Exception e) {
            // Spark's analysis throws checked exceptions that it does not declare.
            throw explained(e);
        }
    }

    private RawSource read() throws IOException {
        Opened table = table();
        TableLeaves leaves = TableLeaves.of(name, table.rows);
        leaves.check(session);
        TableColumns columns = TableColumns.of(table.rows, shape, where(), leaves.isOrc());
        Dataset<Row> wanted = new DayPruning(days, zone).prune(table.rows, columns.typed(shape.dayOrTime()));
        leaves.checkFolders(wanted);
        return new RawSource(List.of(columns.rows(wanted)), 0, table.version.orElse(null), null);
    }

    private Opened table() throws IOException {
        return switch (source.format()) {
            case ICEBERG -> {
                logged("metadata/v1.metadata.json");
                Dataset<Row> now = session.read().format("iceberg").load(source.path());
                yield pinned(now, TableLeaves.of(name, now).snapshot());
            }
            case DELTA -> {
                String version = logged("_delta_log");
                yield new Opened(delta(source.path(), version), Optional.of(version));
            }
            case TABLE -> {
                Dataset<Row> now = session.table(source.table());
                TableLeaves leaves = TableLeaves.of(name, now);
                Optional<String> folder = leaves.deltaFolder();
                yield folder.isPresent() ? pinnedDelta(now, folder.get()) : pinned(now, leaves.snapshot());
            }
            default -> throw new IllegalStateException("Not a table: " + source.format());
        };
    }

    /**
     * The same table at the snapshot that it has, whatever is committed while it is read. A snapshot has the columns of its
     * own time: where the table has others since, it is read as it is.
     */
    private Opened pinned(Dataset<Row> now, Optional<String> snapshot) {
        if (snapshot.isEmpty() || snapshot.get().equals(TableLog.NO_SNAPSHOT)) {
            return new Opened(now, snapshot);
        }
        var reader = session.read().option("snapshot-id", number(snapshot.get()));
        Dataset<Row> then = source.format() == Format.TABLE
                ? reader.table(source.table())
                : reader.format("iceberg").load(source.path());
        return new Opened(then.schema().equals(now.schema()) ? then : now, snapshot);
    }

    private Opened pinnedDelta(Dataset<Row> now, String folder) throws IOException {
        Optional<String> version = TableLog.version(Format.DELTA, folder, conf());
        if (version.isPresent()) {
            Dataset<Row> then = delta(folder, version.get());
            if (then.schema().equals(now.schema())) {
                return new Opened(then, version);
            }
        }
        return new Opened(now, Optional.empty());
    }

    private Dataset<Row> delta(String folder, String version) {
        return session.read()
                .format("delta")
                .option("versionAsOf", number(version))
                .load(folder);
    }

    private static String number(String version) {
        return version.substring(version.indexOf(' ') + 1);
    }

    /** What the log in the table's folder names as its last version. */
    private String logged(String expected) throws IOException {
        if (source.format() == Format.ICEBERG && source.path().contains("#")) {
            throw new FinalException("Cannot read " + name + " because Iceberg takes what follows the '#' in "
                    + source.path() + " for the name of a part of a table; move the table, and correct sources."
                    + name.name() + ".path");
        }
        return TableLog.version(source.format(), source.path(), conf())
                .orElseThrow(() -> new BackstoryException("Cannot read " + name + " because there is no "
                        + (source.format() == Format.DELTA ? "Delta" : "Iceberg") + " table at " + source.path()
                        + " (no " + expected + "); correct sources." + name.name()
                        + ".path, name a table of a catalog by format: table, or wait until the table is there"));
    }

    private Configuration conf() {
        return session.sparkContext().hadoopConfiguration();
    }

    /** For messages. */
    private String where() {
        return source.format() == Format.TABLE ? "table " + source.table() : source.path();
    }

    private BackstoryException explained(Exception failure) {
        if (FileFault.isDenied(failure)) {
            return name.noPermission(where(), failure);
        }
        Optional<BackstoryException> withoutJar = TableJars.missing(name, failure);
        if (withoutJar.isPresent()) {
            return withoutJar.get();
        }
        String message = SourceName.firstLine(failure);
        // The second is what Spark says of a catalog that it does not know.
        return message.contains("TABLE_OR_VIEW_NOT_FOUND") || message.contains("REQUIRES_SINGLE_PART_NAMESPACE")
                ? new BackstoryException(
                        "Cannot read " + name + " because there is no table " + source.table()
                                + " in the catalogs of Spark's session; correct sources." + name.name()
                                + ".table, name its catalog in spark.conf, or wait until the table is there",
                        failure)
                : new BackstoryException(
                        "Cannot read " + name + " because Spark cannot open " + where() + ": " + message
                                + "; correct sources." + name.name() + ", or the table's catalog in spark.conf",
                        failure);
    }
}
