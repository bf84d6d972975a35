package dev.backstory.core.config.input;

import dev.backstory.core.calendar.TimeFormat;
import dev.backstory.core.config.key.AsWritten;
import dev.backstory.core.config.key.ContractColumns;
import dev.backstory.core.config.key.Key;
import dev.backstory.core.config.key.Maps;
import dev.backstory.core.config.key.Secret;
import dev.backstory.core.config.key.Violations;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One source of raw events: files of a format under a path, or a table of a database.
 *
 * @param path an absolute local path or a URI; only for files
 * @param columns logical name to the name in the source; complete once the source is part of {@link Sources}
 * @param pathAsWritten the path before it was resolved: what is the same on every machine
 */
public record Source(
        @Key(
                doc =
                        "The format of the files; iceberg or delta for a table by its folder, table for one of a catalog, jdbc for one of a database; query for a query over any but the last.",
                example = "parquet")
        Format format,

        @Key(
                doc = "The folder or file, local or a URI; of iceberg and delta the folder of the table.",
                example = "raw/clicks",
                path = true)
        @Nullable
        String path,

        @Key(
                doc = "jdbc only: the URL; may hold ${ENV:NAME}, must not hold a password.",
                example = "jdbc:postgresql://db:5432/shop")
        @Nullable
        Secret url,

        @Key(
                doc =
                        "jdbc: the table, with its schema where needed. table: its name in Spark's catalogs, with those of catalog and database where needed.",
                example = "public.orders")
        @Nullable
        String table,

        @Key(doc = "jdbc only: the user name.", example = "reader") @Nullable
        String user,

        @Key(
                doc = "jdbc only: the password, as a reference to the environment.",
                example = "\"${ENV:SHOP_DB_PASSWORD}\"",
                referenceOnly = true)
        @Nullable
        Secret password,

        @Key(doc = "jdbc only: how the table is read by several queries at once.", example = "{column: id, parts: 8}")
        @Nullable
        Partition partition,

        @Key(
                doc = "jdbc only: how many rows the driver fetches at a time.",
                example = "1000",
                defaultValue = "10000",
                min = 1,
                max = 1_000_000)
        int fetchSize,

        @Key(
                doc = "query only: a query in Spark SQL over the inputs; its result is read as any source.",
                example = "select * from shop where tenant = 7")
        @Nullable
        String query,

        @Key(
                doc = "query only: what the query may name, by the name that it uses.",
                example = "{shop: {format: parquet, path: raw/shop, columns: [tenant, uid]}}",
                defaultValue = "{}")
        Map<String, QueryInput> inputs,

        @Key(
                doc = "Names of columns that differ from the default: logical name to the name in the source.",
                example = "{item_id: article_id}",
                defaultValue = "{}")
        Map<String, String> columns,

        @Key(
                doc = "Where the day of a row is: in its column or folder, or that of its time in the pipeline's zone.",
                example = "from-time",
                defaultValue = "column")
        DayFrom dt,

        @Key(
                doc = "How times are written: iso, epoch-seconds, epoch-millis, epoch-micros, or a pattern of Java.",
                example = "dd.MM.yyyy HH:mm",
                defaultValue = "iso")
        String timeFormat,

        @Key(
                doc =
                        "How the day's column is written: iso (yyyy-mm-dd), epoch-seconds, -millis or -micros, or a pattern.",
                example = "yyyyMMdd",
                defaultValue = "iso")
        String dayFormat,

        @Key(
                doc = "Values that all rows of the source have, instead of a column: logical name to value.",
                example = "{item_id: 7}",
                defaultValue = "{}",
                keys = {"dt", "customer_id", "item_id", "action_time", "ranking_id", "is_order"},
                anyScalar = true)
        Map<String, String> constants,

        @Key(
                doc = "Logical columns that the source does not have: their values are null.",
                example = "[ranking_id]",
                defaultValue = "[]",
                pattern = "ranking_id|is_order|action_time",
                patternDoc = "ranking_id, is_order, action_time")
        List<String> without,

        @Key(
                doc = "A Spark SQL condition over the source's own columns: other rows are filtered out, and counted.",
                example = "\"country = 'DE'\"")
        @Nullable
        String where,

        @Key(doc = "csv only: how the files are written.", example = "{separator: \";\"}") @Nullable
        CsvSettings csv,

        @Key(
                doc = "events only: what kind of event a row is.",
                example = "{column: event, values: {view: click, buy: order}}")
        @Nullable
        EventType type,

        @Key(
                doc =
                        "impressions only: a row has an array of structs (array), one item (rows), or lists of ids (lists).",
                example = "rows",
                defaultValue = "array")
        Layout layout,

        @Key(
                doc = "impressions in rows only: the position of the first item, where a column has positions.",
                example = "1",
                defaultValue = "0",
                min = 0,
                max = 1)
        int firstPosition,

        @Key(
                doc = "Until when a day without rows is not there yet, and what becomes of it after that.",
                example = "{wait-until: \"06:00\", then: skip}")
        @Nullable
        Arrival arrival,

        @AsWritten("path") @Nullable String pathAsWritten) {

    private static final int FETCH_ROWS = 10_000;

    public Source {
        Violations violations = new Violations();
        new SourceKeys(
                        format,
                        new GivenKeys(violations)
                                .with("path", path)
                                .with("url", url)
                                .with("table", table)
                                .with("user", user)
                                .with("password", password)
                                .with("partition", partition)
                                .with("fetch-size", fetchSize == FETCH_ROWS ? null : fetchSize)
                                .with("query", query)
                                .with("inputs", inputs.isEmpty() ? null : inputs)
                                .with("csv", csv))
                .check(url, inputs, violations);
        checkFormat(violations, timeFormat, "time-format");
        checkFormat(violations, dayFormat, "day-format");
        violations.throwIfAny();
        columns = Maps.copy(columns);
        inputs = Maps.copy(inputs);
        constants = Maps.copy(constants);
        without = List.copyOf(without);
    }

    /** Files of a format, or a table that is one by its folder. */
    public static Source files(Format format, String path, Map<String, String> columns) {
        return plain(format, path, null, null, null, columns);
    }

    /** Files of csv that are written so. */
    public static Source csv(String path, CsvSettings csv, Map<String, String> columns) {
        return plain(Format.CSV, path, null, null, csv, columns);
    }

    /** A table of a catalog. */
    public static Source table(String table, Map<String, String> columns) {
        return plain(Format.TABLE, null, null, table, null, columns);
    }

    /** An input of a query, by itself. */
    public static Source of(QueryInput input) {
        return plain(input.format(), input.path(), null, input.table(), input.csv(), Map.of());
    }

    /** A table of a database that asks for no user. */
    public static Source jdbc(Secret url, String table, Map<String, String> columns) {
        return plain(Format.JDBC, null, url, table, null, columns);
    }

    /** A table of a database. */
    public static Source jdbc(Secret url, String table, @Nullable String user, @Nullable Secret password) {
        return plain(Format.JDBC, null, url, table, user, password, null, Map.of());
    }

    private static Source plain(
            Format format,
            @Nullable String path,
            @Nullable Secret url,
            @Nullable String table,
            @Nullable CsvSettings csv,
            Map<String, String> columns) {
        return plain(format, path, url, table, null, null, csv, columns);
    }

    private static Source plain(
            Format format,
            @Nullable String path,
            @Nullable Secret url,
            @Nullable String table,
            @Nullable String user,
            @Nullable Secret password,
            @Nullable CsvSettings csv,
            Map<String, String> columns) {
        return new Source(
                format,
                path,
                url,
                table,
                user,
                password,
                null,
                FETCH_ROWS,
                null,
                Map.of(),
                columns,
                DayFrom.COLUMN,
                TimeFormat.ISO,
                TimeFormat.ISO,
                Map.of(),
                List.of(),
                null,
                csv,
                null,
                Layout.ARRAY,
                0,
                null,
                null);
    }

    private static void checkFormat(Violations violations, String text, String key) {
        try {
            if (!TimeFormat.isIso(text)) {
                TimeFormat.of(text);
            }
        } catch (IllegalArgumentException e) {
            violations.add("'" + text + "' " + e.getMessage(), key);
        }
    }

    /** How its csv is written. */
    public CsvSettings csvSettings() {
        return csv == null ? CsvSettings.STANDARD : csv;
    }

    /** The format of its times; null for ISO-8601. */
    public @Nullable TimeFormat times() {
        return TimeFormat.isIso(timeFormat) ? null : TimeFormat.of(timeFormat);
    }

    /** The format of its days; null for yyyy-mm-dd. */
    public @Nullable TimeFormat days() {
        return TimeFormat.isIso(dayFormat) ? null : TimeFormat.of(dayFormat);
    }

    /** Whether both are the same table of the same database or catalog. */
    boolean isTableOf(Source other) {
        if (format == Format.TABLE && other.format == Format.TABLE) {
            return table != null && table.equalsIgnoreCase(other.table);
        }
        return table != null && table.equals(other.table) && url != null && url.equals(other.url);
    }

    /** The path as the user knows it. */
    @Nullable
    String shownPath() {
        return pathAsWritten == null ? path : pathAsWritten;
    }

    /** Itself, with the names of all columns that it has; what its keys break of the contract is reported. */
    Source withColumnsOf(ContractColumns contract, String prefix, Violations violations) {
        Violations found = new Violations();
        contract.check(columns, found);
        violations.addAll(prefix + "columns.", found);
        Violations ofKeys = new Violations();
        SourceColumns rules = new SourceColumns(this, contract);
        rules.check(ofKeys);
        violations.addAll(prefix, ofKeys);
        return new Source(
                format,
                path,
                url,
                table,
                user,
                password,
                partition,
                fetchSize,
                query,
                inputs,
                rules.ofSource(),
                dt,
                timeFormat,
                dayFormat,
                constants,
                without,
                where,
                csv,
                type,
                layout,
                firstPosition,
                arrival,
                pathAsWritten);
    }
}
