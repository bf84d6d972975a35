package dev.backstory.inspect.explain;

import dev.backstory.inspect.OriginalIds;
import dev.backstory.inspect.ValueFormat;
import dev.backstory.inspect.explain.Explanation.RowLine;
import dev.backstory.lake.table.StoredHistory;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;

/** Compares published rows with the history computed again. */
final class RowCheck {
    private static final String NOTHING = "no slot";

    private final List<CustomerAction> computed;
    private final int length;
    private final Timeline timeline;
    private final ZoneId zone;
    private final OriginalIds ids;

    RowCheck(Timeline timeline, Cutoff cut, OriginalIds ids) {
        this.ids = ids;
        this.timeline = timeline;
        this.computed = timeline.used();
        this.length = cut.length();
        this.zone = cut.zone();
    }

    RowLine check(StoredRow row) {
        StoredHistory stored = row.history();
        int first = -1;
        int different = 0;
        for (int slot = 0; slot < Math.max(stored.slots(), length); slot++) {
            if (!isSame(stored, slot)) {
                first = first < 0 ? slot : first;
                different++;
            }
        }
        boolean same = different == 0
                && row.historyLength() == computed.size()
                && Objects.equals(row.newestMicros(), timeline.newestMicros());
        return new RowLine(
                row.item().ranking(),
                row.item().position(),
                ids.item(row.item().item()),
                row.item().label(),
                stored.slots(),
                row.historyLength(),
                ValueFormat.time(row.newestMicros(), zone),
                same,
                first < 0 ? null : (Integer) first,
                different,
                first < 0 ? null : inRow(stored, first),
                first < 0 ? null : inComputed(first));
    }

    private boolean isSame(StoredHistory stored, int slot) {
        if (slot >= stored.slots() || slot >= length) {
            return false;
        }
        return slot < computed.size()
                ? stored.item(slot) == computed.get(slot).item()
                        && stored.type(slot) == computed.get(slot).type()
                : stored.item(slot) == 0 && stored.type(slot) == 0;
    }

    private String inRow(StoredHistory stored, int slot) {
        return slot < stored.slots() ? ValueFormat.action(stored.type(slot), stored.item(slot), ids) : NOTHING;
    }

    private String inComputed(int slot) {
        if (slot < computed.size()) {
            return ValueFormat.action(
                    computed.get(slot).type(), computed.get(slot).item(), ids);
        }
        return slot < length ? ValueFormat.action(0, 0, ids) : NOTHING;
    }
}
