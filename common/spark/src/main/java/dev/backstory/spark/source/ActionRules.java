package dev.backstory.spark.source;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.callUDF;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.backstory.core.config.ids.IdSettings;
import dev.backstory.core.config.input.EventType;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.contract.ActionType;
import dev.backstory.core.contract.ActionTypes;
import dev.backstory.core.contract.IdKind;
import dev.backstory.spark.source.row.RawColumn;
import dev.backstory.spark.source.row.RawRows;
import dev.backstory.spark.source.row.RequestedDays;
import dev.backstory.spark.source.row.SourceShape;
import dev.backstory.spark.source.row.TextFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/** Judges the rows of an action source by rules 1 and 2 of the contract. */
final class ActionRules {
    static final Column NO_REASONS = array().cast(DataTypes.createArrayType(DataTypes.StringType));

    private static final String DAY = "__day";
    private static final String CUSTOMER = "__customer";
    private static final String ITEM = "__item";
    private static final String TIME = "__time";

    private static final String TYPE = "__type";

    private final String source;
    private final TimeReading times;
    private final @Nullable EventType events;
    private final RequestedDays days;
    private final ActionTypes types;
    private final IdRule customers;
    private final IdRule items;

    /** @param source what the config calls it */
    ActionRules(
            String source, Source settings, TimeReading times, RequestedDays days, IdSettings ids, ActionTypes types) {
        this.source = source;
        this.times = times;
        this.events = settings.type();
        this.types = types;
        this.days = days;
        this.customers = IdRule.of(IdKind.CUSTOMER, ids);
        this.items = IdRule.of(IdKind.ITEM, ids);
    }

    /**
     * One row out for every row in that is of a requested day or of none that can be read.
     *
     * @param belongs whether a row is one of the source; one that is not has a true {@link SourceRows#FILTERED}. Null where
     *     all are, and there is no such column.
     */
    Dataset<Row> apply(RawRows raw, @Nullable Column belongs) {
        Dataset<Row> typed = withDayAndTime(raw)
                .filter(days.matches(col(DAY)))
                .withColumn(CUSTOMER, customers.read(raw.columns().get("customer_id")))
                .withColumn(ITEM, items.read(raw.columns().get("item_id")))
                .withColumn(TYPE, type(raw));
        Column usable = raw.problem()
                .isNull()
                .and(col(DAY).isNotNull())
                .and(customers.isUsable(col(CUSTOMER)))
                .and(items.isUsable(col(ITEM)))
                .and(col(TIME).isNotNull())
                .and(col(TYPE).isNotNull());
        List<Column> columns = new ArrayList<>(List.of(
                date_from_unix_date(col(DAY)).as("dt"),
                col(CUSTOMER).as("customer_id"),
                col(ITEM).as("item_id"),
                col(TIME).as("action_time"),
                col(TYPE).as("action_type"),
                when(usable, lit(null).cast(DataTypes.StringType))
                        .otherwise(raw.raw())
                        .as("raw"),
                when(usable, NO_REASONS)
                        .when(raw.problem().isNotNull(), array(raw.problem()))
                        .otherwise(reasons(raw))
                        .as("reasons")));
        if (belongs != null) {
            columns.add(not(belongs).as(SourceRows.FILTERED));
        }
        return typed.select(columns.toArray(new Column[0]));
    }

    /** Which rows of a table of events are actions at all; null where all are. */
    @Nullable
    Column isAction(RawRows raw) {
        return events == null || events.ignore().isEmpty()
                ? null
                : not(coalesce(kind(raw).isin(events.ignore().toArray()), lit(false)));
    }

    private Dataset<Row> withDayAndTime(RawRows raw) {
        if (times.isDayFromTime()) {
            return raw.rows()
                    .withColumn(TIME, times.time(raw.columns().get("action_time")))
                    .withColumn(DAY, TimeReading.dayOf(col(TIME)));
        }
        return raw.rows().withColumn(DAY, times.day(raw.columns().get("dt"))).withColumn(TIME, time(raw));
    }

    /** Only an order may be without a time: it is at the start of its day. */
    private boolean mayBeWithoutTime() {
        return source.equals(ActionType.ORDER.source()) && !times.isDayFromTime();
    }

    private Column time(RawRows raw) {
        RawColumn time = raw.columns().get("action_time");
        Column midnight = callUDF(TextFunctions.DAY_START, col(DAY));
        if (time == null) {
            return midnight;
        }
        return mayBeWithoutTime()
                ? when(time.value().isNull(), midnight).otherwise(times.time(time))
                : times.time(time);
    }

    private Column type(RawRows raw) {
        if (events == null) {
            return lit(ActionType.ofSource(source).code());
        }
        Column code = lit(null).cast(DataTypes.IntegerType);
        for (Map.Entry<String, String> value : events.values().entrySet()) {
            int meant = types.ofId(value.getValue()).orElseThrow().code();
            code = when(kind(raw).equalTo(value.getKey()), meant).otherwise(code);
        }
        return code;
    }

    private static Column kind(RawRows raw) {
        return raw.columns().get(SourceShape.EVENT_TYPE).value().cast(DataTypes.StringType);
    }

    private Column reasons(RawRows raw) {
        RawColumn time = raw.columns().get("action_time");
        Column whyNoTime = lit(null).cast(DataTypes.StringType);
        if (time != null) {
            Column why = times.whyNoTime(time, col(TIME));
            whyNoTime = mayBeWithoutTime() ? when(time.value().isNotNull(), why) : why;
        }
        Column whyNoDay = times.isDayFromTime()
                ? TimeReading.whyNoDayOf(time, col(TIME), col(DAY))
                : times.whyNoDay(raw.columns().get("dt"), col(DAY));
        List<Column> reasons = new ArrayList<>(List.of(
                whyNoDay,
                customers.whyNot(raw.columns().get("customer_id"), col(CUSTOMER)),
                items.whyNot(raw.columns().get("item_id"), col(ITEM)),
                whyNoTime));
        if (events != null) {
            reasons.add(Conversions.whyNot(
                    raw.columns().get(SourceShape.EVENT_TYPE),
                    col(TYPE),
                    lit("is not among the values of sources." + source + ".type ("
                            + String.join(", ", events.values().keySet()) + ")")));
        }
        return array_compact(array(reasons.toArray(new Column[0])));
    }
}
