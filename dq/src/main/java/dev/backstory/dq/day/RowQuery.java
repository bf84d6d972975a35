package dev.backstory.dq.day;

import java.time.LocalDate;
import java.util.function.UnaryOperator;

/**
 * Spark SQL for a closer look at rows of a day. Where these lie is known only when the verdict is: a day that passes moves
 * into its table, and one that fails stays in staging. So the report asks for the text when it knows.
 *
 * @param rows what the query reads
 * @param sql makes the query of the table that it reads
 */
public record RowQuery(Rows rows, UnaryOperator<String> sql) {
    /** Rows that lie in a folder of their own. */
    public enum Rows {
        /** The day's rows in the table. */
        TABLE,
        /** The day's rejected rows. */
        REJECTED,
        /** The rejected rows whose day cannot be read. */
        REJECTED_UNKNOWN_DAY
    }

    /**
     * Over the day's rows with their day in a column, as the checks see them.
     *
     * @param sql makes the query of what comes after {@code from}
     */
    public static RowQuery ofDay(LocalDate dt, UnaryOperator<String> sql) {
        return new RowQuery(Rows.TABLE, table -> sql.apply("(select *, '" + dt + "' as dt from " + table + ")"));
    }

    public String at(DayLocation location) {
        return sql.apply(location.table(rows));
    }

    /** The Parquet files of a folder as a table of Spark SQL. */
    public static String parquet(String folder) {
        return "parquet.`" + folder.replace("`", "``") + "`";
    }
}
