package dev.backstory.spark.ingest;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/** For which reasons rows were rejected, how many and with an example: for the console, where a step rejects most rows. */
public final class RejectionTally {
    /** Told apart in a task; what comes after is not counted. Reasons are few, but names of fields may be in them. */
    private static final int MOST_REASONS = 200;

    private static final int LONGEST_EXAMPLE = 400;
    private static final Pattern QUOTED = Pattern.compile("'.*'", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+ is not positive");
    private static final Pattern PLACE = Pattern.compile("\\[[0-9]+\\]");

    private final Map<String, Reason> found = new HashMap<>();

    /**
     * @param source index of the source
     * @param reason without the values that it is about
     * @param example the first of such rows in the order of their text
     */
    record Reason(int source, String reason, long rows, String example) implements Serializable {
        /** The commonest first. */
        static final Comparator<Reason> BY_ROWS =
                Comparator.comparingLong(Reason::rows).reversed().thenComparing(Reason::reason);

        private String key() {
            return source + " " + reason;
        }

        private Reason plus(Reason other) {
            return new Reason(
                    source, reason, rows + other.rows, example.compareTo(other.example) <= 0 ? example : other.example);
        }
    }

    /** @param row rejected */
    void add(InternalRow row) {
        ArrayData reasons = row.getArray(ShuffledRows.REASONS);
        String raw = cut(row.getUTF8String(ShuffledRows.RAW).toString());
        for (int i = 0; i < reasons.numElements(); i++) {
            add(new Reason(
                    row.getInt(ShuffledRows.SOURCE),
                    withoutValues(reasons.getUTF8String(i).toString()),
                    1,
                    raw));
        }
    }

    void add(Reason reason) {
        if (found.size() < MOST_REASONS || found.containsKey(reason.key())) {
            found.merge(reason.key(), reason, Reason::plus);
        }
    }

    List<Reason> toList() {
        return new ArrayList<>(found.values());
    }

    /** A reason without the values that it is about, as the audit groups reasons. */
    public static String withoutValues(String reason) {
        String unquoted = QUOTED.matcher(reason).replaceAll("'…'");
        return PLACE.matcher(NUMBER.matcher(unquoted).replaceAll("… is not positive"))
                .replaceAll("[…]");
    }

    private static String cut(String raw) {
        return raw.codePointCount(0, raw.length()) <= LONGEST_EXAMPLE
                ? raw
                : raw.substring(0, raw.offsetByCodePoints(0, LONGEST_EXAMPLE)) + "…";
    }
}
