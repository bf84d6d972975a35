package dev.backstory.observe.lineage;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The columns in the text of a Parquet schema, each with its type; a list is one column. */
final class SchemaColumns {
    /** Columns are indented by two spaces, their parts by more. */
    private static final Pattern COLUMN =
            Pattern.compile("(?m)^ {2}(?:required|optional|repeated) (\\S+) ([^\\s;]+)(?: \\(([^)]*\\)?)\\))?.*$");

    private SchemaColumns() {}

    static Map<String, String> of(String schema) {
        Map<String, String> columns = new LinkedHashMap<>();
        Matcher matcher = COLUMN.matcher(schema);
        while (matcher.find()) {
            String logical = matcher.group(3);
            columns.put(
                    matcher.group(2), matcher.group(1).equals("group") && logical != null ? logical : matcher.group(1));
        }
        return columns;
    }
}
