package dev.backstory.spark.source.row;

import dev.backstory.core.calendar.DayText;
import dev.backstory.core.calendar.IsoTime;
import dev.backstory.core.text.StrictUtf8;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/** The contract's own readings of days and times, as functions of a Spark session. */
public final class TextFunctions {
    public static final String EPOCH_DAY = "backstory_epoch_day";
    public static final String EPOCH_MICROS = "backstory_epoch_micros";
    public static final String DAY_START = "backstory_day_start";
    public static final String NANOS_TO_MICROS = "backstory_nanos_to_micros";
    public static final String WALL_CLOCK = "backstory_wall_clock";

    public static final String IS_BEYOND_MICROS = "backstory_is_beyond_micros";
    public static final String IS_UTF8 = "backstory_is_utf8";

    /** Why such a time is not used, for reasons. */
    public static final String BEYOND_MICROS = "is too far from 1970 to be counted in microseconds";

    private static final int ISO_DAY_LENGTH = "yyyy-mm-dd".length();
    private static final int LAST_YEAR = 9999;
    private static final long MICROS_PER_SECOND = 1_000_000;

    private TextFunctions() {}

    public static void register(SparkSession session, ZoneId zone) {
        session.udf().register(EPOCH_DAY, new EpochDay(zone), DataTypes.IntegerType);
        session.udf()
                .register(
                        EPOCH_MICROS, (UDF1<String, Long>) text -> IsoTime.parseMicros(text, zone), DataTypes.LongType);
        session.udf().register(DAY_START, (UDF1<Integer, Long>) day -> dayStart(day, zone), DataTypes.LongType);
        session.udf().register(WALL_CLOCK, (UDF1<Long, Long>) micros -> wallClock(micros, zone), DataTypes.LongType);
        session.udf()
                .register(
                        IS_BEYOND_MICROS,
                        (UDF1<String, Boolean>) text -> IsoTime.isBeyondMicros(text, zone),
                        DataTypes.BooleanType);
        session.udf().register(IS_UTF8, (UDF1<byte[], Boolean>) TextFunctions::isUtf8, DataTypes.BooleanType);
        session.udf()
                .register(
                        NANOS_TO_MICROS,
                        (UDF1<Long, Long>) nanos -> nanos == null ? null : Math.floorDiv(nanos, 1000L),
                        DataTypes.LongType);
    }

    /** The day that a text says; of a time, the one it is in the zone. */
    private static @Nullable LocalDate day(String text, ZoneId zone) {
        LocalDate day = DayText.parse(text);
        if (day != null || text.length() <= ISO_DAY_LENGTH) {
            return day;
        }
        Long micros = IsoTime.parseMicros(text, zone);
        return micros == null ? null : IsoTime.instant(micros).atZone(zone).toLocalDate();
    }

    /** Days since 1970-01-01; null for a day that yyyy-mm-dd cannot name, as for none. */
    public static @Nullable Integer epochDay(@Nullable LocalDate day) {
        return day == null || day.getYear() < 0 || day.getYear() > LAST_YEAR ? null : (Integer) (int) day.toEpochDay();
    }

    private static Long dayStart(Integer day, ZoneId zone) {
        return day == null ? null : IsoTime.dayStartMicros(LocalDate.ofEpochDay(day), zone);
    }

    /**
     * Null for a time that microseconds cannot count.
     *
     * @param micros of a time without a zone, counted as if it were in UTC
     */
    private static Long wallClock(Long micros, ZoneId zone) {
        if (micros == null) {
            return null;
        }
        LocalDateTime local = LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND),
                (int) Math.floorMod(micros, MICROS_PER_SECOND) * 1000,
                ZoneOffset.UTC);
        return IsoTime.micros(local.atZone(zone).toInstant());
    }

    private static Boolean isUtf8(byte[] bytes) {
        return bytes == null ? null : StrictUtf8.text(bytes) != null;
    }

    /** Remembers the last day, since neighboring rows mostly share it, and parsing costs more than comparing. */
    private static final class EpochDay implements UDF1<String, Integer> {
        private static final long serialVersionUID = 1L;

        private record Known(String text, Integer day) {}

        private final ZoneId zone;
        private transient Known last;

        EpochDay(ZoneId zone) {
            this.zone = zone;
        }

        @Override
        public Integer call(String text) {
            if (text == null) {
                return null;
            }
            Known known = last;
            if (known == null || !known.text.equals(text)) {
                known = new Known(text, epochDay(day(text, zone)));
                last = known;
            }
            return known.day;
        }
    }
}
