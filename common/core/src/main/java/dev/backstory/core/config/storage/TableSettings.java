package dev.backstory.core.config.storage;

import dev.backstory.core.config.key.Key;
import dev.backstory.core.config.key.Maps;
import dev.backstory.core.config.key.Secret;
import dev.backstory.core.config.key.Violations;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * In which format the lake's tables are published.
 *
 * @param catalogName what the catalog is called; other programs must call it so where it is part of the catalog's keys
 * @param namespace the namespace of the tables; null for the pipeline's name, and for none in a catalog of folders
 * @param catalog Iceberg's own settings of its catalog
 */
public record TableSettings(
        @Key(
                doc = "parquet for folders of files; iceberg or delta for tables that other engines know as such.",
                example = "iceberg",
                defaultValue = "parquet")
        TableFormat format,

        @Key(
                doc = "iceberg only: what the catalog is called.",
                example = "lake",
                defaultValue = "backstory",
                pattern = "[A-Za-z][A-Za-z0-9_-]*",
                patternDoc = "a letter, then letters, digits, - and _")
        String catalogName,

        @Key(
                doc =
                        "iceberg only: the namespace of the tables; by default the pipeline's name, and none in a catalog of type hadoop.",
                example = "shop",
                pattern = "[A-Za-z][A-Za-z0-9_-]*",
                patternDoc = "a letter, then letters, digits, - and _")
        @Nullable
        String namespace,

        @Key(
                doc =
                        "iceberg only: the settings of the catalog as Iceberg names them; without any the folder of each table is the catalog. Secrets as ${ENV:NAME}.",
                example = "{type: jdbc, uri: \"jdbc:postgresql://db/ice\", jdbc.password: \"${ENV:ICE_PASSWORD}\"}",
                defaultValue = "{}",
                anyScalar = true)
        Map<String, Secret> catalog) {

    /** Folders of files. */
    public static final TableSettings FOLDERS = new TableSettings(TableFormat.PARQUET, "backstory", null, Map.of());

    private static final String TYPE = "type";
    private static final String CLASS = "catalog-impl";
    private static final Pattern SECRET =
            Pattern.compile(".*(secret|password|passwd|token|credential).*", Pattern.CASE_INSENSITIVE);

    /** How secrets are found, and how long they last, is none: {@code client.credentials-provider}. */
    private static final Pattern ABOUT_SECRETS = Pattern.compile(".*-(provider|enabled|endpoint|in-ms)");

    public TableSettings {
        Violations violations = new Violations();
        if (format != TableFormat.ICEBERG) {
            String only = "is a setting of format: iceberg; remove it, or change the format";
            if (!catalog.isEmpty()) {
                violations.add(only, "catalog", "format");
            }
            if (namespace != null) {
                violations.add(only, "namespace", "format");
            }
        }
        catalog.forEach((name, value) -> {
            if (SECRET.matcher(name).matches() && !ABOUT_SECRETS.matcher(name).matches() && !value.isOneReference()) {
                violations.add(
                        "a secret must not be in the file; write it as \"${ENV:NAME}\", which is read from the"
                                + " environment",
                        "catalog." + name);
            }
        });
        if (catalog.containsKey(TYPE) && catalog.containsKey(CLASS)) {
            violations.add("says the same as type; remove one of them", "catalog." + CLASS, "catalog." + TYPE);
        }
        violations.throwIfAny();
        catalog = Maps.copy(catalog);
    }

    /** Whether the catalog is the folders of the tables, in which a new version is a new name that only one may take. */
    public boolean isCatalogOfFolders() {
        Secret folders = Secret.of("hadoop");
        return !catalog.containsKey(CLASS)
                && catalog.getOrDefault(TYPE, folders).equals(folders);
    }

    /** The settings of the catalog with the secrets of this process's environment. */
    public Map<String, String> resolvedCatalog() {
        Map<String, String> resolved = new LinkedHashMap<>();
        catalog.forEach((name, value) -> resolved.put(name, value.resolve()));
        return resolved;
    }
}
