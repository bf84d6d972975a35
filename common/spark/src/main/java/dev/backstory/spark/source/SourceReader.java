package dev.backstory.spark.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import dev.backstory.core.config.Source;
import dev.backstory.core.contract.ActionType;
import dev.backstory.spark.source.format.RawSource;
import dev.backstory.spark.source.row.RawRows;
import dev.backstory.spark.source.row.RequestedDays;
import dev.backstory.spark.source.row.SourceShape;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
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

    public SourceReader(SparkSession spark, ZoneId zone) {
        this.session = ReadingSession.of(spark, zone);
    }

    public SourceRows actions(ActionType type, Source source, RequestedDays days) {
        RawSource raw = RawSource.open(session, SourceShape.actions(type, source), source, days);
        List<SourceRows.Part> parts = new ArrayList<>();
        for (RawRows rows : raw.rows()) {
            Dataset<Row> judged = new ActionRules(type, days).apply(rows);
            String metric = "read " + type.source() + " " + parts.size();
            parts.add(new SourceRows.Part(
                    metric,
                    judged.select(lit(1L).as("read")),
                    shape -> shape.apply(judged).observe(metric, count(lit(1)))));
        }
        return new SourceRows(type.source(), session.createDataFrame(List.of(), ACTIONS), parts, raw.bytes());
    }

    public SourceRows impressions(Source source, RequestedDays days) {
        RawSource raw = RawSource.open(session, SourceShape.impressions(source), source, days);
        List<SourceRows.Part> parts = new ArrayList<>();
        for (RawRows rows : raw.rows()) {
            ImpressionRules rules = new ImpressionRules(days, rows);
            Dataset<Row> judged = rules.judgeWhole();
            String metric = "read impressions " + parts.size();
            parts.add(new SourceRows.Part(
                    metric,
                    judged.select(col(ImpressionRules.ITEMS_READ).as("read")),
                    shape -> shape.apply(rules.explodeItems(judged.observe(metric, sum(ImpressionRules.ITEMS_READ))))));
        }
        return new SourceRows("impressions", session.createDataFrame(List.of(), IMPRESSIONS), parts, raw.bytes());
    }
}
