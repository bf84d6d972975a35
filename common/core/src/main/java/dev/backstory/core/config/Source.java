package dev.backstory.core.config;

import dev.backstory.core.calendar.TimeFormat;
import dev.backstory.core.config.input.Arrival;
import dev.backstory.core.config.input.Partition;
import dev.backstory.core.config.key.AsWritten;
import dev.backstory.core.config.key.ContractColumns;
import dev.backstory.core.config.key.Key;
import dev.backstory.core.config.key.Maps;
import dev.backstory.core.config.key.Names;
import dev.backstory.core.config.key.Secret;
import dev.backstory.core.config.key.Violations;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
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
        if (format == Format.JDBC) {
            checkDatabase(violations, path, url, table);
        } else if (format == Format.TABLE) {
            String reason = "a table has its name in a catalog; remove it, or change the format";
            require(violations, table, "table", "it is the table's name, for example table: catalog.shop.clicks");
            forbid(violations, path, "path", reason);
            forbidDatabase(violations, url, user, password, reason);
        } else if (format == Format.QUERY) {
            String reason = "a query has inputs; remove it, or change the format";
            require(violations, query, "query", "a query source needs it, for example query: select * from shop");
            forbid(violations, path, "path", reason);
            forbid(violations, table, "table", reason);
            forbidDatabase(violations, url, user, password, reason);
            checkInputs(violations, inputs);
        } else {
            String aSource = (format == Format.ORC || format == Format.ICEBERG ? "an " : "a ")
                    + Names.kebab(format.name()) + " source ";
            String reason = aSource + "has a path; remove it, or use format: jdbc";
            require(violations, path, "path", aSource + "needs it, for example path: raw/clicks");
            forbid(violations, table, "table", reason);
            forbidDatabase(violations, url, user, password, reason);
        }
        if (format != Format.JDBC) {
            String reason = "only a jdbc source has it; remove it, or change the format";
            forbid(violations, partition, "partition", reason);
            forbid(violations, fetchSize == FETCH_ROWS ? null : fetchSize, "fetch-size", reason);
        }
        if (format != Format.QUERY) {
            String reason = "only a query source has it; remove it, or change the format";
            forbid(violations, query, "query", reason);
            forbid(violations, inputs.isEmpty() ? null : inputs, "inputs", reason);
        }
        if (format != Format.CSV && csv != null) {
            forbid(violations, csv, "csv", "only a csv source has it; remove it, or change the format");
        }
        checkFormat(violations, timeFormat, "time-format");
        checkFormat(violations, dayFormat, "day-format");
        violations.throwIfAny();
        columns = Maps.copy(columns);
        inputs = Maps.copy(inputs);
        constants = Maps.copy(constants);
        without = List.copyOf(without);
    }

    private static void checkInputs(Violations violations, Map<String, QueryInput> inputs) {
        if (inputs.isEmpty()) {
            violations.add(
                    "is empty; name what the query uses, for example inputs: {shop: {format: parquet, path: raw/shop,"
                            + " columns: [tenant, uid]}}",
                    "inputs");
        }
        TreeSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : inputs.keySet()) {
            if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                violations.add("'" + name + "' is no name for SQL; allowed: letters, digits and _", "inputs." + name);
            } else if (!names.add(name)) {
                violations.add("'" + name + "' is there twice, as SQL knows no case", "inputs." + name);
            }
        }
    }

    private static void checkDatabase(
            Violations violations, @Nullable String path, @Nullable Secret url, @Nullable String table) {
        require(violations, url, "url", "a jdbc source needs it, for example url: jdbc:postgresql://db:5432/shop");
        require(violations, table, "table", "a jdbc source needs it, for example table: public.orders");
        forbid(violations, path, "path", "a jdbc source has a url and a table; remove it, or change the format");
        if (url != null && !url.mayStartWith("jdbc:")) {
            violations.add("does not start with jdbc:; write it as jdbc:postgresql://host:5432/database", "url");
        }
        if (url != null && url.holdsPassword()) {
            violations.add(
                    "the url contains a password; move it to password: \"${ENV:NAME}\", which is read from the"
                            + " environment",
                    "url");
        }
    }

    private static void forbidDatabase(
            Violations violations,
            @Nullable Secret url,
            @Nullable String user,
            @Nullable Secret password,
            String reason) {
        forbid(violations, url, "url", reason);
        forbid(violations, user, "user", reason);
        forbid(violations, password, "password", reason);
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

    private static void require(Violations violations, @Nullable Object value, String key, String reason) {
        if (value == null) {
            violations.add("is missing; " + reason, key, "format");
        }
    }

    private static void forbid(Violations violations, @Nullable Object value, String key, String reason) {
        if (value != null) {
            violations.add("is not allowed here: " + reason, key, "format");
        }
    }

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

    /**
     * What the query of a source may name.
     *
     * @param path an absolute local path or a URI
     * @param columns that the query sees; of a table all
     * @param pathAsWritten the path before it was resolved: what is the same on every machine
     */
    public record QueryInput(
            @Key(doc = "As of a source, but not jdbc or query.", example = "csv")
            Format format,

            @Key(doc = "Files, iceberg and delta: as of a source.", example = "raw/users.csv", path = true) @Nullable
            String path,

            @Key(doc = "table only: as of a source.", example = "prod.shop.users") @Nullable
            String table,

            @Key(
                    doc =
                            "Files only: the columns that the query sees; a field of a struct by its path, in backquotes then.",
                    example = "[uid, customer]",
                    defaultValue = "[]")
            List<String> columns,

            @Key(doc = "csv only: as of a source.", example = "{separator: \";\"}") @Nullable
            CsvSettings csv,

            @AsWritten("path") @Nullable String pathAsWritten) {

        public QueryInput {
            Violations violations = new Violations();
            String name = Names.kebab(format.name());
            if (format == Format.JDBC || format == Format.QUERY) {
                violations.add(
                        "'" + name + "' is not allowed here; allowed: parquet, orc, json, csv, iceberg, delta, table",
                        "format");
            } else if (format == Format.TABLE) {
                require(violations, table, "table", "it is the table's name, for example table: prod.shop.users");
                forbid(violations, path, "path", "a table has its name in a catalog; remove it, or change the format");
            } else {
                require(violations, path, "path", "where it is, for example path: raw/users");
                forbid(violations, table, "table", "only format: table has it; remove it, or change the format");
            }
            if (format.isTable()) {
                forbid(
                        violations,
                        columns.isEmpty() ? null : columns,
                        "columns",
                        "a table names its columns itself; remove it");
            } else if (format != Format.JDBC && format != Format.QUERY) {
                require(
                        violations,
                        columns.isEmpty() ? null : columns,
                        "columns",
                        "name those that the query uses, for example columns: [uid, customer]");
            }
            if (format != Format.CSV) {
                forbid(violations, csv, "csv", "only csv has it; remove it, or change the format");
            }
            violations.throwIfAny();
            columns = List.copyOf(columns);
        }
    }
}
