package dev.backstory.spark.source.format;

import dev.backstory.spark.source.row.SourceFile;
import dev.backstory.spark.source.row.SourceShape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Looks into the footer of every file before anything is read: widths differ between files, and some are not whole. */
final class ParquetFooters {
    /** Footers that are read one after the other, in less time than a Spark job takes to begin. */
    private static final int FEW = 16;

    private ParquetFooters() {}

    /** The files by what is in them. */
    static Map<ParquetShape, List<SourceFile>> byShape(
            SparkSession session, SourceShape shape, List<SourceFile> files) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        if (files.size() <= FEW) {
            return group(files.iterator(), shape, spark.hadoopConfiguration());
        }
        Broadcast<SerializableConfiguration> conf =
                spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
        int tasks = Math.min(files.size() / FEW, 4 * spark.defaultParallelism());
        Map<ParquetShape, List<SourceFile>> byShape = new LinkedHashMap<>();
        spark.parallelize(files, tasks)
                .mapPartitions(part ->
                        List.of(group(part, shape, conf.value().value())).iterator())
                .collect()
                .forEach(some -> some.forEach((key, of) ->
                        byShape.computeIfAbsent(key, each -> new ArrayList<>()).addAll(of)));
        return byShape;
    }

    private static Map<ParquetShape, List<SourceFile>> group(
            Iterator<SourceFile> files, SourceShape shape, Configuration conf) {
        Map<ParquetShape, List<SourceFile>> groups = new LinkedHashMap<>();
        while (files.hasNext()) {
            SourceFile file = files.next();
            groups.computeIfAbsent(read(file, shape, conf), key -> new ArrayList<>())
                    .add(file);
        }
        return groups;
    }

    private static ParquetShape read(SourceFile file, SourceShape shape, Configuration conf) {
        try (ParquetFileReader reader = ParquetFileReader.open(
                HadoopInputFile.fromPath(new Path(file.path()), conf),
                HadoopReadOptions.builder(conf)
                        .withMetadataFilter(ParquetMetadataConverter.SKIP_ROW_GROUPS)
                        .build())) {
            return ParquetShape.of(
                    reader.getFileMetaData().getSchema(),
                    shape,
                    () -> raw(file, shape, conf).nullColumns());
        } catch (IOException | RuntimeException e) {
            if (e instanceof NullPointerException) {
                raw(file, shape, conf).columnOfUnknownType().ifPresent(column -> {
                    throw shape.source().unknownType(column, file.path());
                });
            }
            throw shape.source().unreadableFile(file.path(), "parquet", e);
        }
    }

    private static RawFooter raw(SourceFile file, SourceShape shape, Configuration conf) {
        try {
            return RawFooter.read(file.path(), conf);
        } catch (IOException e) {
            throw shape.source().unreadableFile(file.path(), "parquet", e);
        }
    }

    /** Those of some files that have rows. */
    static List<SourceFile> withRows(SparkSession session, SourceShape shape, List<SourceFile> files) {
        Configuration conf = session.sparkContext().hadoopConfiguration();
        return files.stream().filter(file -> raw(file, shape, conf).rows() > 0).toList();
    }
}
