package dev.backstory.core.config.input;

import dev.backstory.core.config.key.Names;
import dev.backstory.core.config.key.Secret;
import dev.backstory.core.config.key.Violations;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which keys a source needs, and which it must not have, by its format; and what a URL and the inputs of a query must be. */
final class SourceKeys {
    private final Format format;
    private final GivenKeys keys;

    SourceKeys(Format format, GivenKeys keys) {
        this.format = format;
        this.keys = keys;
    }

    void check(@Nullable Secret url, Map<String, QueryInput> inputs, Violations violations) {
        switch (format) {
            case JDBC -> checkDatabase(url, violations);
            case TABLE -> checkTable();
            case QUERY -> checkQuery(inputs, violations);
            case PARQUET, ORC, JSON, CSV, ICEBERG, DELTA -> checkPath();
        }
        if (format != Format.JDBC) {
            keys.forbid("only a jdbc source has it; remove it, or change the format", "partition", "fetch-size");
        }
        if (format != Format.QUERY) {
            keys.forbid("only a query source has it; remove it, or change the format", "query", "inputs");
        }
        if (format != Format.CSV) {
            keys.forbid("only a csv source has it; remove it, or change the format", "csv");
        }
    }

    private void checkDatabase(@Nullable Secret url, Violations violations) {
        keys.require("url", "a jdbc source needs it, for example url: jdbc:postgresql://db:5432/shop");
        keys.require("table", "a jdbc source needs it, for example table: public.orders");
        keys.forbid("a jdbc source has a url and a table; remove it, or change the format", "path");
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

    private void checkTable() {
        keys.require("table", "it is the table's name, for example table: catalog.shop.clicks");
        forbidOtherPlaces("a table has its name in a catalog; remove it, or change the format", "path");
    }

    private void checkQuery(Map<String, QueryInput> inputs, Violations violations) {
        keys.require("query", "a query source needs it, for example query: select * from shop");
        forbidOtherPlaces("a query has inputs; remove it, or change the format", "path", "table");
        checkInputs(inputs, violations);
    }

    private void checkPath() {
        String aSource = (format == Format.ORC || format == Format.ICEBERG ? "an " : "a ") + Names.kebab(format.name())
                + " source ";
        keys.require("path", aSource + "needs it, for example path: raw/clicks");
        forbidOtherPlaces(aSource + "has a path; remove it, or use format: jdbc", "table");
    }

    /** Forbids some keys, and all that only a database has. */
    private void forbidOtherPlaces(String reason, String... others) {
        keys.forbid(reason, others);
        keys.forbid(reason, "url", "user", "password");
    }

    private static void checkInputs(Map<String, QueryInput> inputs, Violations violations) {
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
}
