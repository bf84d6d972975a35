package dev.backstory.cli;

import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.lake.store.Lake;
import dev.backstory.testsupport.SparkForTests;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The published training rows of a day as Spark reads them, written as {@link OttoOracle} writes its own. */
final class PublishedRows {
    private PublishedRows() {}

    static List<String> of(Lake lake, LocalDate day) {
        PublishRecord record = lake.published(Table.TRAINING, day).orElseThrow();
        if (record.files().isEmpty()) {
            return List.of();
        }
        return of(SparkForTests.session()
                .read()
                // Spark takes the name for a pattern; what could be one is any character then.
                .parquet(lake.filesOf(record).toString().replaceAll("[\\[\\]{}*?\\\\]", "?")));
    }

    static List<String> of(Dataset<Row> rows) {
        return rows
                .selectExpr("customer_id", "impression_pos", "impression_item_id", "label", "actions", "action_types")
                .collectAsList()
                .stream()
                .map(PublishedRows::text)
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    private static String text(Row row) {
        return List.of(row.get(0), row.get(1), row.get(2), row.get(3), row.getList(4), row.getList(5))
                .toString();
    }
}
