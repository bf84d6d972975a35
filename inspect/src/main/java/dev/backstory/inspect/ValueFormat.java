package dev.backstory.inspect;

import dev.backstory.core.calendar.IsoTime;
import dev.backstory.core.contract.ActionType;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Writes values for people, the same way in every command. */
public final class ValueFormat {
    private ValueFormat() {}

    /** For example {@code click 1464360}, with the item as its source has it, or {@code padding}. */
    public static String action(int type, long item, OriginalIds ids) {
        return type == ActionType.PADDING && item == 0 ? "padding" : ids.types().name(type) + " " + ids.item(item);
    }

    /** With the zone's offset at that time; null for null. */
    public static @Nullable String time(@Nullable Long micros, ZoneId zone) {
        return micros == null
                ? null
                : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                        IsoTime.instant(micros).atZone(zone));
    }
}
