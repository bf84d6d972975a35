package dev.backstory.spark.source.jdbc;

import dev.backstory.spark.source.row.RequestedDays;
import dev.backstory.spark.source.row.SourceType;
import java.time.LocalDate;

/** Conditions on the column of the day, or of the time, that leave out rows of other days in the database already. */
final class WantedDays {
    /** Days that a database can name and yyyy-mm-dd cannot: their rows are rejected, not left out. */
    private static final LocalDate FIRST_DAY = LocalDate.of(1, 1, 1);

    private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

    /** Further than any two zones are apart: the database may be in another than the pipeline. */
    private static final int ZONES_DAYS = 2;

    private WantedDays() {}

    /**
     * Leaves out rows that are certainly of no requested day; empty where only the rules can tell, as of texts, which may
     * hold any spelling of a day, in any collation.
     *
     * @param name of the column, as SQL has it
     */
    static String condition(String name, SourceType type, JdbcDialect dialect, RequestedDays days) {
        return switch (type) {
            case DATE ->
                "(" + name + " is null or " + name + " between date '" + days.first() + "' and date '" + days.last()
                        + "'"
                        + (dialect.comparesTimes()
                                ? " or " + name + " < date '" + FIRST_DAY + "' or " + name + " > date '" + LAST_DAY
                                        + "'"
                                : "")
                        + ")";
            case INSTANT, WALL_CLOCK ->
                dialect.comparesTimes()
                        ? "(" + name + " is null or (" + name + " >= "
                                + start(days.first().minusDays(ZONES_DAYS)) + " and " + name + " < "
                                + start(days.last().plusDays(1 + ZONES_DAYS)) + ") or " + name + " < "
                                + start(FIRST_DAY.plusDays(ZONES_DAYS)) + " or " + name + " >= "
                                + start(LAST_DAY.minusDays(ZONES_DAYS)) + ")"
                        : "";
            default -> "";
        };
    }

    private static String start(LocalDate day) {
        return "timestamp '" + day + " 00:00:00'";
    }
}
