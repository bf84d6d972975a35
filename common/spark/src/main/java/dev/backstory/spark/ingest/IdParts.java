package dev.backstory.spark.ingest;

import dev.backstory.core.contract.IdKind;
import dev.backstory.core.run.DictionaryRecord;
import dev.backstory.lake.ids.Dictionary;
import dev.backstory.lake.ids.DictionaryFile;
import dev.backstory.lake.ids.NewPart;
import dev.backstory.lake.store.AttemptFolder;
import dev.backstory.lake.store.StagingRun;
import dev.backstory.spark.files.RowsBefore;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Writes parts of a dictionary into the folder of a staged run, whose recovery removes them if the run dies: all texts in
 * one order, that of their UTF-8 bytes, whatever the tasks.
 */
final class IdParts {
    private static final long TEXTS_OF_A_PART = 1_000_000;

    private final StagingRun staging;
    private final JavaSparkContext spark;

    IdParts(StagingRun staging, SparkSession session) {
        this.staging = staging;
        this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    }

    /**
     * The parts, in the order of their numbers.
     *
     * @param texts one column, each text once
     * @param count how many
     * @param base the dictionary that they continue
     * @param inPlace the folder of the dictionary, where parts are written there ({@link Dictionary#writtenInPlace})
     */
    List<NewPart> write(IdKind kind, Dataset<Row> texts, long count, DictionaryRecord base, Optional<String> inPlace) {
        JavaRDD<InternalRow> sorted = sorted(texts, (int) ((count - 1) / TEXTS_OF_A_PART + 1));
        List<Long> before = RowsBefore.of(sorted);
        long next = base.next();
        Broadcast<SerializableConfiguration> conf =
                spark.broadcast(new SerializableConfiguration(new Configuration(spark.hadoopConfiguration())));
        String folder = staging.folder();
        String run = staging.run().value();
        String kindFolder = kind.folder();
        String dictionary = inPlace.orElse("");
        return sorted.mapPartitionsWithIndex(
                        (task, rows) -> write(
                                rows,
                                task,
                                next + before.get(task),
                                folder,
                                kindFolder,
                                dictionary,
                                run,
                                conf.value().value()),
                        false)
                .collect();
    }

    private static JavaRDD<InternalRow> sorted(Dataset<Row> texts, int tasks) {
        Dataset<Row> parted = tasks == 1 ? texts.coalesce(1) : texts.repartitionByRange(tasks, functions.col("text"));
        return parted.sortWithinPartitions("text").queryExecution().toRdd().toJavaRDD();
    }

    private static Iterator<NewPart> write(
            Iterator<InternalRow> rows,
            int task,
            long first,
            String folder,
            String kindFolder,
            String dictionary,
            String run,
            Configuration conf)
            throws IOException {
        if (!rows.hasNext()) {
            return List.<NewPart>of().iterator();
        }
        String name = String.format(Locale.ROOT, "%012d-%s.parquet", first, run);
        Path path = dictionary.isEmpty()
                ? AttemptFolder.create(folder, task).file(kindFolder, name)
                : AttemptFolder.inPlace(new Path(dictionary), name);
        try (DictionaryFile file = DictionaryFile.open(path, conf, first)) {
            while (rows.hasNext()) {
                file.write(rows.next().getUTF8String(0).getBytes());
            }
            return List.of(file.finish()).iterator();
        }
    }
}
