package dev.backstory.dq.check;

import static org.apache.spark.sql.functions.expr;

import dev.backstory.core.run.StagedRun;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.BadRows;
import dev.backstory.dq.day.TableRows;
import dev.backstory.dq.report.RejectionReason;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The rejected rows of each day by source and reason, found by one query, or by none if nothing was rejected. */
final class Rejections {
    /** The number of reasons shown for a day, the most frequent first. */
    private static final int MOST_REASONS = 30;

    private static final int LONGEST_RAW = 400;

    /** Reasons quote the value they are about; they are grouped without it. */
    private static final String WITHOUT_VALUES =
            "regexp_replace(regexp_replace(regexp_replace(said, \"'.*'\", \"'…'\"),"
                    + " '[-]?[0-9]+ is not positive', '… is not positive'), '\\\\[[0-9]+\\\\]', '[…]')";

    private final TableRows tables;

    Rejections(TableRows tables) {
        this.tables = tables;
    }

    /** @param rows the number of rejected rows in the files; each has a reason */
    record OfDay(long rows, List<RejectionReason> reasons) {
        static final OfDay NONE = new OfDay(0, List.of());
    }

    /** Every given day is in the result. */
    Map<LocalDate, OfDay> of(List<AuditDay> days) {
        Map<LocalDate, OfDay> found = new HashMap<>();
        days.forEach(day -> found.put(day.dt(), OfDay.NONE));
        List<AuditDay> some = days.stream()
                .filter(day -> !day.day().rejectedFiles().isEmpty())
                .toList();
        if (some.isEmpty()) {
            return found;
        }
        Map<LocalDate, List<RejectionReason>> reasons = new HashMap<>();
        Map<LocalDate, Long> rows = new HashMap<>();
        byReason(tables.stagedRejected(some)).forEach(row -> {
            rows.put(TableRows.day(row), row.getAs("total"));
            reasons.computeIfAbsent(TableRows.day(row), dt -> new ArrayList<>()).add(reason(row));
        });
        reasons.forEach((dt, ofDay) -> found.put(dt, new OfDay(rows.get(dt), ofDay)));
        return found;
    }

    /** The rows of a run whose day cannot be read, by source and reason. */
    List<RejectionReason> withoutDay(StagedRun run) {
        return run.unknownFiles().isEmpty()
                ? List.of()
                : byReason(tables.stagedWithoutDay(run)).stream()
                        .map(Rejections::reason)
                        .toList();
    }

    private static List<Row> byReason(Dataset<Row> rejected) {
        String raw = "substring(raw, 1, " + LONGEST_RAW + ")";
        return rejected.selectExpr(
                        "dt", "coalesce(source, '') as source", "raw", "posexplode(reasons) as (place, said)")
                .withColumn("reason", expr(WITHOUT_VALUES))
                .groupBy("dt", "source", "reason")
                .agg(
                        expr("count(1)").as("rows"),
                        expr("count_if(place = 0)").as("firsts"),
                        expr("min(" + raw + ")").as("lowest"),
                        expr("min_by(" + raw + ", xxhash64(raw))").as("any"),
                        expr("max(" + raw + ")").as("highest"))
                .withColumn("total", expr("sum(firsts) over (partition by dt)"))
                .withColumn("place", expr("row_number() over (partition by dt order by rows desc, source, reason)"))
                .where("place <= " + MOST_REASONS)
                .orderBy("dt", "place")
                .collectAsList();
    }

    private static RejectionReason reason(Row row) {
        List<String> examples = Stream.of("lowest", "any", "highest")
                .map(column -> BadRows.cut(row.<String>getAs(column)))
                .distinct()
                .toList();
        return new RejectionReason(
                row.getAs("source"), BadRows.cut(row.getAs("reason")), row.<Long>getAs("rows"), examples);
    }
}
