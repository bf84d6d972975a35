package dev.backstory.spark.sample;

import dev.backstory.core.config.input.Format;
import dev.backstory.core.config.input.Source;
import dev.backstory.lake.files.HiddenNames;
import dev.backstory.spark.files.NamedParquet;
import dev.backstory.spark.source.SourceReader;
import dev.backstory.spark.source.row.RequestedDays;
import dev.backstory.spark.source.row.SourceFile;
import dev.backstory.spark.source.row.SourceFiles;
import dev.backstory.spark.source.row.SourceName;
import dev.backstory.spark.source.row.SourceShape;
import dev.backstory.spark.source.text.TextFile;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructType;

/** Files of which nobody knows yet what they are: which there are, how they begin, and their first rows with all columns. */
public final class RawLook {
    private static final int MAGIC = 4;

    private final SparkSession spark;

    public RawLook(SparkSession spark) {
        this.spark = spark;
    }

    /** Whether there is anything. */
    public boolean exists(String path) throws IOException {
        Path place = new Path(path);
        return place.getFileSystem(conf()).exists(place);
    }

    /** What kind of table a folder is, by its log. */
    public Optional<Format> table(String folder) throws IOException {
        if (exists(folder + "/_delta_log")) {
            return Optional.of(Format.DELTA);
        }
        Path metadata = new Path(folder, "metadata");
        FileSystem system = metadata.getFileSystem(conf());
        boolean isIceberg = system.exists(metadata)
                && Stream.of(system.listStatus(metadata))
                        .map(file -> file.getPath().getName())
                        .anyMatch(name -> name.endsWith(".metadata.json") || name.equals("version-hint.text"));
        return isIceberg ? Optional.of(Format.ICEBERG) : Optional.empty();
    }

    /** What is in a folder, hidden names left out; nothing for a file. */
    public List<String> inside(String folder) throws IOException {
        Path path = new Path(folder);
        FileSystem system = path.getFileSystem(conf());
        return !system.getFileStatus(path).isDirectory()
                ? List.of()
                : Stream.of(system.listStatus(path))
                        .map(file -> file.getPath().getName())
                        .filter(name -> !HiddenNames.isHidden(name))
                        .sorted()
                        .map(name -> folder + "/" + name)
                        .toList();
    }

    /** All files under a path, as a source of it would read them. */
    public List<SourceFile> files(String path) {
        Source any = Source.files(Format.JSON, path, Map.of());
        return SourceFiles.list(SourceShape.actions("raw", any), path, RequestedDays.any(), conf());
    }

    /** The first bytes as they are stored. */
    public byte[] firstBytes(SourceFile file) throws IOException {
        Path path = new Path(file.path());
        try (FSDataInputStream in = path.getFileSystem(conf()).open(path)) {
            return in.readNBytes(MAGIC);
        }
    }

    /**
     * The first bytes of a file of text, without its compression.
     *
     * @throws dev.backstory.core.failure.BackstoryException when it is no text that is read
     */
    public byte[] textHead(SourceFile file, int bytes) throws IOException {
        try (TextFile text = TextFile.open(new SourceName("raw"), file, conf())) {
            return text.text().readNBytes(bytes);
        }
    }

    /** The first rows of a source, each as JSON text of its columns; of some formats a row may be in two parts. */
    public List<String> firstRows(Source source, int count) {
        List<String> rows = new ArrayList<>(new SourceReader(spark, ZoneOffset.UTC).firstTexts(source, count));
        if (source.format().isTable()) {
            rows.addAll(nestedOfTable(source, count));
        }
        if (source.format() == Format.PARQUET) {
            files(source.path()).stream().findFirst().ifPresent(file -> rows.addAll(nested(file, count)));
        }
        return rows;
    }

    /** Lists and structs of Parquet, which are not shown of a row that is rejected. */
    private List<String> nested(SourceFile file, int count) {
        StructType columns = new StructType();
        for (Type field : schema(file).getFields()) {
            columns = field.isPrimitive() ? columns : with(columns, field);
        }
        return columns.isEmpty()
                ? List.of()
                : NamedParquet.read(spark, columns, new StructType(), Map.of(file.path(), List.of()), Map.of())
                        .toJSON()
                        .takeAsList(count);
    }

    private List<String> nestedOfTable(Source source, int count) {
        Dataset<Row> table = source.format() == Format.TABLE
                ? spark.table(source.table())
                : spark.read()
                        .format(source.format().name().toLowerCase(Locale.ROOT))
                        .load(source.path());
        Column[] columns = Stream.of(table.schema().fields())
                .filter(field -> field.dataType() instanceof ArrayType || field.dataType() instanceof StructType)
                .map(field -> table.col("`" + field.name().replace("`", "``") + "`"))
                .toArray(Column[]::new);
        return columns.length == 0 ? List.of() : table.select(columns).toJSON().takeAsList(count);
    }

    private static StructType with(StructType columns, Type field) {
        try {
            StructType one = new ParquetToSparkSchemaConverter(true, true, false, true, true)
                    .convert(new MessageType("spark", List.of(field)));
            return columns.add(one.apply(0));
        } catch (Exception unreadable) {
            // A type that Spark does not know: no column of a source can be of it.
            return columns;
        }
    }

    private MessageType schema(SourceFile file) {
        try (ParquetFileReader reader =
                ParquetFileReader.open(HadoopInputFile.fromPath(new Path(file.path()), conf()))) {
            return reader.getFooter().getFileMetaData().getSchema();
        } catch (IOException | RuntimeException e) {
            throw new SourceName("raw").unreadableFile(file.path(), "parquet", e);
        }
    }

    private Configuration conf() {
        return spark.sparkContext().hadoopConfiguration();
    }
}
