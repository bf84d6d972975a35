package dev.backstory.inspect.diff;

import dev.backstory.command.Count;
import dev.backstory.inspect.TextTable;
import dev.backstory.inspect.diff.Difference.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A difference for a terminal: a summary, how the runs came to be, and examples. */
final class DifferenceText {
    private static final int PAIRS_SHOWN = 10;

    private final Difference of;
    private final Tally tally;
    private final TextTable lines = new TextTable();

    DifferenceText(Difference of, Tally tally) {
        this.of = of;
        this.tally = tally;
    }

    List<String> lines() {
        Difference.Rows rows = of.rows();
        lines.add(of.table() + "/dt=" + of.dt() + ": " + summary());
        lines.add("left", side(of.left()));
        lines.add("right", side(of.right()));
        lines.add(
                "rows",
                String.format(
                        Locale.ROOT,
                        "%,d equal, %,d added, %,d removed, %,d changed%s",
                        rows.equal(),
                        rows.added(),
                        rows.removed(),
                        rows.changed(),
                        rows.isSame() ? "" : " (of " + Count.of(rows.customers(), "customer") + ")"));
        if (rows.changed() > 0) {
            lines.add(
                    "changed",
                    String.format(
                            Locale.ROOT,
                            "%,d in their slots, %,d in label, %,d in history_length or newest_action_time",
                            of.changed().histories(),
                            of.changed().labels(),
                            of.changed().lengthsOrNewestTimes()));
        }
        if (of.settingsDiffer()) {
            lines.add("settings", of.left().settingsHash() + " -> " + of.right().settingsHash());
        }
        pairs("columns", of.columns());
        pairs("inputs", of.inputs());
        examples("removed, only left", "-", tally.removed(), rows.removed());
        examples("added, only right", "+", tally.added(), rows.added());
        examples("changed, left -> right", "~", tally.changed(), rows.changed());
        return lines.lines();
    }

    private String summary() {
        if (of.same()) {
            return "the same";
        }
        return of.rows().isSame() ? "the same rows in other columns" : "different";
    }

    private static String side(Difference.Side side) {
        return "run " + side.run() + ", " + side.state().name().toLowerCase(Locale.ROOT) + " " + side.at() + ", "
                + Count.of(side.rows(), "row");
    }

    private void pairs(String name, List<Pair> pairs) {
        List<String> texts = new ArrayList<>();
        for (Pair pair : pairs.subList(0, Math.min(PAIRS_SHOWN, pairs.size()))) {
            texts.add(pair.what() + ": " + orNone(pair.left()) + " -> " + orNone(pair.right()));
        }
        if (pairs.size() > PAIRS_SHOWN) {
            texts.add("… " + (pairs.size() - PAIRS_SHOWN) + " more; --json has all …");
        }
        for (int i = 0; i < texts.size(); i++) {
            lines.add(i == 0 ? name : "", texts.get(i));
        }
    }

    private static String orNone(String text) {
        return text == null ? "none" : text;
    }

    private void examples(String title, String mark, List<Tally.Example> examples, long all) {
        if (all == 0) {
            return;
        }
        lines.add("").add(title);
        examples.forEach(example -> lines.add("  " + mark + " " + example.text()));
        if (all > examples.size()) {
            lines.add(String.format(Locale.ROOT, "  … %,d more; --examples N shows more …", all - examples.size()));
        }
    }
}
