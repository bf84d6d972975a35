package dev.backstory.dq.check;

import static dev.backstory.command.Console.count;
import static org.apache.spark.sql.functions.expr;

import dev.backstory.core.config.ids.VocabularySettings;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.BadRows;
import dev.backstory.dq.day.DayFacts;
import dev.backstory.dq.day.Observation;
import dev.backstory.dq.day.SparkColumns;
import dev.backstory.dq.day.TableRows;
import dev.backstory.lake.table.TableSchemas;
import dev.backstory.lake.table.VocabularyFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Computes a vocabulary a second time, in SQL, from the same actions, and compares. */
final class VocabularyRecount {
    static final String CHECK = "items, indices and counts as computed a second time";
    static final String MISSING = "missing_items";
    static final String EXTRA = "extra_items";
    static final List<String> FACTS = List.of(MISSING, EXTRA);

    private final TableRows tables;
    private final VocabularySettings settings;

    VocabularyRecount(TableRows tables, VocabularySettings settings) {
        this.tables = tables;
        this.settings = settings;
    }

    void gather(AuditDay day, List<PublishRecord> published, DayFacts of) {
        long actions = published.stream().mapToLong(PublishRecord::rows).sum();
        Dataset<Row> found =
                tables.staged(List.of(day)).selectExpr("item_id", "cast(`index` as bigint) as place", "`count` as n");
        Dataset<Row> should = tables.published(Table.ACTIONS, SparkColumns.of(TableSchemas.ACTIONS), published)
                .groupBy("item_id")
                .agg(expr("count(1) as n"))
                .where("n >= " + settings.minCount())
                .selectExpr(
                        "item_id",
                        "row_number() over (order by n desc, item_id) + " + (VocabularySettings.FIRST - 1)
                                + " as place",
                        "n")
                .where("place < " + (VocabularySettings.FIRST + settings.most()));
        Dataset<Row> uneven = found.selectExpr("*", "1 as surplus")
                .unionByName(should.selectExpr("item_id", "cast(place as bigint) as place", "n", "-1 as surplus"))
                .groupBy("item_id", "place", "n")
                .agg(expr("sum(surplus) as surplus"))
                .where("surplus != 0")
                .persist();
        try {
            Row totals = uneven.selectExpr(
                            "coalesce(sum(greatest(-surplus, 0)), 0)", "coalesce(sum(greatest(surplus, 0)), 0)")
                    .head();
            long missing = totals.getLong(0);
            long extra = totals.getLong(1);
            of.put(MISSING, missing);
            of.put(EXTRA, extra);
            of.observe(
                    CHECK,
                    missing + extra == 0
                            ? Observation.of("all as computed from " + count(actions) + " actions")
                            : Observation.of(count(missing) + " rows are missing, " + count(extra) + " are too many")
                                    .withBadRows(missing + extra, examples(uneven)));
        } finally {
            uneven.unpersist();
        }
    }

    private static List<Map<String, String>> examples(Dataset<Row> uneven) {
        List<Map<String, String>> examples = new ArrayList<>();
        for (Row row : uneven.orderBy("place", "item_id").limit(BadRows.MOST).collectAsList()) {
            Map<String, String> example = new LinkedHashMap<>();
            example.put(VocabularyFile.ITEM, String.valueOf(row.get(0)));
            example.put(VocabularyFile.INDEX, String.valueOf(row.get(1)));
            example.put(VocabularyFile.COUNT, String.valueOf(row.get(2)));
            example.put("is", row.getLong(3) < 0 ? "missing" : "too many");
            examples.add(example);
        }
        return examples;
    }
}
