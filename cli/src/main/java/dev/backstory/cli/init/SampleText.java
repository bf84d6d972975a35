package dev.backstory.cli.init;

import dev.backstory.command.Console;
import dev.backstory.dq.check.ZoneFit;
import dev.backstory.inspect.TextTable;
import dev.backstory.spark.sample.RejectedFor;
import dev.backstory.spark.sample.SampledRow;
import dev.backstory.spark.sample.SourceSample;
import java.util.List;
import java.util.Locale;

/** What became of the first rows of a source, as lines of text. */
final class SampleText {
    private static final double PERCENT = 100;

    private SampleText() {}

    /** @param asked how many rows were asked for */
    static List<String> lines(SourceSample sample, int asked) {
        TextTable text = new TextTable();
        text.add(String.format(Locale.ROOT, "%-12s %s", sample.source(), counts(sample, asked)));
        if (!sample.first().isEmpty()) {
            List<String> names = sample.first().get(0).names();
            text.addTable(names, sample.first().stream().map(SampledRow::cells).toList(), true, "rows");
        }
        for (RejectedFor reason : sample.reasons()) {
            text.add("  rejected " + Console.count(reason.rows()) + ": " + reason.reason());
            text.add("    such as " + reason.example().raw()
                    + (reason.example().reason().equals(reason.reason())
                            ? ""
                            : " (" + reason.example().reason() + ")"));
        }
        if (sample.otherDay() > 0) {
            text.add("  " + otherDay(sample));
        }
        return text.lines();
    }

    private static String counts(SourceSample sample, int asked) {
        if (sample.rows() == 0) {
            return "no rows: has the source arrived?";
        }
        boolean ofItems = sample.source().equals("impressions");
        StringBuilder text = new StringBuilder();
        text.append(sample.rows() < asked ? "all " : "the first ")
                .append(Console.count(sample.rows()))
                .append(sample.rows() == 1 ? " row: kept " : " rows: kept ")
                .append(Console.count(sample.kept()))
                .append(!ofItems ? "" : sample.kept() == 1 ? " item" : " items")
                .append(", rejected ")
                .append(Console.count(sample.rejected()));
        if (sample.filtered() > 0) {
            text.append(", filtered ").append(Console.count(sample.filtered()));
        }
        if (sample.withoutItems() > 0) {
            text.append(", and ").append(Console.count(sample.withoutItems())).append(" impressions without items");
        }
        return text.toString();
    }

    /** How many rows have a time on another day than their dt, and the zone in which fewer would. */
    static String otherDay(SourceSample sample) {
        String zone = ZoneFit.best(sample.hours())
                .filter(fit -> fit.other() < sample.otherDay())
                .map(fit -> "; as a day of " + fit.zone() + " dt would fit better (" + share(fit.other(), sample.kept())
                        + "): is dt written in that zone?")
                .orElse("");
        return String.format(
                Locale.ROOT,
                "%,d of %,d rows have a time on another day than their dt (%s)%s",
                sample.otherDay(),
                sample.kept(),
                share(sample.otherDay(), sample.kept()),
                zone);
    }

    private static String share(long part, long whole) {
        return String.format(Locale.ROOT, "%.2f %%", PERCENT * part / whole);
    }
}
