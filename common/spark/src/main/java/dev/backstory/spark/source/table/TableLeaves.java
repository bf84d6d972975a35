package dev.backstory.spark.source.table;

import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.failure.FinalException;
import dev.backstory.lake.files.TableLog;
import dev.backstory.spark.source.row.SourceName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.catalog.HiveTableRelation;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.execution.datasources.CatalogFileIndex;
import org.apache.spark.sql.execution.datasources.FileIndex;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.InMemoryFileIndex;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.orc.OrcFileFormat;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * What a table, or a view of tables, is read from. Not everything that Spark opens is read right: some readers make nulls
 * of values that they cannot read, depend on the machine's zone, or pass over files.
 */
final class TableLeaves {
    /** No condition on what is listed. */
    private static final Seq<Expression> EVERYTHING =
            JavaConverters.asScalaBuffer(List.<Expression>of()).toList();

    private final SourceName source;
    private final List<LogicalPlan> leaves;

    private TableLeaves(SourceName source, List<LogicalPlan> leaves) {
        this.source = source;
        this.leaves = leaves;
    }

    static TableLeaves of(SourceName source, Dataset<Row> table) {
        return new TableLeaves(source, leaves(table.queryExecution().analyzed()));
    }

    private static List<LogicalPlan> leaves(LogicalPlan plan) {
        List<LogicalPlan> found = new ArrayList<>(JavaConverters.seqAsJavaList(plan.collectLeaves()));
        for (LogicalPlan inner : JavaConverters.seqAsJavaList(plan.subqueriesAll())) {
            found.addAll(JavaConverters.seqAsJavaList(inner.collectLeaves()));
        }
        return found;
    }

    /** Of an Iceberg table: the snapshot that it has now. */
    Optional<String> snapshot() {
        return onlyTable()
                .map(table -> table.properties().get("current-snapshot-id"))
                .map(id -> id.equals("none") ? TableLog.NO_SNAPSHOT : "snapshot " + id);
    }

    private Optional<Table> onlyTable() {
        return leaves.size() == 1 && leaves.get(0) instanceof DataSourceV2Relation relation && isIceberg(relation)
                ? Optional.of(relation.table())
                : Optional.empty();
    }

    /** Of a Delta table: where it is. */
    Optional<String> deltaFolder() {
        HadoopFsRelation files = leaves.size() == 1 ? files(leaves.get(0)) : null;
        return files != null && isDelta(files)
                ? Optional.of(JavaConverters.seqAsJavaList(files.location().rootPaths())
                        .get(0)
                        .toString())
                : Optional.empty();
    }

    /** Whether any of it is read from ORC by Spark itself. */
    boolean isOrc() {
        return leaves.stream()
                .anyMatch(leaf -> files(leaf) != null && files(leaf).fileFormat() instanceof OrcFileFormat);
    }

    private static HadoopFsRelation files(LogicalPlan leaf) {
        return leaf instanceof LogicalRelation relation && relation.relation() instanceof HadoopFsRelation files
                ? files
                : null;
    }

    private static boolean isDelta(HadoopFsRelation files) {
        return files.location().getClass().getName().startsWith("org.apache.spark.sql.delta.");
    }

    private static boolean isIceberg(DataSourceV2Relation relation) {
        return relation.table().getClass().getName().startsWith("org.apache.iceberg.");
    }

    /** @throws FinalException when any of it would not be read right */
    void check(SparkSession session) {
        for (LogicalPlan leaf : leaves) {
            if (leaf instanceof LogicalRelation relation) {
                check(session, relation);
            } else if (leaf instanceof HiveTableRelation hive) {
                checkNotTransactional(hive.tableMeta());
                throw unread("is read by Hive's own reader ("
                        + hive.tableMeta().storage().serde().getOrElse(() -> "unknown")
                        + "), which makes nulls of values that it cannot read");
            } else if (leaf instanceof DataSourceV2Relation relation && !isIceberg(relation)) {
                throw unread("is of a kind that has not been tried ("
                        + relation.table().getClass().getName() + ")");
            }
        }
    }

    private void check(SparkSession session, LogicalRelation relation) {
        if (relation.catalogTable().isDefined()) {
            checkNotTransactional(relation.catalogTable().get());
        }
        HadoopFsRelation files = files(relation);
        if (files == null) {
            throw unread("is read by " + relation.relation().getClass().getSimpleName()
                    + ", through the zone of each machine");
        }
        if (isDelta(files)) {
            TableJars.requireExtension(session, source);
        } else if (!(files.fileFormat() instanceof ParquetFileFormat)
                && !(files.fileFormat() instanceof OrcFileFormat)) {
            throw unread("is of files that are " + files.fileFormat()
                    + ", of which Spark makes nulls where it cannot read a value");
        }
    }

    /** Of what a query reads nobody can tell which columns become which. */
    void checkNoTimesOfOrc(Dataset<Row> table) {
        if (!isOrc()) {
            return;
        }
        for (StructField field : table.schema().fields()) {
            if (field.dataType() instanceof TimestampType || field.dataType() instanceof TimestampNTZType) {
                throw unread("has a timestamp of ORC, '" + field.name()
                        + "', which Spark takes to be in the zone of each machine");
            }
        }
    }

    private void checkNotTransactional(CatalogTable table) {
        if (table.properties().get("transactional").exists(value -> value.equalsIgnoreCase("true"))) {
            throw unread("is a transactional table of Hive, whose deleted rows Spark would give again");
        }
    }

    private FinalException unread(String what) {
        return new FinalException("Cannot read " + source + " because it " + what
                + "; name its files in sources." + source.name()
                + " by their own format and path, or make it a table of Parquet, ORC, Iceberg or Delta");
    }

    /**
     * Checks that no file lies in a folder of its own below a table or partition: Spark passes over those.
     *
     * @param wanted the table after what is not needed has been left out
     */
    void checkFolders(Dataset<Row> wanted) {
        for (LogicalPlan leaf : leaves(wanted.queryExecution().optimizedPlan())) {
            HadoopFsRelation files = files(leaf);
            if (files != null
                    && !isDelta(files)
                    && ((LogicalRelation) leaf).catalogTable().isDefined()) {
                checkFolders(files.location());
            }
        }
    }

    private void checkFolders(FileIndex location) {
        InMemoryFileIndex index = location instanceof CatalogFileIndex catalog
                ? catalog.filterPartitions(EVERYTHING)
                : location instanceof InMemoryFileIndex listed ? listed : null;
        if (index == null) {
            return;
        }
        Set<Path> passedOver = new LinkedHashSet<>(
                JavaConverters.mapAsJavaMap(index.leafFiles()).keySet());
        JavaConverters.seqAsJavaList(index.listFiles(EVERYTHING, EVERYTHING))
                .forEach(folder -> JavaConverters.seqAsJavaList(folder.files())
                        .forEach(file -> passedOver.remove(file.getPath())));
        passedOver.stream().findFirst().ifPresent(file -> {
            throw new BackstoryException("Cannot read " + source + " because Spark passes over " + file
                    + ", which lies in a folder below its table or partition; move it up, or name the files in sources."
                    + source.name() + " by their own format and path");
        });
    }
}
