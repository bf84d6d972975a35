package dev.backstory.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Writes raw sources, one file per source and day, and a {@code pipeline.yaml} beside them. */
public final class SampleData {
    /** Enough tasks to keep a small cluster busy, few enough to cost nothing on a laptop. */
    private static final int MAX_TASKS = 128;

    private SampleData() {}

    /**
     * Writes {@code <outFolder>/<source>/dt=<day>/<source>.<format>} for every source and day, and
     * {@code <outFolder>/pipeline.yaml}.
     *
     * @param outFolder a local folder or any Hadoop path; must be empty or not exist
     * @throws IllegalArgumentException when the folder has something in it
     * @throws IOException when a file cannot be written
     */
    public static SampleCounts write(SparkSession spark, SampleOptions options, String outFolder) throws IOException {
        return write(spark, options, outFolder, Math.min(MAX_TASKS, options.days()));
    }

    static SampleCounts write(SparkSession spark, SampleOptions options, String outFolder, int tasks)
            throws IOException {
        SerializableConfiguration hadoop =
                new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
        Path out = new Path(outFolder);
        FileSystem files = out.getFileSystem(hadoop.value());
        if (files.exists(out) && files.listStatus(out).length > 0) {
            throw new IllegalArgumentException("Cannot write sample data into " + outFolder
                    + " because it is not empty; name a new folder, or delete this one first");
        }
        String root = files.makeQualified(out).toString();
        List<LocalDate> days =
                options.firstDay().datesUntil(options.lastDay().plusDays(1)).toList();
        SampleCounts counts = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(days, tasks)
                .mapPartitions(chunk -> {
                    Activity activity = new Activity(options);
                    SampleCounts sum = SampleCounts.NONE;
                    while (chunk.hasNext()) {
                        sum = sum.plus(writeDay(options, activity, chunk.next(), root, hadoop.value()));
                    }
                    return List.of(sum).iterator();
                })
                .fold(SampleCounts.NONE, SampleCounts::plus);
        // Last, so that a config says that its sources are complete.
        try (var config = files.create(new Path(out, "pipeline.yaml"), true)) {
            config.write(PipelineYaml.of(options).getBytes(StandardCharsets.UTF_8));
        }
        return counts;
    }

    private static SampleCounts writeDay(
            SampleOptions options, Activity activity, LocalDate day, String root, Configuration hadoop)
            throws IOException {
        Map<SampleSource, RowSink> sinks = new EnumMap<>(SampleSource.class);
        try {
            for (SampleSource source : SampleSource.values()) {
                if (source == SampleSource.IMPRESSIONS && day.isBefore(options.firstImpressionDay())) {
                    continue;
                }
                SampleFormat format = options.format(source);
                Path file = new Path(root, source + "/dt=" + day + "/" + source + "." + format);
                sinks.put(source, RowSink.open(source, format, file, options.zone(), hadoop));
            }
            return new DayGenerator(options, activity, day, sinks).generate();
        } finally {
            for (RowSink sink : sinks.values()) {
                sink.close();
            }
        }
    }
}
