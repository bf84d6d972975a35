package dev.backstory.spark.odd;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A row that is put into a source.
 *
 * @param number of the row, which its mark, its customer and its items tell
 * @param day of the row, unless a folder says another
 * @param items one for an action
 * @param time ignored for impressions
 */
record OddRow(int number, LocalDate day, List<Long> items, Instant time, Defect defect) {
    static final List<LocalDate> ASKED = List.of(LocalDate.parse("2025-08-01"), LocalDate.parse("2025-08-02"));
    private static final List<Defect> DEFECTS = List.of(Defect.values());
    static final LocalDate NOT_ASKED = LocalDate.parse("2025-08-03");

    /** What is wrong with a row. Each format writes it in its own way. */
    enum Defect {
        NONE,
        OTHER_DAY,
        NULL_CUSTOMER,
        NULL_ITEM,
        ZERO_ITEM,
        BAD_TIME,
        BAD_DAY,
        /** What only a format of text can have. */
        OF_THE_TEXT;

        boolean isIn(Defect... some) {
            return List.of(some).contains(this);
        }
    }

    static OddRow of(int number, OddTable table, Random random, boolean isText) {
        Defect defect =
                random.nextInt(4) > 0 ? Defect.NONE : DEFECTS.get(random.nextInt(DEFECTS.size() - (isText ? 0 : 1)));
        if (table == OddTable.IMPRESSIONS && defect == Defect.BAD_TIME) {
            defect = Defect.NONE;
        }
        LocalDate day = defect == Defect.OTHER_DAY ? NOT_ASKED : ASKED.get(random.nextInt(2));
        Instant time = day.atTime(8, random.nextInt(60))
                .toInstant(ZoneOffset.UTC)
                .plus(random.nextInt(3) * 500_001L, ChronoUnit.MICROS);
        List<Long> items = new ArrayList<>();
        int count = table == OddTable.IMPRESSIONS ? 1 + random.nextInt(3) : 1;
        for (int i = 0; i < count; i++) {
            items.add(number * 10L + i);
        }
        return new OddRow(number, day, items, time, defect);
    }

    /** The row as a column of milliseconds holds it. */
    OddRow inMillis() {
        return new OddRow(number, day, items, time.truncatedTo(ChronoUnit.MILLIS), defect);
    }

    /** The time as the clocks of Berlin show it. */
    LocalDateTime wallClock() {
        return time.atZone(ZoneId.of("Europe/Berlin")).toLocalDateTime();
    }

    long customer() {
        return 1_000_000L + number;
    }

    /** In a column that nobody asked for, so that a rejected row tells which it is. */
    String mark() {
        return "m" + number + "m";
    }

    boolean isFirstItemBad() {
        return defect.isIn(Defect.NULL_ITEM, Defect.ZERO_ITEM);
    }

    String ranking() {
        return "r" + number;
    }

    /** Whether an item was ordered: 1, 0 or null. */
    Integer label(int position) {
        int which = (number + position) % 3;
        return which == 2 ? null : which;
    }

    /** The item as it is put in. */
    Long itemPutIn(int position) {
        if (position > 0 || !isFirstItemBad()) {
            return items.get(position);
        }
        return defect == Defect.NULL_ITEM ? null : 0L;
    }
}
