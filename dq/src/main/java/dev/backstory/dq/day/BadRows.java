package dev.backstory.dq.day;

import static dev.backstory.command.Console.count;
import static org.apache.spark.sql.functions.expr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstory.dq.engine.Expectation;
import dev.backstory.dq.engine.SqlColumns;
import dev.backstory.dq.engine.Violation;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A few of the rows that break checks, for all broken checks and days in one query. Runs only after a failure. */
public final class BadRows {
    public static final int MOST = 20;
    private static final int SLOTS = 8;
    private static final int LONGEST = 300;
    private static final ObjectMapper JSON = new ObjectMapper();

    private BadRows() {}

    /**
     * Broken check by name and day to rows, column to value; arrays show their first slots and their size, and of the
     * columns only those that matter to the check.
     *
     * @param keys the columns by which people know a row
     */
    public static Map<LocalDate, Map<String, List<Map<String, String>>>> of(
            Dataset<Row> rows, List<Expectation> broken, List<String> keys) {
        List<Expectation> shown =
                broken.stream().filter(check -> check.violation() != null).toList();
        List<Violation> violations = shown.stream().map(Expectation::violation).toList();
        Map<LocalDate, Map<String, List<Map<String, String>>>> examples = new HashMap<>();
        if (shown.isEmpty()) {
            return examples;
        }
        String anyViolation = violations.stream().map(Violation::condition).collect(Collectors.joining(" or "));
        List<String> which = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        for (StructField field : rows.schema().fields()) {
            if (!field.name().equals("dt")) {
                columns.add(shortened(field));
            }
        }
        List<List<String>> columnsOfChecks = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            Violation violation = violations.get(i);
            columnsOfChecks.add(columnsThatMatter(rows.schema(), violation, keys));
            which.add("if(" + violation.condition() + ", " + i + ", null)");
            for (Map.Entry<String, String> more : violation.shown().entrySet()) {
                columns.add("cast(" + more.getValue() + " as string) as `" + title(i, more.getKey()) + "`");
            }
        }
        rows.where(anyViolation)
                .select(
                        expr("dt"),
                        expr("struct(" + columns.stream().distinct().collect(Collectors.joining(", ")) + ")")
                                .as("shown"),
                        expr("explode(array(" + String.join(", ", which) + "))").as("check"))
                .where("check is not null")
                .withColumn("place", expr("row_number() over (partition by dt, check order by check)"))
                .where("place <= " + MOST)
                .selectExpr("dt", "check", "to_json(shown, map('ignoreNullFields', 'false')) as shown")
                .collectAsList()
                .forEach(row -> {
                    int index = row.<Integer>getAs("check");
                    Expectation check = shown.get(index);
                    examples.computeIfAbsent(TableRows.day(row), dt -> new HashMap<>())
                            .computeIfAbsent(check.name(), name -> new ArrayList<>())
                            .add(cells(row.getAs("shown"), index, columnsOfChecks.get(index)));
                });
        return examples;
    }

    /** A query for the rows that break a check, on the columns that matter. */
    public static RowQuery query(Violation violation, StructType schema, List<String> keys, LocalDate dt) {
        String selected = columnsThatMatter(schema, violation, keys).stream()
                .map(column -> violation.shown().containsKey(column)
                        ? violation.shown().get(column) + " as `" + column + "`"
                        : "`" + column + "`")
                .collect(Collectors.joining(", "));
        return RowQuery.ofDay(
                dt, rows -> "select " + selected + "\nfrom " + rows + "\nwhere " + violation.portable() + "\nlimit 20");
    }

    /** The keys, what the check's SQL names, and what it shows besides. */
    private static List<String> columnsThatMatter(StructType schema, Violation violation, List<String> keys) {
        List<String> all = Arrays.stream(schema.fields())
                .map(StructField::name)
                .filter(name -> !name.equals("dt"))
                .toList();
        Set<String> named = SqlColumns.of(violation.condition());
        Set<String> columns = new LinkedHashSet<>();
        all.stream().filter(keys::contains).forEach(columns::add);
        all.stream().filter(named::contains).forEach(columns::add);
        columns.addAll(violation.shown().keySet());
        return List.copyOf(columns);
    }

    private static String shortened(StructField field) {
        String column = "`" + field.name() + "`";
        return field.dataType() instanceof ArrayType
                ? "if(size(" + column + ") > " + SLOTS + ", concat(substring_index(cast(slice(" + column + ", 1, "
                        + SLOTS
                        + ") as string), ']', 1), ', … (', size(" + column + "), ' slots)]'), cast(" + column
                        + " as string)) as " + column
                : column;
    }

    /** Checks may show different things under one title. */
    private static String title(int check, String title) {
        return check + ": " + title;
    }

    private static Map<String, String> cells(String json, int check, List<String> columns) {
        try {
            Map<String, JsonNode> values =
                    JSON.readValue(json, new TypeReference<LinkedHashMap<String, JsonNode>>() {});
            Map<String, String> cells = new LinkedHashMap<>();
            for (String column : columns) {
                JsonNode value = values.getOrDefault(title(check, column), values.get(column));
                cells.put(column, value == null || value.isNull() ? "null" : cut(value.asText()));
            }
            return cells;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot read a row that Spark wrote as JSON", e);
        }
    }

    /** A text that may come from anywhere, short enough for a table. */
    public static String cut(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end) + "… (" + count(text.length()) + " characters)";
    }
}
