package dev.backstory.dq.audit;

import dev.backstory.dq.engine.Expectation;
import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * The checks of single training rows. They use only functions that become generated code over whole arrays: there are
 * billions of slots, and a lambda for each would cost several times the read.
 */
final class TrainingRowChecks {
    private final TrainingColumns columns;
    private final int length;
    private final StructType schema;

    TrainingRowChecks(TrainingColumns columns, int length, String parquetSchema) {
        this.columns = columns;
        this.length = length;
        this.schema = TableRows.columns(parquetSchema);
    }

    List<Expectation> all() {
        String actions = columns.sql("actions");
        String types = columns.sql("action_types");
        String historyLength = columns.sql("history_length");
        String newest = columns.sql("newest_action_time");
        return List.of(
                Expectation.complete(columns.name("customer_id")),
                Expectation.complete(columns.name("impression_pos")),
                Expectation.complete(columns.name("impression_item_id")),
                Expectation.complete(columns.name("history_length")),
                Expectation.everyRow(
                                columns.name("actions") + " has " + length + " slots",
                                "size(" + actions + ") = " + length)
                        .expecting("exactly " + length + " slots, as history.length says"),
                Expectation.everyRow(
                                columns.name("action_types") + " has " + length + " slots",
                                "size(" + types + ") = " + length)
                        .expecting("exactly " + length + " slots, as history.length says"),
                Expectation.everyRow("no slot is null", noNull("actions") + " and " + noNull("action_types")),
                Expectation.everyRow(
                        "action types are 0 to 3", "array_min(" + types + ") >= 0 and array_max(" + types + ") <= 3"),
                Expectation.everyRow("items of actions are not negative", "array_min(" + actions + ") >= 0"),
                Expectation.everyRow(
                                "the arrays agree on where padding begins",
                                firstPadding("actions") + " = " + firstPadding("action_types"))
                        .expecting("the first 0 of both arrays in the same slot"),
                Expectation.everyRow(
                                "padding stands at the end",
                                onlyPaddingAfter("actions") + " and " + onlyPaddingAfter("action_types"))
                        .expecting("after the first 0 of an array only 0"),
                Expectation.everyRow(
                                "history_length counts the actions",
                                historyLength + " = if(" + firstPadding("actions") + " = 0, size(" + actions + "), "
                                        + firstPadding("actions") + " - 1)")
                        .expecting("the number of slots before padding"),
                Expectation.everyRow(
                                "newest_action_time is present with a history only",
                                "(" + newest + " is not null) = (" + historyLength + " > 0)")
                        .expecting("a time exactly where history_length is more than 0"),
                Expectation.everyRow(
                                "no action from the day itself or later",
                                newest + " is null or " + newest + " < cast(cast(dt as date) as timestamp)")
                        .expecting("newest_action_time before 00:00 of the day")
                        .withHint("a leak from the future: never train on these rows; report it as a bug"));
    }

    /** True unless an element is null: then searching for a value that is not there gives null. */
    private String noNull(String array) {
        return "array_contains(" + columns.sql(array) + ", " + literal(array, -1) + ") is not null";
    }

    private String firstPadding(String array) {
        return "array_position(" + columns.sql(array) + ", " + literal(array, 0) + ")";
    }

    private String onlyPaddingAfter(String array) {
        String first = "greatest(cast(" + firstPadding(array) + " as int), 1)";
        String rest = "slice(" + columns.sql(array) + ", " + first + ", greatest(size(" + columns.sql(array) + "), 0))";
        return "if(" + firstPadding(array) + " = 0, true, array_min(" + rest + ") = 0 and array_max(" + rest + ") = 0)";
    }

    /** A number of the array's own element type, so that no slot is converted to compare it. */
    private String literal(String array, int number) {
        DataType type = schema.getFieldIndex(columns.name(array)).isDefined()
                ? schema.apply(columns.name(array)).dataType()
                : null;
        return type instanceof ArrayType elements
                ? "cast(" + number + " as " + elements.elementType().sql() + ")"
                : String.valueOf(number);
    }
}
