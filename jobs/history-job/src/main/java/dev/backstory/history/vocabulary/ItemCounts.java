package dev.backstory.history.vocabulary;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.backstory.core.config.ids.VocabularySettings;
import dev.backstory.history.merge.DayFile;
import dev.backstory.lake.table.VocabularyFile;
import dev.backstory.spark.files.NamedParquet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/** How many actions each item has in some files of actions. */
final class ItemCounts implements AutoCloseable {
    private static final StructType COLUMNS = new StructType().add(VocabularyFile.ITEM, DataTypes.LongType);
    private static final long ITEMS_OF_A_FILE = 1_000_000;

    private final Dataset<Row> counts;
    private final VocabularySettings settings;
    private final long actions;
    private final long items;
    private final long frequent;

    private ItemCounts(Dataset<Row> counts, VocabularySettings settings) {
        this.counts = counts;
        this.settings = settings;
        Row totals = counts.agg(
                        sum(VocabularyFile.COUNT),
                        count(lit(1)),
                        count(when(col(VocabularyFile.COUNT).geq(settings.minCount()), 1)))
                .head();
        this.actions = totals.isNullAt(0) ? 0 : totals.getLong(0);
        this.items = totals.getLong(1);
        this.frequent = totals.getLong(2);
    }

    static ItemCounts of(SparkSession spark, List<DayFile> files, VocabularySettings settings) {
        Map<String, List<Object>> names = new LinkedHashMap<>();
        files.forEach(file -> names.put(file.path(), List.of()));
        Dataset<Row> actions = files.isEmpty()
                ? spark.createDataFrame(List.of(), COLUMNS)
                : NamedParquet.read(spark, COLUMNS, new StructType(), names, Map.of());
        Dataset<Row> counts = actions.groupBy(VocabularyFile.ITEM)
                .agg(count(lit(1)).as(VocabularyFile.COUNT))
                .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            return new ItemCounts(counts, settings);
        } catch (RuntimeException e) {
            counts.unpersist();
            throw e;
        }
    }

    /** All actions that were counted. */
    long actions() {
        return actions;
    }

    /** All items that were met. */
    long items() {
        return items;
    }

    /** Those that the vocabulary gets. */
    long chosen() {
        return Math.min(frequent, settings.most());
    }

    /**
     * The items that have enough actions, each with their number, in the order of their indices. More than
     * {@link #chosen} where there is room for fewer: the last ones are left over.
     */
    JavaRDD<InternalRow> inOrder() {
        int parts = (int) Math.max(1, (frequent - 1) / ITEMS_OF_A_FILE + 1);
        Dataset<Row> enough = counts.where(col(VocabularyFile.COUNT).geq(settings.minCount()))
                .select(VocabularyFile.ITEM, VocabularyFile.COUNT);
        Dataset<Row> parted = parts == 1
                ? enough.coalesce(1)
                : enough.repartitionByRange(
                        parts,
                        col(VocabularyFile.COUNT).desc(),
                        col(VocabularyFile.ITEM).asc());
        return parted.sortWithinPartitions(
                        col(VocabularyFile.COUNT).desc(),
                        col(VocabularyFile.ITEM).asc())
                .queryExecution()
                .toRdd()
                .toJavaRDD();
    }

    @Override
    public void close() {
        counts.unpersist();
    }
}
