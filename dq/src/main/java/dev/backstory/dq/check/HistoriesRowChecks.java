package dev.backstory.dq.check;

import dev.backstory.core.contract.ActionTypes;
import dev.backstory.dq.day.TableRows;
import dev.backstory.dq.engine.Expectation;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/**
 * The checks of single rows of {@code histories}, made of functions for which Spark generates code over whole lists.
 */
final class HistoriesRowChecks {
    private final int length;
    private final ActionTypes types;
    private final StructType schema;

    HistoriesRowChecks(int length, ActionTypes types, String parquetSchema) {
        this.length = length;
        this.types = types;
        this.schema = TableRows.columns(parquetSchema);
    }

    List<Expectation> all() {
        String slots = TrainingSlots.sql(
                "actions",
                TableRows.elementType(schema, "actions"),
                "action_types",
                TableRows.elementType(schema, "action_types"),
                types.largest());
        return List.of(
                Expectation.complete("customer_id")
                        .meaning("A row is one customer's history; a row without a customer can have none."),
                Expectation.everyRow("the lists have the same length", "size(actions) = size(action_types)")
                        .expecting("as many types as items")
                        .meaning("Slot i of both lists is the same action.")
                        .showing("items", "size(actions)")
                        .showing("types", "size(action_types)"),
                Expectation.everyRow(
                                "no list has more than " + length + " slots",
                                "size(actions) <= " + length + " and size(action_types) <= " + length)
                        .expecting("at most " + length + " slots, as history.length says")
                        .meaning("A reader pads to one fixed width; what is longer would be cut or break it.")
                        .showing("items", "size(actions)")
                        .showing("types", "size(action_types)"),
                Expectation.everyRowAs(
                                "no slot is null",
                                TrainingSlots.without(slots, TrainingSlots.NULL_SLOT),
                                TrainingSlots.noNull("actions") + " and " + TrainingSlots.noNull("action_types"))
                        .meaning("A slot is an action; no reader expects null there."),
                Expectation.everyRow(
                                "action types are 1 to " + types.largest(),
                                "size(action_types) = 0 or (array_min(action_types) >= 1"
                                        + " and array_max(action_types) <= " + types.largest() + ")")
                        .expecting(types.described() + " in every slot, and no padding")
                        .meaning("0 is padding, which these lists do not have; any other number is an action that does"
                                + " not exist.")
                        .showing("lowest type", "array_min(action_types)")
                        .showing("highest type", "array_max(action_types)")
                        .showing(
                                "in slot",
                                "array_position(action_types, if(array_max(action_types) > " + types.largest()
                                        + ", array_max(action_types),"
                                        + " array_min(action_types)))"),
                Expectation.everyRow("items of actions are positive", "size(actions) = 0 or array_min(actions) > 0")
                        .meaning("0 is padding, which these lists do not have; a negative id is no item.")
                        .showing("in slot", "array_position(actions, array_min(actions))"));
    }
}
