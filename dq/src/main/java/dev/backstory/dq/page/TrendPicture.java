package dev.backstory.dq.page;

import dev.backstory.dq.report.Trend;
import java.time.LocalDate;
import java.util.SortedMap;
import java.util.TreeMap;

/** A trend, its curve, and what both say. */
public record TrendPicture(Trend trend, Sparkline curve, int earlier) {
    static TrendPicture of(Trend trend, LocalDate dt, SortedMap<LocalDate, Double> past) {
        SortedMap<LocalDate, Double> values = new TreeMap<>(past);
        Sparkline curve = Sparkline.of(
                values,
                dt,
                trend.value(),
                trend.warns() ? trend.low() : null,
                trend.warns() ? trend.high() : null,
                day -> day.getDayOfWeek() == dt.getDayOfWeek(),
                value -> trend.kind().text(value) + unit(trend));
        return new TrendPicture(trend, curve, past.size());
    }

    /** What the axis counts. */
    private static String unit(Trend trend) {
        return switch (trend.kind()) {
            case COUNT -> " " + trend.title();
            case LENGTH -> " actions";
            case SHARE -> "";
        };
    }

    public String value() {
        return trend.value() == null ? "no value" : trend.kind().text(trend.value());
    }

    /** Beside the value: as usual, unusual, or too early to say. */
    public String state() {
        if (!trend.warns()) {
            return "";
        }
        if (trend.isWarmingUp()) {
            return trend.points() < trend.fewestPoints() ? "warming up" : "";
        }
        return trend.isOutside() ? "unusual" : "as usual";
    }

    public String tone() {
        return switch (state()) {
            case "unusual" -> "WARN";
            case "as usual" -> "PASS";
            default -> "";
        };
    }

    /** What the band is. */
    public String says() {
        if (!trend.warns()) {
            return earlier == 0 ? "no earlier days" : ReportFormat.times(earlier, "earlier day", "earlier days");
        }
        if (trend.median() == null || trend.low() == null || trend.high() == null) {
            return trend.points() < trend.fewestPoints()
                    ? trend.points() + " of at least " + trend.fewestPoints() + " earlier " + trend.weekday() + "s"
                    : "the median of " + trend.points() + " earlier " + trend.weekday()
                            + "s is 0, nothing to compare with";
        }
        return "expected " + trend.kind().text(trend.low()) + " to "
                + trend.kind().text(trend.high()) + ", the median of " + trend.points() + " earlier "
                + trend.weekday() + "s is " + trend.kind().text(trend.median());
    }

    public String description() {
        return trend.title() + ": " + value() + "; " + says();
    }

    public String nowClass() {
        return switch (state()) {
            case "unusual" -> "now off";
            case "as usual" -> "now";
            default -> "now new";
        };
    }
}
