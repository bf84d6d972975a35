package dev.backstory.spark.source;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.callUDF;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.backstory.core.contract.ActionType;
import dev.backstory.spark.source.row.RawColumn;
import dev.backstory.spark.source.row.RawRows;
import dev.backstory.spark.source.row.RequestedDays;
import dev.backstory.spark.source.row.TextFunctions;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** Judges the rows of an action source by rules 1 and 2 of the contract. */
final class ActionRules {
    static final Column NO_REASONS = array().cast(DataTypes.createArrayType(DataTypes.StringType));

    private static final String DAY = "__day";
    private static final String CUSTOMER = "__customer";
    private static final String ITEM = "__item";
    private static final String TIME = "__time";

    private final ActionType type;
    private final RequestedDays days;

    ActionRules(ActionType type, RequestedDays days) {
        this.type = type;
        this.days = days;
    }

    /** One row out for every row in that is of a requested day or of none that can be read. */
    Dataset<Row> apply(RawRows raw) {
        Dataset<Row> typed = raw.rows()
                .withColumn(DAY, Conversions.day(raw.columns().get("dt")))
                .filter(days.matches(col(DAY)))
                .withColumn(CUSTOMER, Conversions.wholeNumber(raw.columns().get("customer_id")))
                .withColumn(ITEM, Conversions.wholeNumber(raw.columns().get("item_id")))
                .withColumn(TIME, time(raw));
        Column usable = raw.problem()
                .isNull()
                .and(col(DAY).isNotNull())
                .and(col(CUSTOMER).isNotNull())
                .and(coalesce(col(ITEM).gt(0), lit(false)))
                .and(col(TIME).isNotNull());
        return typed.select(
                date_from_unix_date(col(DAY)).as("dt"),
                col(CUSTOMER).as("customer_id"),
                col(ITEM).as("item_id"),
                col(TIME).as("action_time"),
                lit(type.code()).as("action_type"),
                when(usable, lit(null).cast(DataTypes.StringType))
                        .otherwise(raw.raw())
                        .as("raw"),
                when(usable, NO_REASONS)
                        .when(raw.problem().isNotNull(), array(raw.problem()))
                        .otherwise(reasons(raw))
                        .as("reasons"));
    }

    private Column time(RawRows raw) {
        RawColumn time = raw.columns().get("action_time");
        Column midnight = callUDF(TextFunctions.DAY_START, col(DAY));
        if (time == null) {
            return midnight;
        }
        return type == ActionType.ORDER
                ? when(time.value().isNull(), midnight).otherwise(Conversions.time(time))
                : Conversions.time(time);
    }

    private Column reasons(RawRows raw) {
        RawColumn time = raw.columns().get("action_time");
        Column whyNoTime = lit(null).cast(DataTypes.StringType);
        if (time != null) {
            Column why = Conversions.whyNoTime(time, col(TIME));
            whyNoTime = type == ActionType.ORDER ? when(time.value().isNotNull(), why) : why;
        }
        return array_compact(array(
                Conversions.whyNoDay(raw.columns().get("dt"), col(DAY)),
                Conversions.whyNoNumber(raw.columns().get("customer_id"), col(CUSTOMER)),
                Conversions.whyNoId(raw.columns().get("item_id"), col(ITEM)),
                whyNoTime));
    }
}
