package dev.backstory.core.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code _PACK.json} in a pack's folder: the month's actions in fewer files, and what they were made from.
 *
 * @param format the layout of the files, {@link #FORMAT} when this code can read them
 * @param run the run that built it
 * @param length actions of the longest history that may be made of it
 * @param zone whose days decided what such a history can hold
 * @param days all days of the month, in order
 * @param actions that the days hold; the files hold fewer when some can be in no history
 * @param files in the order of their hashes
 * @param folder where its files lie, below the folder of all packs; null where they lie beside the record
 */
public record PackRecord(
        int format,
        YearMonth month,
        RunId run,
        Instant builtAt,
        String codeVersion,
        int length,
        ZoneId zone,
        List<PackDay> days,
        long actions,
        List<PackFile> files,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String folder) {
    public static final int FORMAT = 2;

    /** The same pack with its files in a folder. */
    public PackRecord in(String itsFolder) {
        return new PackRecord(format, month, run, builtAt, codeVersion, length, zone, days, actions, files, itsFolder);
    }

    /** Whether histories of a length, for days of a zone, can be made of it. */
    public boolean serves(int historyLength, ZoneId historyZone) {
        return format == FORMAT && length >= historyLength && zone.equals(historyZone);
    }
}
