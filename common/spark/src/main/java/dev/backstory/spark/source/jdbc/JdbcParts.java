package dev.backstory.spark.source.jdbc;

import dev.backstory.core.config.input.Partition;
import dev.backstory.core.failure.FinalException;
import dev.backstory.spark.source.row.RequestedDays;
import dev.backstory.spark.source.row.SourceName;
import dev.backstory.spark.source.row.SourceType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The conditions of the queries that read a table in parts.
 *
 * <p>Invariant: of all values, null included, each fulfills exactly one of the conditions. So bounds that are wrong make
 * parts of uneven size, and lose nothing.
 */
final class JdbcParts {
    private final SourceName source;
    private final Partition partition;
    private final JdbcColumns.Found column;

    /** @param column the one that the partition names, or that has its name in other upper and lower case */
    JdbcParts(SourceName source, Partition partition, JdbcColumns.Found column) {
        this.source = source;
        this.partition = partition;
        this.column = column;
    }

    /**
     * @param days of the column if it is the one of the days; null for another
     * @param from what follows {@code select … from}
     */
    List<String> conditions(Connection connection, RequestedDays days, String from) throws SQLException {
        boolean isDate = column.type() == SourceType.DATE;
        if (!isDate && column.type() != SourceType.INTEGER && column.type() != SourceType.WHOLE_DECIMAL) {
            throw new FinalException("Cannot read " + source + " because its column '" + column.name()
                    + "' (partition) is of type " + column.typeName()
                    + ", where an integer, a decimal with scale 0 or a date is needed; name another in sources."
                    + source.name() + ".partition.column");
        }
        String first = partition.from();
        String last = partition.to();
        if (first == null && isDate && days != null) {
            first = days.first().toString();
            last = days.last().toString();
        }
        if (first == null) {
            try (Statement statement = connection.createStatement();
                    ResultSet bounds = statement.executeQuery(
                            "select min(" + column.quoted() + "), max(" + column.quoted() + ") from " + from)) {
                bounds.next();
                first = bounds.getString(1);
                last = bounds.getString(2);
            }
        }
        if (first == null) {
            return List.of();
        }
        BigInteger least = isDate ? day(first) : number(first, RoundingMode.FLOOR);
        BigInteger most = isDate ? day(last) : number(last, RoundingMode.CEILING);
        if (least.compareTo(most) > 0) {
            throw new FinalException("Cannot read " + source + " because its parts go from " + first + " to " + last
                    + "; give the smaller one first in sources." + source.name() + ".partition");
        }
        return between(
                least,
                most,
                isDate ? day -> "date '" + LocalDate.ofEpochDay(day.longValueExact()) + "'" : BigInteger::toString);
    }

    private List<String> between(BigInteger least, BigInteger most, Function<BigInteger, String> literal) {
        BigInteger values = most.subtract(least).add(BigInteger.ONE);
        int parts = values.min(BigInteger.valueOf(partition.parts())).intValueExact();
        if (parts == 1) {
            return List.of();
        }
        String name = column.quoted();
        List<String> conditions = new ArrayList<>();
        String begin = null;
        for (int part = 1; part < parts; part++) {
            BigInteger end = least.add(values.multiply(BigInteger.valueOf(part)).divide(BigInteger.valueOf(parts)));
            String until = literal.apply(end);
            conditions.add(
                    begin == null
                            ? "(" + name + " < " + until + " or " + name + " is null)"
                            : "(" + name + " >= " + begin + " and " + name + " < " + until + ")");
            begin = until;
        }
        conditions.add("(" + name + " >= " + begin + ")");
        return conditions;
    }

    private BigInteger number(String text, RoundingMode toWhole) {
        try {
            return new BigDecimal(text.strip()).setScale(0, toWhole).toBigIntegerExact();
        } catch (NumberFormatException e) {
            throw noBound(text, "a number");
        }
    }

    private BigInteger day(String text) {
        try {
            return BigInteger.valueOf(LocalDate.parse(text).toEpochDay());
        } catch (DateTimeException e) {
            throw noBound(text, "a day (yyyy-mm-dd)");
        }
    }

    private FinalException noBound(String text, String what) {
        return new FinalException("Cannot read " + source + " because its parts are bounded by '" + text
                + "', which is not " + what + " as the column '" + column.name() + "' is; give both bounds in sources."
                + source.name() + ".partition, or another column");
    }
}
