package dev.backstory.dq.day;

import dev.backstory.core.contract.Table;
import dev.backstory.dq.engine.Expectation;
import dev.backstory.dq.report.Finding;
import dev.backstory.lake.store.Lake;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructType;

/**
 * Spark SQL for a closer look at the rows of a day. Where these lie is known only when the verdict is: a day that passes
 * moves into its table, one that is refused stays in staging. Until then a query has marks for both folders.
 */
public final class Queries {
    /** Stands for the day's rows; a character that no SQL holds. */
    public static final String DAY = "\uE000";

    /** Stands for the rejected rows of the day. */
    public static final String REJECTED = "\uE001";

    /** Stands for the rejected rows whose day cannot be read. */
    public static final String UNKNOWN = "\uE002";

    private Queries() {}

    /** The rows that break a check of rows, on the columns that matter. */
    public static String breaking(Expectation check, StructType columns, List<String> keys, LocalDate dt, ZoneId zone) {
        String selected = BadRows.columnsThatMatter(columns, check, keys).stream()
                .map(column -> check.shown().containsKey(column)
                        ? check.shown().get(column) + " as `" + column + "`"
                        : "`" + column + "`")
                .collect(Collectors.joining(", "));
        return "select " + selected + "\nfrom " + day(dt) + "\nwhere "
                + BadRows.violation(check)
                        .replace(
                                TableRows.MIDNIGHT,
                                "timestamp'" + dt.atStartOfDay(zone).toInstant() + "'")
                + "\nlimit 20";
    }

    /** The day's rows with their day in a column, as the checks see them. */
    public static String day(LocalDate dt) {
        return "(select *, '" + dt + "' as dt from " + DAY + ")";
    }

    /** The finding with the folders in its query in which the rows will lie after the audit. */
    public static Finding located(Finding finding, Lake lake, AuditDay day, boolean publishes) {
        return finding.query() == null
                ? finding
                : finding.withQuery(finding.query()
                        .replace(DAY, rows(lake, day, publishes))
                        .replace(REJECTED, rejected(lake, day, day.dt().toString(), publishes))
                        .replace(UNKNOWN, rejected(lake, day, Lake.UNKNOWN, publishes)));
    }

    /** A finding that was located in the published day, and is to be looked at in staging after all. */
    public static Finding leftInStaging(Finding finding, Lake lake, AuditDay day) {
        String query = finding.query();
        if (query == null) {
            return finding;
        }
        query = query.replace(rows(lake, day, true), rows(lake, day, false));
        for (String dt : List.of(day.dt().toString(), Lake.UNKNOWN)) {
            query = query.replace(rejected(lake, day, dt, true), rejected(lake, day, dt, false));
        }
        return finding.withQuery(query);
    }

    private static String rows(Lake lake, AuditDay day, boolean published) {
        Table table = day.run().table();
        return parquet((published
                        ? lake.day(table, day.dt())
                        : lake.stagedDay(table, day.run().run(), day.dt()))
                .toString());
    }

    private static String rejected(Lake lake, AuditDay day, String dt, boolean published) {
        Table table = day.run().table();
        return parquet((published
                        ? lake.rejected(table, dt)
                        : lake.stagedRejected(table, day.run().run(), dt))
                .toString());
    }

    public static String parquet(String folder) {
        return "parquet.`" + folder.replace("`", "``") + "`";
    }
}
