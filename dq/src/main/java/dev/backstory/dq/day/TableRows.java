package dev.backstory.dq.day;

import dev.backstory.core.contract.IdKind;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.DictionaryRecord;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.StagedFile;
import dev.backstory.core.run.StagedRun;
import dev.backstory.lake.ids.DictionaryFile;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.table.TableSchemas;
import dev.backstory.spark.files.NamedParquet;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Reads exactly the files that a manifest or publish record names, with the day in a text column {@code dt}. */
public final class TableRows {
    private final SparkSession spark;
    private final Lake lake;

    public TableRows(SparkSession spark, Lake lake) {
        this.spark = spark;
        this.lake = lake;
    }

    /** The columns of a schema as Parquet text, without {@code dt}. */
    public static StructType columns(String parquetSchema) {
        return SparkColumns.of(MessageTypeParser.parseMessageType(parquetSchema));
    }

    /** Of a column's elements. Where it is no array, any: then the checks of it cannot run, and say so. */
    public static DataType elementType(StructType columns, String array) {
        DataType type =
                columns.getFieldIndex(array).isDefined() ? columns.apply(array).dataType() : DataTypes.NullType;
        return type instanceof ArrayType elements ? elements.elementType() : DataTypes.LongType;
    }

    /**
     * Where the rejected rows of a staged day lie.
     *
     * @param dt the day, or {@link Lake#UNKNOWN}
     */
    public String folderOfRejected(AuditDay day, String dt) {
        return lake.stagedRejected(day.run().table(), day.run().run(), dt).toString();
    }

    /** The rows of staged days, all of one schema. */
    public Dataset<Row> staged(List<AuditDay> days) {
        StructType columns = columns(days.get(0).run().schema());
        Map<RunId, List<String>> filesOfRuns = new LinkedHashMap<>();
        Table table = days.get(0).run().table();
        for (AuditDay day : days) {
            filesOfRuns
                    .computeIfAbsent(day.run().run(), run -> new ArrayList<>())
                    .addAll(files(
                            lake.stagedDay(table, day.run().run(), day.dt()),
                            day.day().files()));
        }
        Dataset<Row> rows = empty(columns);
        boolean first = true;
        for (Map.Entry<RunId, List<String>> run : filesOfRuns.entrySet()) {
            if (!run.getValue().isEmpty()) {
                Dataset<Row> ofRun = read(columns, run.getValue());
                rows = first ? ofRun : rows.unionAll(ofRun);
                first = false;
            }
        }
        return rows;
    }

    /** The rejected rows of staged days; for days that have some. */
    public Dataset<Row> stagedRejected(List<AuditDay> days) {
        StructType columns = SparkColumns.of(TableSchemas.REJECTED);
        Map<RunId, List<String>> filesOfRuns = new LinkedHashMap<>();
        Table table = days.get(0).run().table();
        for (AuditDay day : days) {
            filesOfRuns
                    .computeIfAbsent(day.run().run(), run -> new ArrayList<>())
                    .addAll(files(
                            lake.stagedRejected(table, day.run().run(), day.dt().toString()),
                            day.day().rejectedFiles()));
        }
        return filesOfRuns.entrySet().stream()
                .map(run -> read(columns, run.getValue()))
                .reduce(Dataset::unionAll)
                .orElseThrow();
    }

    /** The rejected rows of a staged run whose day cannot be read; for runs that have some. */
    public Dataset<Row> stagedWithoutDay(StagedRun run) {
        return read(
                SparkColumns.of(TableSchemas.REJECTED),
                files(lake.stagedRejected(run.table(), run.run(), Lake.UNKNOWN), run.unknownFiles()));
    }

    /** The rows of published days. */
    public Dataset<Row> published(Table table, StructType columns, Collection<PublishRecord> records) {
        List<String> files = new ArrayList<>();
        for (PublishRecord record : records) {
            files.addAll(files(lake.filesOf(record), record.files()));
        }
        return files.isEmpty() ? empty(columns) : read(columns, files);
    }

    /** All texts of a dictionary with their numbers. */
    public Dataset<Row> dictionary(IdKind kind, DictionaryRecord record) {
        StructType columns = SparkColumns.of(DictionaryFile.SCHEMA);
        if (record.parts().isEmpty()) {
            return spark.createDataFrame(List.of(), columns);
        }
        Map<String, List<Object>> files = new LinkedHashMap<>();
        record.parts().forEach(part -> files.put(new Path(lake.ids(kind), part.name()).toString(), List.of()));
        return NamedParquet.read(spark, columns, new StructType(), files, Map.of());
    }

    public SparkSession spark() {
        return spark;
    }

    /** A view's worth of rows made on the driver. */
    public Dataset<Row> local(List<Row> rows, StructType schema) {
        return spark.createDataFrame(rows, schema);
    }

    private Dataset<Row> read(StructType columns, List<String> files) {
        Map<String, List<Object>> days = new LinkedHashMap<>();
        for (String file : files) {
            String folder = new Path(file).getParent().getName();
            days.put(file, List.of(folder.substring("dt=".length())));
        }
        return NamedParquet.read(spark, columns, new StructType().add("dt", DataTypes.StringType), days, Map.of());
    }

    private Dataset<Row> empty(StructType columns) {
        return spark.createDataFrame(List.of(), columns.add("dt", DataTypes.StringType));
    }

    private static List<String> files(Path folder, List<StagedFile> files) {
        return files.stream()
                .map(file -> {
                    Path path = new Path(folder, file.name());
                    NamedParquet.know(path, file.bytes());
                    return path.toString();
                })
                .toList();
    }

    /** The day of a row of a query grouped by dt. */
    public static LocalDate day(Row row) {
        return LocalDate.parse(row.getAs("dt"));
    }
}
