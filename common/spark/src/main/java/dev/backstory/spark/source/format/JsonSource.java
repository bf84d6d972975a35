package dev.backstory.spark.source.format;

import dev.backstory.spark.source.row.RawRows;
import dev.backstory.spark.source.row.SourceFile;
import dev.backstory.spark.source.row.SourceName;
import dev.backstory.spark.source.row.SourceShape;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.InputFileBlockHolder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** JSON lines: read as text, so that a rejected row can be shown as it was written. */
final class JsonSource {
    /** Lines and files looked at first, which mostly have every needed column. */
    private static final int SAMPLE_LINES = 100;

    private static final int SAMPLE_FILES = 3;

    private final SparkSession session;
    private final SourceShape shape;
    private final String root;
    private final List<SourceFile> files;

    JsonSource(SparkSession session, SourceShape shape, String root, List<SourceFile> files) {
        this.session = session;
        this.shape = shape;
        this.root = root;
        this.files = files;
    }

    List<RawRows> rows() {
        Map<List<String>, List<SourceFile>> alike = new LinkedHashMap<>();
        files.forEach(file -> alike.computeIfAbsent(file.folderNames(), names -> new ArrayList<>())
                .add(file));
        List<Dataset<Row>> lines = new ArrayList<>();
        alike.forEach((folders, group) -> lines.add(lines(group)));
        checkColumns(alike.values(), lines);
        TextRows text = new TextRows(shape);
        SourceName source = shape.source();
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        Broadcast<SerializableConfiguration> conf =
                spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
        return lines.stream()
                .map(group -> {
                    JsonLine line = new JsonLine(text, group.columns());
                    WholeJson whole = new WholeJson(source);
                    return text.of(group.filter("length(trim(value)) > 0")
                            .map(
                                    (MapFunction<Row, Row>) raw -> {
                                        Row row = line.read(raw);
                                        if (!JsonLine.isObject(row)) {
                                            whole.check(
                                                    pathOfTask(), conf.value().value());
                                        }
                                        return row;
                                    },
                                    Encoders.row(text.schema())));
                })
                .toList();
    }

    /** The file that the task reads, as Spark tells it: an escaped URI. */
    private static String pathOfTask() {
        return new Path(URI.create(InputFileBlockHolder.getInputFilePath().toString())).toString();
    }

    private Dataset<Row> lines(List<SourceFile> group) {
        return SparkFiles.reader(session, root, group).text(SparkFiles.paths(group));
    }

    /** JSON may leave out what is null, so only a column that is in no line at all is missing. */
    private void checkColumns(Collection<List<SourceFile>> groups, List<Dataset<Row>> lines) {
        TreeSet<String> there = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (List<SourceFile> group : groups) {
            List<SourceFile> some = group.subList(0, Math.min(SAMPLE_FILES, group.size()));
            there.addAll(names(lines(some).limit(SAMPLE_LINES)));
        }
        if (!shape.missing(there).isEmpty()) {
            for (Dataset<Row> group : lines) {
                there.addAll(names(group));
            }
        }
        if (there.contains(JsonLine.ANY)) {
            there.remove(JsonLine.ANY);
            List<String> names = List.copyOf(there);
            shape.logicalNames().forEach(logical -> shape.find(logical, names, List.of(), "all lines under " + root));
        }
    }

    private static List<String> names(Dataset<Row> lines) {
        String[] columns = lines.columns();
        return lines.flatMap(
                        (FlatMapFunction<Row, String>)
                                row -> JsonLine.names(row, columns).iterator(),
                        Encoders.STRING())
                .distinct()
                .collectAsList();
    }
}
