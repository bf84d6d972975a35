package dev.backstory.inspect;

import dev.backstory.core.calendar.IsoTime;
import dev.backstory.core.contract.ActionType;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How values are written for people, the same in every command. */
public final class ValueFormat {
    private ValueFormat() {}

    /** For example {@code click 1464360}, the item as its source has it, or {@code padding}. */
    public static String action(int type, long item, OriginalIds ids) {
        return type == ActionType.PADDING && item == 0 ? "padding" : type(type) + " " + ids.item(item);
    }

    /** {@code click}, {@code cart}, {@code order}, or the code if it is not one of theirs. */
    public static String type(int code) {
        for (ActionType type : ActionType.values()) {
            if (type.code() == code) {
                return type.name().toLowerCase(Locale.ROOT);
            }
        }
        return "type " + code;
    }

    /** With the zone's offset at that time; null for null. */
    public static @Nullable String time(@Nullable Long micros, ZoneId zone) {
        return micros == null
                ? null
                : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                        IsoTime.instant(micros).atZone(zone));
    }
}
