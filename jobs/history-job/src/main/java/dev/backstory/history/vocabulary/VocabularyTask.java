package dev.backstory.history.vocabulary;

import dev.backstory.core.config.ids.VocabularySettings;
import dev.backstory.lake.store.AttemptFile;
import dev.backstory.lake.store.AttemptFolder;
import dev.backstory.lake.store.StagingRun;
import dev.backstory.lake.table.VocabularyFile;
import dev.backstory.spark.files.RowsBefore;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.util.SerializableConfiguration;

/** Writes the files of a vocabulary: all items in one order, whatever the tasks. */
final class VocabularyTask {
    private final StagingRun staging;
    private final JavaSparkContext spark;

    VocabularyTask(StagingRun staging, SparkSession session) {
        this.staging = staging;
        this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    }

    /** The files, in the order of their items. */
    List<AttemptFile> write(LocalDate day, ItemCounts counts) {
        JavaRDD<InternalRow> items = counts.inOrder();
        List<Long> before = RowsBefore.of(items);
        long most = counts.chosen();
        var conf = spark.broadcast(new SerializableConfiguration(new Configuration(spark.hadoopConfiguration())));
        String folder = staging.folder();
        String run = staging.run().value();
        return items.mapPartitionsWithIndex(
                        (task, rows) -> write(
                                rows,
                                task,
                                before.get(task),
                                most,
                                folder,
                                day,
                                run,
                                conf.value().value()),
                        false)
                .collect();
    }

    private static Iterator<AttemptFile> write(
            Iterator<InternalRow> rows,
            int task,
            long before,
            long most,
            String staged,
            LocalDate day,
            String run,
            Configuration conf)
            throws IOException {
        long left = most - before;
        if (left <= 0 || !rows.hasNext()) {
            return List.<AttemptFile>of().iterator();
        }
        String folder = "dt=" + day;
        AttemptFolder attempt = AttemptFolder.create(staged, task);
        Path path = attempt.file(folder, String.format(Locale.ROOT, "%05d-%s.parquet", task, run));
        try (VocabularyFile file = VocabularyFile.open(path, conf, (int) (VocabularySettings.FIRST + before))) {
            while (left-- > 0 && rows.hasNext()) {
                InternalRow row = rows.next();
                file.write(row.getLong(0), row.getLong(1));
            }
            return List.of(attempt.finished(folder, file.finish())).iterator();
        }
    }
}
