package dev.backstory.dq.check;

import dev.backstory.core.contract.ActionTypes;
import dev.backstory.dq.day.TableRows;
import dev.backstory.dq.day.TrainingColumns;
import dev.backstory.dq.engine.Expectation;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/**
 * The checks of single training rows. Each is defined by SQL that anyone can run and that finds the rows that break it;
 * those about slots are judged by {@link TrainingSlots}.
 */
final class TrainingRowChecks {
    private static final String MIDNIGHT_OF_DT = "cast(cast(dt as date) as timestamp)";

    private final TrainingColumns columns;
    private final int length;
    private final ActionTypes kinds;
    private final StructType schema;
    private final Instant midnight;

    /** @param midnight the moment at which the day of the rows begins */
    TrainingRowChecks(TrainingColumns columns, int length, ActionTypes kinds, String parquetSchema, Instant midnight) {
        this.columns = columns;
        this.length = length;
        this.kinds = kinds;
        this.schema = TableRows.columns(parquetSchema);
        this.midnight = midnight;
    }

    List<Expectation> all() {
        String actions = columns.sql("actions");
        String types = columns.sql("action_types");
        String historyLength = columns.sql("history_length");
        String newest = columns.sql("newest_action_time");
        String firstItem = firstPadding("actions");
        String firstType = firstPadding("action_types");
        String slots = TrainingSlots.sql(
                actions,
                TableRows.elementType(schema, columns.name("actions")),
                types,
                TableRows.elementType(schema, columns.name("action_types")),
                kinds.largest());
        return List.of(
                Expectation.complete(columns.name("customer_id"))
                        .meaning("A row is about one customer's history; a row without a customer can have none."),
                Expectation.complete(columns.name("impression_pos"))
                        .meaning("Each row is one item at a position of a ranking."),
                Expectation.complete(columns.name("impression_item_id"))
                        .meaning("Each row is about one item that was shown."),
                Expectation.complete(columns.name("history_length"))
                        .meaning("Readers use it to skip padding without looking at the arrays."),
                Expectation.everyRow(
                                columns.name("actions") + " has " + length + " slots",
                                "size(" + actions + ") = " + length)
                        .expecting("exactly " + length + " slots, as history.length says")
                        .meaning("A model reads rows of one fixed width.")
                        .showing("slots", "size(" + actions + ")"),
                Expectation.everyRow(
                                columns.name("action_types") + " has " + length + " slots",
                                "size(" + types + ") = " + length)
                        .expecting("exactly " + length + " slots, as history.length says")
                        .meaning("A model reads rows of one fixed width.")
                        .showing("slots", "size(" + types + ")"),
                Expectation.everyRowAs(
                                "no slot is null",
                                TrainingSlots.without(slots, TrainingSlots.NULL_SLOT),
                                TrainingSlots.noNull(actions) + " and " + TrainingSlots.noNull(types))
                        .meaning("Unused slots hold 0; null would be a third thing that no reader expects."),
                Expectation.everyRowAs(
                                "action types are 0 to " + kinds.largest(),
                                TrainingSlots.without(slots, TrainingSlots.TYPE_OUTSIDE),
                                "array_min(" + types + ") >= 0 and array_max(" + types + ") <= " + kinds.largest())
                        .expecting("0 (padding), " + kinds.described() + " in every slot")
                        .meaning("Any other number is an action that does not exist.")
                        .showing("highest type", "array_max(" + types + ")")
                        .showing(
                                "in slot",
                                "array_position(" + types + ", if(array_max(" + types + ") > " + kinds.largest()
                                        + ", array_max(" + types + "), array_min(" + types + ")))"),
                Expectation.everyRowAs(
                                "items of actions are not negative",
                                TrainingSlots.without(slots, TrainingSlots.NEGATIVE_ITEM),
                                "array_min(" + actions + ") >= 0")
                        .meaning("0 is padding; a negative id is no item.")
                        .showing("in slot", "array_position(" + actions + ", array_min(" + actions + "))"),
                Expectation.everyRowAs(
                                "the arrays agree on where padding begins",
                                TrainingSlots.without(slots, TrainingSlots.PADDING_DISAGREES),
                                firstItem + " = " + firstType)
                        .expecting("the first 0 of both arrays in the same slot")
                        .meaning("Slot i of both arrays is the same action, or padding in both.")
                        .showing("items end before slot", firstItem)
                        .showing("types end before slot", firstType),
                Expectation.everyRowAs(
                                "padding stands at the end",
                                TrainingSlots.without(slots, TrainingSlots.ACTION_AFTER_PADDING),
                                onlyPaddingAfter("actions") + " and " + onlyPaddingAfter("action_types"))
                        .expecting("after the first 0 of an array only 0")
                        .meaning("Histories are newest first without holes; an action after padding would be lost to a"
                                + " reader that stops there.")
                        .showing("first 0 of items in slot", firstItem)
                        .showing("items from there", around("actions"))
                        .showing("types from there", around("action_types")),
                Expectation.everyRowAs(
                                "history_length counts the actions",
                                actions + " is not null and " + historyLength + " = " + TrainingSlots.filled(slots),
                                historyLength + " = if(" + firstItem + " = 0, size(" + actions + "), " + firstItem
                                        + " - 1)")
                        .expecting("the number of slots before padding")
                        .meaning("Readers use it to skip padding without looking at the arrays.")
                        .showing(
                                "slots filled",
                                "if(" + firstItem + " = 0, size(" + actions + "), " + firstItem + " - 1)"),
                Expectation.everyRow(
                                "newest_action_time is present with a history only",
                                "(" + newest + " is not null) = (" + historyLength + " > 0)")
                        .expecting("a time exactly where history_length is more than 0")
                        .meaning("It is the proof that a history ends before the day begins."),
                Expectation.everyRow(
                                "no action from the day itself or later",
                                newest + " is null or " + newest + " < " + MIDNIGHT_OF_DT)
                        .askedAs(newest + " is null or " + newest + " < timestamp'" + midnight + "'")
                        .expecting("newest_action_time before 00:00 of the day")
                        .meaning("A history that knows what happened on the day itself gives the answer away.")
                        .withHint("a leak from the future: never train on these rows; report it as a bug"));
    }

    /** Eight slots, beginning with the one before the first padding. */
    private String around(String array) {
        return "slice(" + columns.sql(array) + ", greatest(cast(" + firstPadding(array) + " as int) - 1, 1), 8)";
    }

    private String firstPadding(String array) {
        return "array_position(" + columns.sql(array) + ", " + literal(array, 0) + ")";
    }

    private String onlyPaddingAfter(String array) {
        String first = "greatest(cast(" + firstPadding(array) + " as int), 1)";
        String rest = "slice(" + columns.sql(array) + ", " + first + ", greatest(size(" + columns.sql(array) + "), 0))";
        return "if(" + firstPadding(array) + " = 0, true, array_min(" + rest + ") = 0 and array_max(" + rest + ") = 0)";
    }

    /** A number in the array's own element type, so that no slot has to be converted for a comparison. */
    private String literal(String array, int number) {
        return "cast(" + number + " as "
                + TableRows.elementType(schema, columns.name(array)).sql() + ")";
    }
}
