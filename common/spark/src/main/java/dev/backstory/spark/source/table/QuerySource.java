package dev.backstory.spark.source.table;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import dev.backstory.core.config.input.QueryInput;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.failure.FinalException;
import dev.backstory.spark.source.format.RawSource;
import dev.backstory.spark.source.row.RawRows;
import dev.backstory.spark.source.row.RequestedDays;
import dev.backstory.spark.source.row.SourceName;
import dev.backstory.spark.source.row.SourceShape;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The result of a query over files and tables, which are views of it. Files are read as a source's are, row by row; a row
 * that cannot be split into its columns ends the step, since no result could say so.
 */
public final class QuerySource {
    private final SparkSession session;
    private final SourceShape shape;
    private final SourceName name;
    private final Source source;
    private final RequestedDays days;
    private final ZoneId zone;

    /** @param session of this query alone: its views are in it */
    public QuerySource(SparkSession session, SourceShape shape, Source source, RequestedDays days, ZoneId zone) {
        this.session = session;
        this.shape = shape;
        this.name = shape.source();
        this.source = source;
        this.days = days;
        this.zone = zone;
    }

    public RawSource open() {
        QueryText text = new QueryText(name, source.query());
        text.check(source.inputs().keySet());
        List<String> versions = new ArrayList<>();
        source.inputs().forEach((input, settings) -> {
            Dataset<Row> rows = settings.format().isTable() ? table(input, settings, versions) : files(input, settings);
            rows.createOrReplaceTempView(input);
        });
        Dataset<Row> result = text.run(session);
        TableColumns columns = TableColumns.of(result, shape, "its query", false);
        Dataset<Row> wanted = new DayPruning(days, zone).prune(result, columns.typed(shape.dayOrTime()));
        TableLeaves.of(name, wanted).checkFolders(wanted);
        return new RawSource(List.of(columns.rows(wanted)), 0, text.provenance(versions), null);
    }

    private Dataset<Row> table(String input, QueryInput settings, List<String> versions) {
        SourceShape all = SourceShape.input(name.input(input), List.of());
        TableSource.Opened opened = new TableSource(session, all, Source.of(settings), days, zone).openAll();
        opened.version().ifPresent(version -> versions.add(input + " at " + version));
        return opened.rows();
    }

    private Dataset<Row> files(String input, QueryInput settings) {
        SourceShape named = SourceShape.input(name.input(input), settings.columns());
        // No day is in a column that is known: every folder is read.
        RawSource raw = RawSource.open(session, named, Source.of(settings), RequestedDays.any());
        Dataset<Row> rows = null;
        for (RawRows alike : raw.rows()) {
            Dataset<Row> some = columns(named, settings, alike);
            rows = rows == null ? some : union(named.source(), rows, some);
        }
        return rows == null ? session.createDataFrame(List.of(), texts(settings)) : rows;
    }

    private static Dataset<Row> columns(SourceShape named, QueryInput settings, RawRows rows) {
        Column[] selected = settings.columns().stream()
                .map(column -> rows.conditionColumns().get(column).as(column))
                .toArray(Column[]::new);
        SourceName input = named.source();
        UDF2<String, String, Boolean> isWhole = (problem, raw) -> {
            if (problem != null) {
                throw new BackstoryException("Cannot read " + input + " because a row has no columns: " + problem
                        + "; it is " + raw + "; correct it, or read the files as a source, which rejects such rows");
            }
            return true;
        };
        return rows.rows()
                .filter(udf(isWhole, DataTypes.BooleanType).apply(rows.problem(), coalesce(rows.raw(), lit(""))))
                .select(selected);
    }

    /** Integers of several widths are the widest; other types must be the same in all files. */
    private static Dataset<Row> union(SourceName input, Dataset<Row> one, Dataset<Row> other) {
        for (int i = 0; i < one.schema().size(); i++) {
            DataType type = one.schema().apply(i).dataType();
            DataType otherType = other.schema().apply(i).dataType();
            boolean areIntegers = type instanceof IntegralType && otherType instanceof IntegralType;
            if (!areIntegers && !DataType.equalsStructurally(type, otherType, true)) {
                throw new FinalException("Cannot read " + input + " because its column '"
                        + one.schema().apply(i).name() + "' is " + type.simpleString() + " in some of its files and "
                        + otherType.simpleString() + " in others; write them alike, or name them as two inputs");
            }
        }
        return one.union(other);
    }

    private static StructType texts(QueryInput settings) {
        StructType texts = new StructType();
        for (String column : settings.columns()) {
            texts = texts.add(
                    new StructField(column, DataTypes.StringType, true, org.apache.spark.sql.types.Metadata.empty()));
        }
        return texts;
    }
}
