package dev.backstory.spark.source.table;

import static org.apache.spark.sql.functions.lit;

import dev.backstory.spark.source.row.RequestedDays;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Leaves out what is certainly of no requested day, in comparisons that the formats of tables understand: they skip
 * partitions and files by them. Each row that is left is looked at by the rules, which alone decide.
 *
 * <p>Invariant: a row of a requested day is left, and so is one whose day cannot be read. Of a text or a number only the
 * rules know which day it is: it is compared by them, which tables of Hive and Delta do for each partition, not each row.
 */
final class DayPruning {
    private static final LocalDate FIRST_DAY = LocalDate.of(0, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

    /** A clock change may give an hour of a day after the next one has begun. */
    private static final int MARGIN_DAYS = 1;

    private final RequestedDays days;
    private final ZoneId zone;

    DayPruning(RequestedDays days, ZoneId zone) {
        this.days = days;
        this.zone = zone;
    }

    /** @param day the column that says it, if there is one */
    Dataset<Row> prune(Dataset<Row> table, Optional<TableColumns.Typed> day) {
        if (days.isAny()) {
            return table;
        }
        return day.flatMap(column -> mayBeWanted(column.value(), column.type()))
                .map(table::filter)
                .orElse(table);
    }

    private Optional<Column> mayBeWanted(Column value, DataType type) {
        LocalDate first = days.first();
        LocalDate last = days.last();
        if (type instanceof DateType) {
            return Optional.of(value.isNull()
                    .or(value.between(lit(first), lit(last)))
                    .or(value.lt(lit(FIRST_DAY)))
                    .or(value.gt(lit(LAST_DAY))));
        }
        if (type instanceof TimestampType) {
            return Optional.of(within(
                    value,
                    lit(start(first)),
                    lit(start(last.plusDays(1)).plusSeconds(MARGIN_DAYS * 86_400L)),
                    lit(FIRST_DAY.plusDays(2).atStartOfDay().toInstant(ZoneOffset.UTC)),
                    lit(LAST_DAY.minusDays(2).atStartOfDay().toInstant(ZoneOffset.UTC))));
        }
        if (type instanceof TimestampNTZType) {
            return Optional.of(within(
                    value,
                    lit(wallClock(first)),
                    lit(wallClock(last.plusDays(1 + MARGIN_DAYS))),
                    lit(wallClock(FIRST_DAY.plusDays(2))),
                    lit(wallClock(LAST_DAY.minusDays(2)))));
        }
        return Optional.empty();
    }

    private Instant start(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }

    private static LocalDateTime wallClock(LocalDate day) {
        return LocalDateTime.of(day, LocalTime.MIDNIGHT);
    }

    private static Column within(Column value, Column from, Column until, Column first, Column last) {
        return value.isNull()
                .or(value.geq(from).and(value.lt(until)))
                .or(value.lt(first))
                .or(value.gt(last));
    }
}
