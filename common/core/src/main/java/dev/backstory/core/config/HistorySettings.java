package dev.backstory.core.config;

import dev.backstory.core.config.key.Key;
import dev.backstory.core.config.key.Violations;
import dev.backstory.core.contract.Table;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a history is: how many actions, how far back.
 *
 * @param length actions per history, padded to exactly this many
 * @param lookback the oldest dt of a history is this long before its day
 * @param dataFrom the first day for which there are any actions; null where nobody says
 */
public record HistorySettings(
        @Key(
                doc = "How many actions a history has; shorter ones are padded with 0.",
                example = "500",
                defaultValue = "1000",
                min = 1,
                max = 100_000)
        int length,

        @Key(
                doc = "How far back a history looks, as an ISO period of days, weeks, months and years.",
                example = "P6M",
                defaultValue = "P1Y")
        Period lookback,

        @Key(
                doc = "The first day for which there are any actions: histories miss nothing before it.",
                example = "\"2025-01-01\"")
        @Nullable
        LocalDate dataFrom,

        @Key(
                doc = "What to do when action days of the window are not published.",
                example = "warn",
                defaultValue = "fail")
        MissingDays missingDays,

        @Key(
                doc = "The tables to write: training has a row per item shown, histories one per customer, unpadded.",
                example = "[training, histories]",
                defaultValue = "[training]")
        List<Output> outputs) {

    public HistorySettings {
        Violations violations = new Violations();
        if (length < 1 || length > 100_000) {
            violations.add(length + " is out of range; allowed: an integer from 1 to 100000", "length");
        }
        if (lookback.isNegative() || lookback.isZero()) {
            violations.add("'" + lookback + "' is not positive; allowed: a period such as P1Y or P30D", "lookback");
        }
        if (outputs.isEmpty()) {
            violations.add("the list is empty; allowed: [training], [histories] or [training, histories]", "outputs");
        }
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.indexOf(outputs.get(i)) < i) {
                violations.add(
                        "'" + outputs.get(i).table().folder() + "' is already in the list; name each table once",
                        "outputs[" + i + "]");
            }
        }
        violations.throwIfAny();
        outputs = List.copyOf(outputs);
    }

    public boolean writes(Table table) {
        return outputs.stream().anyMatch(output -> output.table() == table);
    }
}
