package dev.backstory.core.config.input;

import dev.backstory.core.config.key.AsWritten;
import dev.backstory.core.config.key.Key;
import dev.backstory.core.config.key.Names;
import dev.backstory.core.config.key.Violations;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
        GivenKeys keys = new GivenKeys(violations)
                .with("path", path)
                .with("table", table)
                .with("columns", columns.isEmpty() ? null : columns)
                .with("csv", csv);
        if (format == Format.JDBC || format == Format.QUERY) {
            violations.add(
                    "'" + Names.kebab(format.name())
                            + "' is not allowed here; allowed: parquet, orc, json, csv, iceberg, delta, table",
                    "format");
        } else if (format == Format.TABLE) {
            keys.require("table", "it is the table's name, for example table: prod.shop.users");
            keys.forbid("a table has its name in a catalog; remove it, or change the format", "path");
        } else {
            keys.require("path", "where it is, for example path: raw/users");
            keys.forbid("only format: table has it; remove it, or change the format", "table");
        }
        if (format.isTable()) {
            keys.forbid("a table names its columns itself; remove it", "columns");
        } else if (format != Format.JDBC && format != Format.QUERY) {
            keys.require("columns", "name those that the query uses, for example columns: [uid, customer]");
        }
        if (format != Format.CSV) {
            keys.forbid("only csv has it; remove it, or change the format", "csv");
        }
        violations.throwIfAny();
        columns = List.copyOf(columns);
    }
}
