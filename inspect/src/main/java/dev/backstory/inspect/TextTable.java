package dev.backstory.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Text for a terminal: plain lines, and rows whose cells line up in columns. */
public final class TextTable {
    private static final int SHOWN_FIRST = 10;
    private static final int SHOWN_LAST = 3;

    private final List<String> lines = new ArrayList<>();

    /** Removes control characters, which a value from a source may contain, before they reach the terminal. */
    public TextTable add(String line) {
        lines.add(line.replaceAll("\\p{Cntrl}", "\uFFFD"));
        return this;
    }

    /** A line with its name in a column on the left. */
    public TextTable add(String name, String text) {
        return add(String.format(Locale.ROOT, "  %-10s %s", name, text));
    }

    /**
     * Rows with the same number of cells below a header. If there are more than a few, the middle is left out, and a
     * line says how many rows that is.
     *
     * @param all whether the middle is shown as well
     * @param more the words after the number of rows left out
     */
    public TextTable addTable(List<String> header, List<List<String>> rows, boolean all, String more) {
        int folded = all || rows.size() <= SHOWN_FIRST + SHOWN_LAST + 1 ? 0 : rows.size() - SHOWN_FIRST - SHOWN_LAST;
        List<List<String>> shown = new ArrayList<>();
        shown.add(header);
        shown.addAll(folded == 0 ? rows : rows.subList(0, SHOWN_FIRST));
        if (folded > 0) {
            shown.addAll(rows.subList(rows.size() - SHOWN_LAST, rows.size()));
        }
        int[] widths = widths(shown);
        for (int i = 0; i < shown.size(); i++) {
            if (folded > 0 && i == 1 + SHOWN_FIRST) {
                add(String.format(Locale.ROOT, "  … %,d more %s; --all shows them …", folded, more));
            }
            add(row(shown.get(i), widths));
        }
        return this;
    }

    private static int[] widths(List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    private static String row(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append("  ")
                    .append(cells.get(i))
                    .append(" ".repeat(widths[i] - cells.get(i).length()));
        }
        return line.toString().stripTrailing();
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }
}
