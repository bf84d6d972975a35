package dev.backstory.spark.source;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.posexplode_outer;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.backstory.core.config.ids.IdSettings;
import dev.backstory.core.contract.IdKind;
import dev.backstory.spark.source.row.RawColumn;
import dev.backstory.spark.source.row.RawRows;
import dev.backstory.spark.source.row.RequestedDays;
import dev.backstory.spark.source.row.SourceType;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Judges impressions by rule 6 of the contract: an impression is rejected as a whole where its day, customer or array
 * cannot be used, else each item by itself.
 */
final class ImpressionRules {
    /**
     * How many rows of {@link #explodeItems} an impression makes, which is what is counted: one for every item; an
     * impression that is rejected as a whole, or has no item, is one.
     */
    static final String ITEMS_READ = "__read";

    private static final Column NO_TEXT = lit(null).cast(DataTypes.StringType);
    private static final String DAY = "__day";
    private static final String TIME = "__time";
    private static final String CUSTOMER = "__customer";
    private static final String ITEMS = "__items";
    private static final String REJECTED = "__rejected";
    private static final String RAW = "__raw";
    private static final String RANKING = "__ranking";
    private static final String POSITION = "__position";
    private static final String ITEM = "__item";
    private static final String ITEM_ID = "__item_id";
    private static final String LABEL = "__label";

    private final RequestedDays days;
    private final TimeReading times;
    private final RawRows raw;
    private final IdRule customerIds;
    private final IdRule itemIds;

    ImpressionRules(RequestedDays days, TimeReading times, RawRows raw, IdSettings ids) {
        this.days = days;
        this.times = times;
        this.raw = raw;
        this.customerIds = IdRule.of(IdKind.CUSTOMER, ids);
        this.itemIds = IdRule.of(IdKind.ITEM, ids);
    }

    /**
     * One row for every impression of a requested day, or of none that can be read, with {@link #ITEMS_READ}.
     *
     * @param belongs whether an impression is one of the source; one that is not has a true {@link SourceRows#FILTERED}
     */
    Dataset<Row> judgeWhole(Column belongs) {
        Map<String, RawColumn> columns = raw.columns();
        Dataset<Row> typed = withDay()
                .filter(days.matches(col(DAY)))
                .withColumn(CUSTOMER, customerIds.read(columns.get("customer_id")))
                .withColumn(ITEMS, items())
                .withColumn(RANKING, columns.get("ranking_id").value());
        Column isRejected = size(col(REJECTED)).gt(0);
        return typed.withColumn(REJECTED, whyRejected())
                .select(
                        col(DAY),
                        col(RANKING),
                        col(CUSTOMER),
                        col(ITEMS),
                        col(REJECTED),
                        when(isRejected.or(anyItemRejected()), raw.raw()).as(RAW),
                        when(isRejected, lit(1L))
                                .when(col(ITEMS).isNull(), lit(1L))
                                .otherwise(greatest(size(col(ITEMS)), lit(1)).cast(DataTypes.LongType))
                                .as(ITEMS_READ),
                        not(belongs).as(SourceRows.FILTERED));
    }

    private Dataset<Row> withDay() {
        RawColumn time = raw.columns().get("impression_time");
        return times.isDayFromTime()
                ? raw.rows().withColumn(TIME, times.time(time)).withColumn(DAY, TimeReading.dayOf(col(TIME)))
                : raw.rows().withColumn(DAY, times.day(raw.columns().get("dt")));
    }

    private Column whyNoDay() {
        if (!times.isDayFromTime()) {
            return times.whyNoDay(raw.columns().get("dt"), col(DAY));
        }
        RawColumn time = raw.columns().get("impression_time");
        return coalesce(times.whyNoTime(time, col(TIME)), TimeReading.whyNoDayOf(time, col(TIME), col(DAY)));
    }

    /**
     * One row for every item, one for every impression rejected as a whole, and one without a position for every impression
     * without items.
     */
    Dataset<Row> explodeItems(Dataset<Row> judged) {
        ArrayType type = (ArrayType) judged.schema().apply(ITEMS).dataType();
        Column wholeImpression = array(lit(null).cast(type.elementType()));
        Column isRejected = size(col(REJECTED)).gt(0);
        Column prefix = concat(
                raw.columns().get("impressions").name(), lit("["), col(POSITION).cast("string"), lit("]"));
        RawColumn itemId = raw.items().item(col(ITEM), prefix);
        RawColumn label = raw.items().flag(col(ITEM), prefix);
        Dataset<Row> items = judged.select(
                        col(DAY),
                        col(RANKING),
                        col(CUSTOMER),
                        col(REJECTED),
                        col(RAW),
                        posexplode_outer(when(isRejected, wholeImpression).otherwise(col(ITEMS)))
                                .as(new String[] {POSITION, ITEM}))
                .withColumn(ITEM_ID, itemIds.read(itemId))
                .withColumn(LABEL, Conversions.flag(label));
        Column holdsNothing = col(POSITION).isNull();
        Column usable = holdsNothing.or(not(isRejected).and(isUsable(col(ITEM))));
        Column itemReasons = when(col(ITEM).isNull(), array(concat(prefix, lit(" is not an item"))))
                .otherwise(array_compact(
                        array(itemIds.whyNot(itemId, col(ITEM_ID)), Conversions.whyNoFlag(label, col(LABEL)))));
        return items.select(
                date_from_unix_date(col(DAY)).as("dt"),
                col(RANKING).as("ranking_id"),
                col(CUSTOMER).as("customer_id"),
                col(POSITION).as("impression_pos"),
                col(ITEM_ID).as("impression_item_id"),
                col(LABEL).as("label"),
                when(usable, NO_TEXT).otherwise(col(RAW)).as("raw"),
                when(usable, ActionRules.NO_REASONS)
                        .when(isRejected, col(REJECTED))
                        .otherwise(itemReasons)
                        .as("reasons"));
    }

    private boolean isText() {
        return raw.columns().get("impressions").type() == SourceType.TEXT;
    }

    private Column items() {
        Column value = raw.columns().get("impressions").value();
        if (!isText()) {
            return value;
        }
        ItemsText reader = new ItemsText(raw.items().itemName(), raw.items().flagName());
        return udf(reader, reader.type()).apply(value);
    }

    private Column whyRejected() {
        Map<String, RawColumn> columns = raw.columns();
        RawColumn array = columns.get("impressions");
        Column unreadable = isText() ? array.value().isNotNull().and(col(ITEMS).isNull()) : lit(false);
        Column usable = raw.problem()
                .isNull()
                .and(col(DAY).isNotNull())
                .and(customerIds.isUsable(col(CUSTOMER)))
                .and(not(unreadable));
        return when(usable, ActionRules.NO_REASONS)
                .when(raw.problem().isNotNull(), array(raw.problem()))
                .otherwise(array_compact(array(
                        whyNoDay(),
                        customerIds.whyNot(columns.get("customer_id"), col(CUSTOMER)),
                        when(unreadable, concat(array.name(), lit(" is not a JSON array"))))));
    }

    private Column anyItemRejected() {
        return coalesce(exists(col(ITEMS), element -> not(isUsable(element))), lit(false));
    }

    private Column isUsable(Column item) {
        RawColumn label = raw.items().flag(item, lit(""));
        Column flag = Conversions.flag(label);
        return coalesce(
                item.isNotNull()
                        .and(itemIds.isUsable(itemIds.read(raw.items().item(item, lit("")))))
                        .and(label.value().isNull().or(flag.isNotNull())),
                lit(false));
    }
}
