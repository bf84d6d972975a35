package dev.backstory.dq.audit;

import static org.apache.spark.sql.functions.expr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstory.dq.engine.Expectation;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructField;

/** A few of the rows that break checks, for all broken checks and days in one query. Runs only after a failure. */
final class BadRows {
    static final int MOST = 20;
    private static final int SLOTS = 8;
    private static final ObjectMapper JSON = new ObjectMapper();

    private BadRows() {}

    /** Broken check by name and day to rows, column to value; arrays show their first slots and their size. */
    static Map<LocalDate, Map<String, List<Map<String, String>>>> of(Dataset<Row> rows, List<Expectation> broken) {
        List<Expectation> shown =
                broken.stream().filter(check -> check.violation() != null).toList();
        Map<LocalDate, Map<String, List<Map<String, String>>>> examples = new HashMap<>();
        if (shown.isEmpty()) {
            return examples;
        }
        String anyViolation = shown.stream().map(BadRows::violation).collect(Collectors.joining(" or "));
        List<String> which = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            which.add("if(" + violation(shown.get(i)) + ", " + i + ", null)");
        }
        String columns = Arrays.stream(rows.schema().fields())
                .filter(field -> !field.name().equals("dt"))
                .map(BadRows::shortened)
                .collect(Collectors.joining(", "));
        rows.where(anyViolation)
                .select(
                        expr("dt"),
                        expr("struct(" + columns + ")").as("shown"),
                        expr("explode(array(" + String.join(", ", which) + "))").as("check"))
                .where("check is not null")
                .withColumn("place", expr("row_number() over (partition by dt, check order by check)"))
                .where("place <= " + MOST)
                .selectExpr("dt", "check", "to_json(shown, map('ignoreNullFields', 'false')) as shown")
                .collectAsList()
                .forEach(row -> examples.computeIfAbsent(TableRows.day(row), dt -> new HashMap<>())
                        .computeIfAbsent(shown.get(row.<Integer>getAs("check")).name(), check -> new ArrayList<>())
                        .add(cells(row.getAs("shown"))));
        return examples;
    }

    static String violation(Expectation check) {
        return check.where() == null
                ? "(" + check.violation() + ")"
                : "((" + check.violation() + ") and (" + check.where() + "))";
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

    private static Map<String, String> cells(String json) {
        try {
            Map<String, JsonNode> values =
                    JSON.readValue(json, new TypeReference<LinkedHashMap<String, JsonNode>>() {});
            Map<String, String> cells = new LinkedHashMap<>();
            values.forEach((column, value) -> cells.put(column, value.isNull() ? "null" : value.asText()));
            return cells;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot read a row that Spark wrote as JSON", e);
        }
    }
}
