package dev.backstory.spark.source;

import static org.apache.spark.sql.functions.callUDF;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.when;

import dev.backstory.spark.source.row.RawColumn;
import dev.backstory.spark.source.row.SourceType;
import dev.backstory.spark.source.row.TextFunctions;
import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;

/**
 * How a raw column becomes a typed one, and what is said where it cannot. A typed column is null where the raw one is
 * null or unreadable; the reason tells the two apart.
 */
final class Conversions {
    private static final int QUOTED_CHARACTERS = 80;
    static final int FIRST_DAY = (int) LocalDate.of(0, 1, 1).toEpochDay();
    static final int LAST_DAY = (int) LocalDate.of(9999, 12, 31).toEpochDay();

    private Conversions() {}

    /** Days since 1970-01-01. */
    static Column day(RawColumn raw) {
        if (raw.type() != SourceType.DATE) {
            return callUDF(TextFunctions.EPOCH_DAY, raw.value());
        }
        // A day that yyyy-mm-dd cannot name is none in any format, so that no row waits for a day nobody can ask for.
        Column day = unix_date(raw.value());
        return when(day.between(FIRST_DAY, LAST_DAY), day);
    }

    static Column whyNoDay(RawColumn raw, Column day) {
        return whyNot(raw, day, lit("is not a day (yyyy-mm-dd)"));
    }

    static Column wholeNumber(RawColumn raw) {
        return raw.type() == SourceType.INTEGER
                ? raw.value()
                : when(raw.value().rlike("^[+-]?[0-9]+$"), raw.value().cast(DataTypes.LongType));
    }

    static Column whyNoNumber(RawColumn raw, Column number) {
        return whyNot(raw, number, lit("is not a 64-bit integer"));
    }

    static Column whyNoId(RawColumn raw, Column number) {
        return coalesce(
                whyNoNumber(raw, number),
                when(number.leq(0), concat(raw.name(), lit(" "), number.cast("string"), lit(" is not positive"))));
    }

    static Column whyNoText(RawColumn raw, Column text) {
        return whyNot(raw, text, lit("is blank"));
    }

    /** Microseconds since the epoch. */
    static Column time(RawColumn raw) {
        return raw.type() == SourceType.INSTANT ? raw.value() : callUDF(TextFunctions.EPOCH_MICROS, raw.value());
    }

    static Column whyNoTime(RawColumn raw, Column time) {
        if (raw.type() == SourceType.INSTANT) {
            return whyNot(raw, time, lit(TextFunctions.BEYOND_MICROS));
        }
        return whyNot(
                raw,
                time,
                when(callUDF(TextFunctions.IS_BEYOND_MICROS, raw.value()), TextFunctions.BEYOND_MICROS)
                        .otherwise("is not an ISO-8601 date and time"));
    }

    /** 1, 0, or null. */
    static Column flag(RawColumn raw) {
        return switch (raw.type()) {
            case BOOLEAN -> raw.value().cast(DataTypes.IntegerType);
            case INTEGER -> when(raw.value().isin(0L, 1L), raw.value().cast(DataTypes.IntegerType));
            default ->
                when(lower(raw.value()).isin("true", "1"), lit(1))
                        .when(lower(raw.value()).isin("false", "0"), lit(0));
        };
    }

    /** A null flag is fine, an unreadable one is not. */
    static Column whyNoFlag(RawColumn raw, Column flag) {
        return when(raw.value().isNotNull().and(flag.isNull()), quoted(raw, lit("is not true, false, 1 or 0")));
    }

    static Column whyNot(RawColumn raw, Column typed, Column complaint) {
        return when(raw.value().isNull(), concat(raw.name(), lit(" is null")))
                .when(typed.isNull(), quoted(raw, complaint));
    }

    private static Column quoted(RawColumn raw, Column complaint) {
        return concat(
                raw.name(),
                lit(" '"),
                substring(raw.value().cast("string"), 1, QUOTED_CHARACTERS),
                lit("' "),
                complaint);
    }
}
