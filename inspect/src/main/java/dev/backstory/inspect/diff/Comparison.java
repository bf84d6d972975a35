package dev.backstory.inspect.diff;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares two sides as multisets in one pass over both. It keeps in memory the buffers of the open files and the rows
 * of one place in the order (several only where a ranking without an id, or a repeated one, has several items at a
 * position).
 */
final class Comparison {
    private final DayRows left;
    private final DayRows right;
    private final Tally tally;

    Comparison(DayRows left, DayRows right, Tally tally) {
        this.left = left;
        this.right = right;
        this.tally = tally;
    }

    void run() throws IOException {
        while (true) {
            ComparedRow a = left.head();
            ComparedRow b = right.head();
            if (a == null && b == null) {
                return;
            }
            int order = order(a, b);
            if (order < 0) {
                tally.removed(a);
                left.advance();
            } else if (order > 0) {
                tally.added(b);
                right.advance();
            } else if (a.isSame(b)) {
                tally.equal();
                left.advance();
                right.advance();
            } else {
                match(place(left), place(right));
            }
        }
    }

    private static int order(@Nullable ComparedRow a, @Nullable ComparedRow b) {
        if (a == null || b == null) {
            return a == null ? 1 : -1;
        }
        return a.compareOrder(b);
    }

    /** Takes the rows that are equal in order to the current one. */
    private static List<ComparedRow> place(DayRows rows) throws IOException {
        List<ComparedRow> place = new ArrayList<>();
        ComparedRow first = rows.head();
        ComparedRow row = first;
        while (row != null && row.compareOrder(first) == 0) {
            place.add(row);
            rows.advance();
            row = rows.head();
        }
        return place;
    }

    private void match(List<ComparedRow> before, List<ComparedRow> after) {
        List<ComparedRow> removed = new ArrayList<>();
        for (ComparedRow row : before) {
            if (take(after, row, true) == null) {
                removed.add(row);
            } else {
                tally.equal();
            }
        }
        for (ComparedRow row : removed) {
            ComparedRow other = take(after, row, false);
            if (other == null) {
                tally.removed(row);
            } else {
                tally.changed(row, other);
            }
        }
        after.forEach(tally::added);
    }

    /** Removes and returns a row that is the same, or at least has the same identity; null if there is none. */
    private static @Nullable ComparedRow take(List<ComparedRow> from, ComparedRow row, boolean same) {
        for (Iterator<ComparedRow> rest = from.iterator(); rest.hasNext(); ) {
            ComparedRow candidate = rest.next();
            if (candidate.identity().equals(row.identity()) && (!same || candidate.isSame(row))) {
                rest.remove();
                return candidate;
            }
        }
        return null;
    }
}
