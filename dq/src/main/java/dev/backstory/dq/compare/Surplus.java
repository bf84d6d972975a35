package dev.backstory.dq.compare;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import dev.backstory.dq.day.BadRows;
import dev.backstory.dq.day.TableRows;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * How a day's rows differ from what they should be, as multisets.
 *
 * @param missing rows that should be there as well
 * @param extra rows that should not be there
 * @param examples at most {@link BadRows#MOST} rows, made from a row with its {@code surplus}: below 0 when missing
 */
record Surplus(long missing, long extra, List<Map<String, String>> examples) {
    static final Surplus NONE = new Surplus(0, 0, List.of());

    /**
     * Row by row, for the days that differ.
     *
     * @param key the columns beside {@code dt}, which both have; examples come by customer and then in their order
     */
    static Map<LocalDate, Surplus> of(
            Dataset<Row> rows, Dataset<Row> should, List<String> key, Function<Row, Map<String, String>> example) {
        Dataset<Row> uneven = rows.withColumn("surplus", lit(1))
                .unionByName(should.withColumn("surplus", lit(-1)))
                .groupBy(Stream.concat(Stream.of("dt"), key.stream())
                        .map(functions::col)
                        .toArray(Column[]::new))
                .agg(expr("sum(surplus)").as("surplus"))
                .where("surplus != 0");
        Map<LocalDate, List<Map<String, String>>> examples = new HashMap<>();
        uneven.withColumn(
                        "place",
                        expr("row_number() over (partition by dt order by customer_id, " + String.join(", ", key)
                                + ")"))
                .where("place <= " + BadRows.MOST)
                .collectAsList()
                .forEach(row -> examples.computeIfAbsent(TableRows.day(row), dt -> new ArrayList<>())
                        .add(example.apply(row)));
        Map<LocalDate, Surplus> byDay = new HashMap<>();
        uneven.groupBy("dt")
                .agg(
                        expr("sum(greatest(-surplus, 0))").as("missing"),
                        expr("sum(greatest(surplus, 0))").as("extra"))
                .collectAsList()
                .forEach(row -> byDay.put(
                        TableRows.day(row),
                        new Surplus(
                                row.getAs("missing"),
                                row.getAs("extra"),
                                examples.getOrDefault(TableRows.day(row), List.of()))));
        return byDay;
    }
}
