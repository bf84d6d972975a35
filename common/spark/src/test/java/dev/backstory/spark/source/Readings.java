package dev.backstory.spark.source;

import dev.backstory.core.calendar.IsoTime;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.contract.ActionType;
import dev.backstory.spark.source.row.RequestedDays;
import dev.backstory.testsupport.SparkForTests;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads sources and prints what came out, one sorted line a row. */
final class Readings {
    private Readings() {}

    static RequestedDays days(String... days) {
        return RequestedDays.of(Arrays.stream(days).map(LocalDate::parse).toList());
    }

    /** {@code dt customer item time type}, or {@code dt reasons raw}. */
    static List<String> actions(ActionType type, Source source, ZoneId zone, String... days) {
        return actions(SparkForTests.session(), type, source, zone, days);
    }

    static List<String> actions(SparkSession session, ActionType type, Source source, ZoneId zone, String... days) {
        SourceRows rows = new SourceReader(session, zone).actions(type, source, days(days));
        return rows.rows().collectAsList().stream()
                .map(Readings::action)
                .sorted()
                .toList();
    }

    /** The rows of a source of any name, with how many were read and filtered out: the last line. */
    static List<String> counted(String name, Source source, ZoneId zone, String... days) {
        SourceRows rows = new SourceReader(SparkForTests.session(), zone).actions(name, source, days(days));
        List<String> lines = new ArrayList<>(rows.rows().collectAsList().stream()
                .map(Readings::action)
                .sorted()
                .toList());
        SourceRows.Read read = rows.recount();
        lines.add("rows " + read.rows() + ", filtered " + read.filtered());
        return lines;
    }

    /** Without the row that stands for an impression without items. */
    static List<String> impressions(Source source, String... days) {
        return impressions(source, ZoneId.of("UTC"), days);
    }

    static List<String> impressions(Source source, ZoneId zone, String... days) {
        SourceRows rows = new SourceReader(SparkForTests.session(), zone).impressions(source, days(days));
        return rows.rows().collectAsList().stream()
                .filter(row -> !row.isNullAt(row.fieldIndex("impression_pos"))
                        || !reasons(row).isEmpty())
                .map(Readings::impression)
                .sorted()
                .toList();
    }

    private static String action(Row row) {
        if (!reasons(row).isEmpty()) {
            return rejected(row);
        }
        return row.get(0) + " customer " + row.get(1) + " item " + row.get(2) + " at " + IsoTime.instant(row.getLong(3))
                + " type " + row.get(4);
    }

    private static String impression(Row row) {
        if (!reasons(row).isEmpty()) {
            return rejected(row);
        }
        return row.get(0) + " ranking " + row.get(1) + " customer " + row.get(2) + " pos " + row.get(3) + " item "
                + row.get(4) + " label " + row.get(5);
    }

    private static List<String> reasons(Row row) {
        return row.getList(row.fieldIndex("reasons"));
    }

    private static String rejected(Row row) {
        return "rejected " + row.get(0) + " " + reasons(row) + " " + row.getAs("raw");
    }
}
