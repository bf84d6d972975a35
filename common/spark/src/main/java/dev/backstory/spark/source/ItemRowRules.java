package dev.backstory.spark.source;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.backstory.core.calendar.IsoTime;
import dev.backstory.core.config.ids.IdSettings;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.contract.IdKind;
import dev.backstory.spark.source.row.RawColumn;
import dev.backstory.spark.source.row.RawRows;
import dev.backstory.spark.source.row.RequestedDays;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;

/** Judges impressions of which each row is one item that was shown. */
final class ItemRowRules {
    private static final Column NO_TEXT = lit(null).cast(DataTypes.StringType);
    private static final String DAY = "__day";
    private static final String TIME = "__time";
    private static final String CUSTOMER = "__customer";
    private static final String ITEM = "__item";
    private static final String LABEL = "__label";
    private static final String POSITION = "__position";

    private final RequestedDays days;
    private final TimeReading times;
    private final RawRows raw;
    private final IdRule customerIds;
    private final IdRule itemIds;
    private final int firstPosition;
    private final boolean isGroupedByTime;

    ItemRowRules(RequestedDays days, TimeReading times, RawRows raw, Source source, IdSettings ids) {
        this.days = days;
        this.times = times;
        this.raw = raw;
        this.firstPosition = source.firstPosition();
        this.customerIds = IdRule.of(IdKind.CUSTOMER, ids);
        this.itemIds = IdRule.of(IdKind.ITEM, ids);
        this.isGroupedByTime = source.without().contains("ranking_id");
    }

    /**
     * One row out for every row in that is of a requested day or of none that can be read.
     *
     * @param belongs whether a row is one of the source; one that is not has a true {@link SourceRows#FILTERED}
     */
    Dataset<Row> judge(Column belongs) {
        Dataset<Row> typed = withDayAndTime()
                .filter(days.matches(col(DAY)))
                .withColumn(CUSTOMER, customerIds.read(column("customer_id")))
                .withColumn(ITEM, itemIds.read(column("item_id")))
                .withColumn(LABEL, Conversions.flag(column("is_order")))
                .withColumn(POSITION, position());
        Column usable = raw.problem()
                .isNull()
                .and(col(DAY).isNotNull())
                .and(customerIds.isUsable(col(CUSTOMER)))
                .and(itemIds.isUsable(col(ITEM)))
                .and(column("is_order").value().isNull().or(col(LABEL).isNotNull()))
                .and(col(POSITION).isNotNull());
        usable = isGroupedByTime ? usable.and(col(TIME).isNotNull()) : usable;
        return typed.select(
                date_from_unix_date(col(DAY)).as("dt"),
                ranking().as("ranking_id"),
                col(CUSTOMER).as("customer_id"),
                col(POSITION).as("impression_pos"),
                col(ITEM).as("impression_item_id"),
                col(LABEL).as("label"),
                when(usable, NO_TEXT).otherwise(raw.raw()).as("raw"),
                when(usable, ActionRules.NO_REASONS)
                        .when(raw.problem().isNotNull(), array(raw.problem()))
                        .otherwise(reasons())
                        .as("reasons"),
                not(belongs).as(SourceRows.FILTERED));
    }

    /**
     * The rows with the position of each item in its impression: that of its column, or where there is none, its place among
     * the items by their ids, since the order of rows in files is none that lasts.
     */
    Dataset<Row> withPositions(Dataset<Row> judged) {
        if (column("position") != null) {
            return judged;
        }
        Column place = row_number()
                .over(Window.partitionBy("dt", "ranking_id", "customer_id")
                        .orderBy(
                                col("impression_item_id").asc_nulls_last(),
                                col("label").asc_nulls_last(),
                                col("raw").asc_nulls_first()));
        return judged.withColumn("impression_pos", place.minus(1));
    }

    private RawColumn column(String logical) {
        return raw.columns().get(logical);
    }

    private Dataset<Row> withDayAndTime() {
        RawColumn time = column("impression_time");
        Dataset<Row> rows = time == null ? raw.rows() : raw.rows().withColumn(TIME, times.time(time));
        return rows.withColumn(DAY, times.isDayFromTime() ? TimeReading.dayOf(col(TIME)) : times.day(column("dt")));
    }

    private Column position() {
        RawColumn position = column("position");
        if (position == null) {
            return lit(0);
        }
        Column number = Conversions.wholeNumber(position).minus(firstPosition);
        return when(number.between(0, Integer.MAX_VALUE), number.cast(DataTypes.IntegerType));
    }

    private Column whyNoPosition() {
        RawColumn position = column("position");
        if (position == null) {
            return NO_TEXT;
        }
        Column number = Conversions.wholeNumber(position);
        return coalesce(
                Conversions.whyNoNumber(position, number),
                when(
                        col(POSITION).isNull(),
                        concat(
                                position.name(),
                                lit(" "),
                                number.cast(DataTypes.StringType),
                                lit(" is no position from " + firstPosition + " on"))));
    }

    /** Items of a customer at one time are one impression. */
    private Column ranking() {
        if (!isGroupedByTime) {
            return column("ranking_id").value();
        }
        UDF1<Long, String> text =
                micros -> micros == null ? null : IsoTime.instant(micros).toString();
        return concat(
                col(CUSTOMER).cast(DataTypes.StringType),
                lit("@"),
                udf(text, DataTypes.StringType).apply(col(TIME)));
    }

    private Column reasons() {
        RawColumn time = column("impression_time");
        List<Column> reasons = new ArrayList<>();
        if (!times.isDayFromTime()) {
            reasons.add(times.whyNoDay(column("dt"), col(DAY)));
        }
        if (time != null) {
            reasons.add(times.whyNoTime(time, col(TIME)));
        }
        if (times.isDayFromTime()) {
            reasons.add(TimeReading.whyNoDayOf(time, col(TIME), col(DAY)));
        }
        reasons.add(customerIds.whyNot(column("customer_id"), col(CUSTOMER)));
        reasons.add(itemIds.whyNot(column("item_id"), col(ITEM)));
        reasons.add(Conversions.whyNoFlag(column("is_order"), col(LABEL)));
        reasons.add(whyNoPosition());
        return array_compact(array(reasons.toArray(new Column[0])));
    }
}
