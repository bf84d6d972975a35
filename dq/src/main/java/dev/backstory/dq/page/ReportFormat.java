package dev.backstory.dq.page;

import dev.backstory.command.Count;
import dev.backstory.core.run.Took;
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

    /** Such as {@code 4.2 s}, {@code 3 min 5 s} or {@code 2 h 10 min}. */
    public static String seconds(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        return whole < 3600
                ? whole / 60 + " min " + whole % 60 + " s"
                : whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }

    /** For how many days at once. */
    public static String pass(Took took) {
        return took.days() == 1 ? "for this day" : "for " + Count.of(took.days(), "day") + " in one pass";
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
