package dev.backstory.spark.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.ids.IdSettings;
import dev.backstory.core.config.input.Layout;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.contract.ActionType;
import dev.backstory.core.contract.ActionTypes;
import dev.backstory.core.contract.IdKind;
import dev.backstory.spark.source.format.RawSource;
import dev.backstory.spark.source.row.RawRows;
import dev.backstory.spark.source.row.RequestedDays;
import dev.backstory.spark.source.row.SourceShape;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Reads sources of any format into one shape, {@link #ACTIONS} or {@link #IMPRESSIONS}:
 *
 * <ol>
 *   <li>the format gives raw rows, with a column for each logical name ({@link RawRows});
 *   <li>the rules of the table give each column its type and judge the row: a row is kept, without raw text or reasons, or
 *       rejected with both;
 *   <li>on the way, what is read is counted ({@link SourceRows#observed}).
 * </ol>
 *
 * <p>Times without a zone are in the given zone, whatever the zone of the session, the machine or the database connection.
 *
 * <p>May be used by several threads.
 */
public final class SourceReader {
    /**
     * One row for every raw row. The day of a rejected row is null when it cannot be read, and so is any other value; times
     * are microseconds since the epoch; {@code raw} is the row as JSON text.
     */
    static final StructType ACTIONS = new StructType()
            .add("dt", DataTypes.DateType)
            .add("customer_id", DataTypes.LongType)
            .add("item_id", DataTypes.LongType)
            .add("action_time", DataTypes.LongType)
            .add("action_type", DataTypes.IntegerType)
            .add("raw", DataTypes.StringType)
            .add("reasons", DataTypes.createArrayType(DataTypes.StringType));

    /**
     * One row for every item, one for every impression that is rejected as a whole, and one for every impression without
     * items, whose position is null. Other values are null as those of {@link #ACTIONS} are; the position counts from 0.
     */
    static final StructType IMPRESSIONS = new StructType()
            .add("dt", DataTypes.DateType)
            .add("ranking_id", DataTypes.StringType)
            .add("customer_id", DataTypes.LongType)
            .add("impression_pos", DataTypes.IntegerType)
            .add("impression_item_id", DataTypes.LongType)
            .add("label", DataTypes.IntegerType)
            .add("raw", DataTypes.StringType)
            .add("reasons", DataTypes.createArrayType(DataTypes.StringType));

    private final SparkSession session;
    private final RawSources sources;
    private final ZoneId zone;
    private final IdSettings ids;
    private final ActionTypes types;

    /** All ids are numbers, all types the standard ones. */
    public SourceReader(SparkSession spark, ZoneId zone) {
        this(spark, zone, IdSettings.NUMBERS, ActionTypes.STANDARD);
    }

    /** @param config whose ids that are texts are strings in the rows, exactly as the source has them */
    public SourceReader(SparkSession spark, PipelineConfig config) {
        this(spark, config.timezone(), config.ids(), config.actionTypes());
    }

    SourceReader(SparkSession spark, ZoneId zone, IdSettings ids, ActionTypes types) {
        this.session = ReadingSession.of(spark, zone);
        this.sources = new RawSources(session, zone);
        this.zone = zone;
        this.ids = ids;
        this.types = types;
    }

    public SourceRows actions(ActionType type, Source source, RequestedDays days) {
        return actions(type.source(), source, days);
    }

    /** @param name of the source in the config */
    public SourceRows actions(String name, Source source, RequestedDays days) {
        SourceShape shape = SourceShape.actions(name, source);
        return actions(name, source, days, shape, sources.open(shape, source, days));
    }

    /**
     * The first rows of a source of any name, whatever day they are of, judged as all others are. No more is read than
     * they need.
     */
    public FirstRows first(String name, Source source, int count) {
        boolean areImpressions = name.equals("impressions");
        SourceShape shape = areImpressions ? SourceShape.impressions(source) : SourceShape.actions(name, source);
        RawSource raw = sources.first(shape, source, count);
        int taken = raw.rows().stream()
                .mapToInt(rows -> Math.toIntExact(rows.rows().count()))
                .sum();
        return new FirstRows(
                areImpressions
                        ? impressions(source, RequestedDays.any(), shape, raw)
                        : actions(name, source, RequestedDays.any(), shape, raw),
                taken);
    }

    /** The first rows of a source as JSON texts of all that is in them, as a rejected row is shown. */
    public List<String> firstTexts(Source source, int count) {
        SourceShape shape = SourceShape.actions("raw", source);
        List<String> texts = new ArrayList<>();
        for (RawRows rows : sources.first(shape, source, count).rows()) {
            rows.rows().select(rows.raw().as("raw")).collectAsList().forEach(row -> texts.add(row.getString(0)));
        }
        return texts;
    }

    private SourceRows actions(String name, Source source, RequestedDays days, SourceShape shape, RawSource raw) {
        ActionRules rules = new ActionRules(name, source, new TimeReading(source, zone), days, ids, types);
        List<SourceRows.Part> parts = new ArrayList<>();
        for (RawRows read : raw.rows()) {
            RawRows rows = shape.withConstants(read);
            Column belongs = SourceParts.belongs(shape, rows, rules.isAction(rows));
            Dataset<Row> judged = rules.apply(rows, belongs);
            String metric = "read " + name + " " + parts.size();
            parts.add(
                    belongs == null
                            ? SourceParts.whole(metric, judged, ids.anyText())
                            : SourceParts.filtered(metric, judged, lit(1L), UnaryOperator.identity(), "item_id"));
        }
        return new SourceRows(name, none(ACTIONS), parts, raw);
    }

    private Dataset<Row> none(StructType columns) {
        StructType typed = new StructType();
        for (StructField column : columns.fields()) {
            typed = typed.add(column.name(), typeOf(column));
        }
        return session.createDataFrame(List.of(), typed);
    }

    private DataType typeOf(StructField column) {
        return switch (column.name()) {
            case "customer_id" -> IdRule.of(IdKind.CUSTOMER, ids).dataType();
            case "item_id", "impression_item_id" -> IdRule.of(IdKind.ITEM, ids).dataType();
            default -> column.dataType();
        };
    }

    public SourceRows impressions(Source source, RequestedDays days) {
        SourceShape shape = SourceShape.impressions(source);
        return impressions(source, days, shape, sources.open(shape, source, days));
    }

    private SourceRows impressions(Source source, RequestedDays days, SourceShape shape, RawSource raw) {
        TimeReading times = new TimeReading(source, zone);
        List<SourceRows.Part> parts = new ArrayList<>();
        for (RawRows read : raw.rows()) {
            RawRows rows = shape.withConstants(read);
            Column isOne = SourceParts.belongs(shape, rows, null);
            Column belongs = isOne == null ? lit(true) : isOne;
            String metric = "read impressions " + parts.size();
            if (source.layout() == Layout.ROWS) {
                ItemRowRules rules = new ItemRowRules(days, times, rows, source, ids);
                parts.add(SourceParts.filtered(
                        metric, rules.judge(belongs), lit(1L), rules::withPositions, "impression_item_id"));
            } else {
                RawRows whole = source.layout() == Layout.LISTS ? ItemLists.asStructs(rows, ids) : rows;
                ImpressionRules rules = new ImpressionRules(days, times, whole, ids);
                Dataset<Row> judged = rules.judgeWhole(belongs);
                parts.add(SourceParts.filtered(
                        metric, judged, col(ImpressionRules.ITEMS_READ), rules::explodeItems, "impression_item_id"));
            }
        }
        return new SourceRows("impressions", none(IMPRESSIONS), parts, raw);
    }
}
