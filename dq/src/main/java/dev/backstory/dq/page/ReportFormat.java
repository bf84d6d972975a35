package dev.backstory.dq.page;

import dev.backstory.command.Count;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Figures and times as people read them. */
public final class ReportFormat {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx", Locale.ROOT);
    private static final int LONGEST = 2000;

    private ReportFormat() {}

    public static String day(LocalDate day) {
        return DAY.format(day);
    }

    public static String time(Instant time, String zone) {
        return TIME.format(time.atZone(ZoneId.of(zone)));
    }

    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    public static String percent(double share) {
        return String.format(Locale.ROOT, share > 0 && share < 0.001 ? "%.3f %%" : "%.1f %%", share * 100);
    }

    public static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " bytes";
        }
        double size = bytes;
        for (String unit : new String[] {"kB", "MB", "GB", "TB"}) {
            size /= 1000;
            if (size < 1000 || unit.equals("TB")) {
                return String.format(Locale.ROOT, "%.1f %s", size, unit);
            }
        }
        throw new AssertionError();
    }

    public static String times(long number, String one, String many) {
        return Count.of(number, one, many);
    }

    /** Keeps one endless text from making the page endless. */
    public static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
