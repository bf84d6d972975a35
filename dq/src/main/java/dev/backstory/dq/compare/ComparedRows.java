package dev.backstory.dq.compare;

import static dev.backstory.command.Console.count;

import dev.backstory.dq.day.TrainingColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/**
 * What a comparison asks of a table of the history step, and what of the impressions.
 *
 * @param facts what the names of its facts begin with
 * @param key the columns that make a row, with their names in the table
 * @param distinct whether each of them is there once, however often the impressions have it
 * @param words how the result reads
 */
public record ComparedRows(String facts, List<KeyColumn> key, boolean distinct, Words words) {

    /**
     * A column that both tables have.
     *
     * @param name what the impressions call it
     * @param type as the contract has it, for a table with narrower numbers
     * @param inTable what the table calls it
     */
    record KeyColumn(String name, String type, String inTable) {}

    /**
     * @param check its name in reports
     * @param rows what is counted, such as customers
     * @param same what is said when nothing differs
     * @param extra what is said of the number of rows that are too many
     * @param surplus what is said of one row by its surplus, which is below 0 when it is missing
     */
    record Words(String check, String rows, String same, String extra, LongFunction<String> surplus) {
        String difference(Surplus found) {
            return count(found.missing()) + " " + rows + " of impressions are missing, " + count(found.extra())
                    + " rows " + extra;
        }
    }

    /** Every row of impressions once, with its label. */
    public static ComparedRows ofTraining(TrainingColumns columns) {
        List<KeyColumn> key = new ArrayList<>();
        key.add(new KeyColumn("ranking_id", "string", columns.name("ranking_id")));
        key.add(new KeyColumn("customer_id", "bigint", columns.name("customer_id")));
        key.add(new KeyColumn("impression_pos", "int", columns.name("impression_pos")));
        key.add(new KeyColumn("impression_item_id", "bigint", columns.name("impression_item_id")));
        key.add(new KeyColumn("label", "int", columns.name("label")));
        return new ComparedRows(
                "impressions",
                key,
                false,
                new Words(
                        "the rows are the impressions' rows",
                        "rows",
                        "the same rows",
                        "are in no impression",
                        surplus -> surplus < 0
                                ? "missing " + -surplus + " time(s)"
                                : surplus + " time(s) more than in impressions"));
    }

    /** Every customer of impressions once. */
    public static ComparedRows ofHistories() {
        return new ComparedRows(
                "customers",
                List.of(new KeyColumn("customer_id", "bigint", "customer_id")),
                true,
                new Words(
                        "the customers are the impressions' customers",
                        "customers",
                        "the same customers, each once",
                        "are too many",
                        surplus -> surplus < 0 ? "missing" : surplus + " row(s) too many"));
    }

    List<String> names() {
        return key.stream().map(KeyColumn::name).toList();
    }

    /** SQL of the key in the table, under the impressions' names. */
    List<String> columnsOfTable() {
        return key.stream()
                .map(column -> "cast(`" + column.inTable() + "` as " + column.type() + ") as " + column.name())
                .toList();
    }

    List<String> columnsOfImpressions() {
        return key.stream()
                .map(column -> "cast(" + column.name() + " as " + column.type() + ") as " + column.name())
                .toList();
    }

    /** SQL of what counts of a row of the table, separated by commas: null is a value too. */
    String fingerprintOfTable() {
        return key.stream()
                .map(column ->
                        "cast(`" + column.inTable() + "` as " + column.type() + "), isnull(`" + column.inTable() + "`)")
                .collect(Collectors.joining(", "));
    }

    /** The same of a row of {@link #columnsOfImpressions}. */
    String fingerprintOfImpressions() {
        return key.stream()
                .map(column -> column.name() + ", isnull(" + column.name() + ")")
                .collect(Collectors.joining(", "));
    }
}
