package dev.backstory.core.config;

import dev.backstory.core.config.key.ContractColumns;
import dev.backstory.core.config.key.Key;
import dev.backstory.core.config.key.Violations;
import java.util.Map;

/**
 * The shape of the training table.
 *
 * @param columns logical name to the name in the table, complete, in the contract's order
 */
public record TrainingSettings(
        @Key(
                doc =
                        "wide writes bigint ids and int types, narrow int ids and tinyint types; histories follow it too.",
                example = "narrow",
                defaultValue = "wide")
        Numbers numbers,

        @Key(
                doc = "New names for columns of the training table.",
                example = "{label: is_order}",
                defaultValue = "{}",
                columns = ContractColumns.TRAINING)
        Map<String, String> columns) {

    public TrainingSettings {
        Violations violations = new Violations();
        Violations found = new Violations();
        ContractColumns.TRAINING.check(columns, found);
        violations.addAll("columns.", found);
        violations.throwIfAny();
        columns = ContractColumns.TRAINING.complete(columns);
    }
}
