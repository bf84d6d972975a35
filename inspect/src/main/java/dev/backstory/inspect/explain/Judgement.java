package dev.backstory.inspect.explain;

import dev.backstory.command.Count;
import dev.backstory.inspect.explain.Explanation.RowLine;
import dev.backstory.inspect.explain.Explanation.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The verdict on a customer's rows of a day, with its reason in one sentence. */
record Judgement(Verdict verdict, String because) {

    /**
     * @param lines the rows, compared
     * @param changes why a rebuild now would not be made from the same inputs
     * @param shown the customer's items in the impressions published now
     * @param rowItems the items of all rows of the customer
     * @param areItsImpressions whether those impressions are the ones the rows were made from
     */
    static Judgement of(
            Object customer,
            List<RowLine> lines,
            List<String> changes,
            List<StoredRow.Item> shown,
            List<StoredRow.Item> rowItems,
            boolean areItsImpressions) {
        boolean sameItems = isSameMultiset(shown, rowItems);
        if (areItsImpressions && !sameItems) {
            return new Judgement(
                    Verdict.DIFFERENT,
                    "customer " + customer + " has " + Count.of(shown.size(), "item")
                            + " in the impressions it was made from, and " + Count.of(rowItems.size(), "row")
                            + " that are not those items one by one");
        }
        Optional<RowLine> wrong = lines.stream().filter(line -> !line.same()).findFirst();
        if (!changes.isEmpty()) {
            return new Judgement(
                    Verdict.STALE,
                    changes.get(0) + (changes.size() == 1 ? "" : ", and " + (changes.size() - 1) + " more")
                            + "; what was replaced is gone, so "
                            + (lines.isEmpty()
                                    ? "only a rebuild can tell what the customer's rows are"
                                    : wrong.map(line -> "this compares with a rebuild today, which would differ: "
                                                    + difference(line))
                                            .orElse("this compares with a rebuild today, which would give the same"
                                                    + (sameItems ? "" : " histories, but other rows"))));
        }
        if (lines.isEmpty()) {
            return new Judgement(
                    Verdict.NO_ROW, "customer " + customer + " was shown nothing that day: the impressions agree");
        }
        return wrong.map(line -> new Judgement(Verdict.DIFFERENT, difference(line)))
                .orElseGet(() -> new Judgement(
                        Verdict.EQUAL,
                        (lines.size() == 1 ? "the row holds" : "all " + lines.size() + " rows hold")
                                + " exactly the history computed again from the published actions"));
    }

    private static String difference(RowLine line) {
        String row = "the row of ranking " + line.ranking() + ", position " + line.position();
        if (line.firstDifferentSlot() == null) {
            return row + " has the right slots, but history_length " + line.historyLength() + " or newest_action_time "
                    + line.newestActionTime() + " is not what they give";
        }
        return row + " differs in " + Count.of(line.differentSlots(), "slot") + ", first in slot "
                + line.firstDifferentSlot() + ": " + line.inRow() + " in the row, " + line.inComputed() + " computed";
    }

    private static boolean isSameMultiset(List<StoredRow.Item> shown, List<StoredRow.Item> rows) {
        List<StoredRow.Item> rest = new ArrayList<>(rows);
        return shown.size() == rest.size() && shown.stream().allMatch(rest::remove);
    }
}
