package dev.backstory.dq.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A figure of a day and of the published day before.
 *
 * @param before null where that day does not have it
 * @param now null where it could not be found out
 */
public record Change(
        String title,
        Trend.Kind kind,
        @Nullable Double before,
        @Nullable Double now) {

    public String beforeText() {
        return before == null ? "not known" : kind.text(before);
    }

    public String nowText() {
        return now == null ? "not known" : kind.text(now);
    }

    /** Such as {@code ▲ +120 (+3.2 %)}; of shares, in percentage points. */
    public String difference() {
        if (before == null || now == null) {
            return "";
        }
        double more = now - before;
        if (kind.text(now).equals(kind.text(before))) {
            return "same";
        }
        String sign = more > 0 ? "▲ +" : "▼ −";
        String size = kind == Trend.Kind.SHARE
                ? String.format(Locale.ROOT, "%.2f points", Math.abs(more) * 100)
                : kind.text(Math.abs(more));
        return sign
                + size
                + (kind == Trend.Kind.SHARE || before == 0
                        ? ""
                        : String.format(Locale.ROOT, " (%+.1f %%)", 100 * more / before)
                                .replace('-', '−'));
    }
}
