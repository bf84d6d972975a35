package dev.backstory.inspect.explain;

import dev.backstory.command.Count;
import dev.backstory.inspect.TextTable;
import dev.backstory.inspect.explain.Explanation.ActionLine;
import dev.backstory.inspect.explain.Explanation.RejectedLine;
import dev.backstory.inspect.explain.Explanation.RowLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An explanation for a terminal: the verdict, the rows, and the actions grouped by outcome. */
final class ExplanationText {
    private static final int RAW_SHOWN = 120;

    private final Explanation of;
    private final boolean all;
    private final TextTable lines = new TextTable();

    /** @param all shows every row and action, however many */
    ExplanationText(Explanation of, boolean all) {
        this.of = of;
        this.all = all;
    }

    List<String> lines() {
        head();
        rows();
        for (ActionOutcome outcome : ActionOutcome.values()) {
            actions(outcome);
        }
        rejected();
        return lines.lines();
    }

    private void head() {
        Explanation.Window window = of.window();
        Explanation.Computed computed = of.computed();
        lines.add("training/dt=" + of.dt() + ", customer " + of.customer()
                + (of.ranking() == null ? "" : ", ranking " + of.ranking()) + ": "
                + Count.of(of.rows().size(), "row"));
        lines.add("verdict", of.verdict() + ": " + of.because());
        for (String change : of.changes().size() > 1 ? of.changes() : List.<String>of()) {
            lines.add("", "- " + change);
        }
        lines.add(
                "made by",
                "run " + of.madeBy().run() + ", audit " + of.madeBy().audit() + " ("
                        + of.madeBy().report() + ")");
        lines.add(
                "window",
                "dt " + window.from() + " to " + window.to() + " (" + window.lookback() + "), " + window.publishedDays()
                        + " of " + Count.of(window.days(), "day") + " published; times before "
                        + window.dayBegins()
                        + " (" + window.zone() + ")");
        lines.add(
                "history",
                computed.historyLength() == 0
                        ? "nothing: no action of the customer is in the window; all slots are padding"
                        : computed.historyLength() + " of " + computed.slots() + " slots, the newest of "
                                + computed.newestActionTime());
        lines.add("actions", counts());
    }

    private String counts() {
        Explanation.Counts counts = of.counts();
        return counts.used() + " used; " + counts.tooLateByDay() + " too late by day, " + counts.tooLateByTime()
                + " too late by time, " + counts.beyondLength() + " beyond the length, " + counts.tooOld()
                + " too old, "
                + counts.rejected() + " rejected (dt " + of.window().lookedFrom() + " to "
                + of.window().lookedTo() + " looked at)";
    }

    private void rows() {
        if (of.rows().isEmpty()) {
            return;
        }
        lines.add("").add("rows");
        List<List<String>> cells = new ArrayList<>();
        for (RowLine row : of.rows()) {
            cells.add(List.of(
                    String.valueOf(row.ranking()),
                    String.valueOf(row.position()),
                    String.valueOf(row.item()),
                    String.valueOf(row.label()),
                    row.historyLength() + " of " + row.slots(),
                    row.same() ? "as computed" : different(row)));
        }
        lines.addTable(List.of("ranking", "pos", "item", "label", "slots", "history"), cells, all, "rows");
    }

    private static String different(RowLine row) {
        return row.firstDifferentSlot() == null
                ? "other length or newest time: " + row.newestActionTime()
                : "differs in " + Count.of(row.differentSlots(), "slot") + ", first " + row.firstDifferentSlot() + ": "
                        + row.inRow() + ", computed " + row.inComputed();
    }

    private void actions(ActionOutcome outcome) {
        List<ActionLine> some =
                of.actions().stream().filter(line -> line.outcome() == outcome).toList();
        if (some.isEmpty()) {
            return;
        }
        lines.add("").add(title(outcome));
        boolean used = outcome == ActionOutcome.USED;
        List<List<String>> cells = new ArrayList<>();
        for (ActionLine line : some) {
            List<String> row =
                    new ArrayList<>(List.of(line.dt().toString(), line.time(), line.type(), "" + line.item()));
            if (used) {
                row.add(0, String.valueOf(line.slot()));
            }
            cells.add(row);
        }
        List<String> header =
                used ? List.of("slot", "dt", "time", "action", "item") : List.of("dt", "time", "action", "item");
        lines.addTable(header, cells, all, used ? "used" : "not used");
        if (outcome == ActionOutcome.BEYOND_LENGTH && of.notListed() > 0) {
            lines.add(String.format(Locale.ROOT, "  … and %,d more, counted and not kept …", of.notListed()));
        }
    }

    private String title(ActionOutcome outcome) {
        Explanation.Window window = of.window();
        return switch (outcome) {
            case LATE_DAY -> "not used, too late by day: their dt is not before " + of.dt();
            case LATE_TIME -> "not used, too late by time: not before " + window.dayBegins();
            case USED -> "used, newest first";
            case BEYOND_LENGTH ->
                "not used, beyond the length: newer ones fill all "
                        + of.computed().slots() + " slots";
            case TOO_OLD -> "not used, too old: their dt is before " + window.from();
        };
    }

    private void rejected() {
        Explanation.Rejected rejected = of.rejected();
        if (!rejected.rows().isEmpty()) {
            lines.add("").add("not used, rejected");
            List<List<String>> cells = new ArrayList<>();
            for (RejectedLine row : rejected.rows()) {
                cells.add(List.of(row.dt(), row.source(), String.join("; ", row.reasons()), shortened(row.raw())));
            }
            lines.addTable(List.of("dt", "source", "why", "row"), cells, all, "rejected");
        }
        if (rejected.nobodys() + rejected.notSearched() > 0) {
            lines.add("");
        }
        if (rejected.nobodys() > 0) {
            lines.add(Count.of(rejected.nobodys(), "rejected row")
                    + " of these days have no readable customer, so nobody can tell whose they were");
        }
        if (rejected.notSearched() > 0) {
            lines.add(Count.of(rejected.notSearched(), "rejected row")
                    + " of these days were not searched: there are too many");
        }
    }

    private String shortened(String raw) {
        String line = raw.replaceAll("\\s+", " ");
        return all || line.length() <= RAW_SHOWN ? line : line.substring(0, RAW_SHOWN) + "…";
    }
}
