package dev.backstory.spark.source;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.when;

import dev.backstory.core.calendar.TimeFormat;
import dev.backstory.core.config.input.DayFrom;
import dev.backstory.core.config.input.Source;
import dev.backstory.spark.source.row.RawColumn;
import dev.backstory.spark.source.row.SourceType;
import dev.backstory.spark.source.row.TextFunctions;
import java.time.ZoneId;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/** How a source's times and days are read: by {@link Conversions}, or as its config says they are written. */
final class TimeReading {
    private final @Nullable TimeFormat times;
    private final @Nullable TimeFormat days;
    private final boolean dayFromTime;
    private final ZoneId zone;

    TimeReading(Source source, ZoneId zone) {
        this.times = source.times();
        this.days = source.days();
        this.dayFromTime = source.dt() == DayFrom.FROM_TIME;
        this.zone = zone;
    }

    /** Whether the day is that of the row's time. */
    boolean isDayFromTime() {
        return dayFromTime;
    }

    /** Microseconds since the epoch. */
    Column time(RawColumn raw) {
        if (raw.type() == SourceType.INSTANT || times == null) {
            return Conversions.time(raw);
        }
        TimeFormat format = times;
        if (raw.type() == SourceType.INTEGER && format.isEpoch()) {
            long unit = format.unitMicros();
            Column isCountable = raw.value().between(Long.MIN_VALUE / unit, Long.MAX_VALUE / unit);
            return when(isCountable, raw.value().multiply(unit));
        }
        ZoneId in = zone;
        UDF1<String, Long> read = text -> format.parseMicros(text, in);
        return udf(read, DataTypes.LongType).apply(text(raw));
    }

    Column whyNoTime(RawColumn raw, Column time) {
        if (raw.type() == SourceType.INSTANT || times == null) {
            return Conversions.whyNoTime(raw, time);
        }
        TimeFormat format = times;
        ZoneId in = zone;
        UDF1<String, Boolean> isBeyond = text -> format.isBeyondMicros(text, in);
        return Conversions.whyNot(
                raw,
                time,
                when(udf(isBeyond, DataTypes.BooleanType).apply(text(raw)), TextFunctions.BEYOND_MICROS)
                        .otherwise(format.words()));
    }

    /** Days since 1970-01-01, of a day's own column. */
    Column day(RawColumn raw) {
        if (raw.type() == SourceType.INSTANT) {
            return dayOf(raw.value());
        }
        if (raw.type() == SourceType.DATE || days == null) {
            return Conversions.day(raw);
        }
        TimeFormat format = days;
        ZoneId in = zone;
        UDF1<String, Integer> read = text -> TextFunctions.epochDay(format.parseDay(text, in));
        return udf(read, DataTypes.IntegerType).apply(text(raw));
    }

    Column whyNoDay(RawColumn raw, Column day) {
        return raw.type() == SourceType.DATE || raw.type() == SourceType.INSTANT || days == null
                ? Conversions.whyNoDay(raw, day)
                : Conversions.whyNot(raw, day, lit(days.words()));
    }

    /** The day of a time in the zone; null for a day that yyyy-mm-dd cannot name. */
    static Column dayOf(Column micros) {
        // The session that sources are read in is in the zone of the pipeline.
        Column day = unix_date(timestamp_micros(micros).cast(DataTypes.DateType));
        return when(day.between(Conversions.FIRST_DAY, Conversions.LAST_DAY), day);
    }

    /** Why a time that can be read is on no day. */
    static Column whyNoDayOf(RawColumn raw, Column time, Column day) {
        return when(
                time.isNotNull().and(day.isNull()),
                concat(raw.name(), lit(" is on no day from 0000-01-01 to 9999-12-31")));
    }

    private static Column text(RawColumn raw) {
        return raw.value().cast(DataTypes.StringType);
    }
}
