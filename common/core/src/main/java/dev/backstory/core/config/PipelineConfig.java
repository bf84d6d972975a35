package dev.backstory.core.config;

import dev.backstory.core.config.ids.IdSettings;
import dev.backstory.core.config.ids.VocabularySettings;
import dev.backstory.core.config.input.Sources;
import dev.backstory.core.config.key.Key;
import dev.backstory.core.config.key.Maps;
import dev.backstory.core.config.key.Violations;
import dev.backstory.core.config.metrics.MetricsSettings;
import dev.backstory.core.config.storage.TableFormat;
import dev.backstory.core.config.storage.TableSettings;
import dev.backstory.core.contract.ActionTypes;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A whole {@code pipeline.yaml}, valid and complete: every default is filled in.
 *
 * @param lake an absolute local path or a URI
 */
public record PipelineConfig(
        @Key(
                doc = "What the pipeline is called; the DAGs are named after it.",
                example = "shop",
                pattern = "[A-Za-z][A-Za-z0-9_-]*",
                patternDoc = "a letter, then letters, digits, - and _")
        String name,

        @Key(
                doc = "The root of all tables: a local folder, hdfs://, s3a:// or gs://.",
                example = "data/lake",
                path = true)
        String lake,

        @Key(
                doc = "In which format the lake's tables are published.",
                example = "{format: iceberg}",
                defaultValue = "{}")
        TableSettings storage,

        @Key(
                doc = "The zone in which days begin and in which times without a zone are read.",
                example = "Europe/Berlin",
                defaultValue = "UTC")
        ZoneId timezone,

        @Key(
                doc = "Where the raw events are; impressions and at least one of the others.",
                example =
                        "{clicks: {format: parquet, path: raw/clicks}, impressions: {format: json, path: raw/impressions}}")
        Sources sources,

        @Key(
                doc = "What the ids of customers and items are: numbers, or texts.",
                example = "{customer_id: text, item_id: text}",
                defaultValue = "{}")
        IdSettings ids,

        @Key(
                doc = "Types of actions beside 1 (click), 2 (cart) and 3 (order), by their codes from 4 on.",
                example = "{4: wishlist}",
                defaultValue = "{}")
        Map<String, String> types,

        @Key(doc = "What a history is.", example = "{lookback: P6M}", defaultValue = "{}")
        HistorySettings history,

        @Key(doc = "How the steps run on Spark.", example = "{master: yarn}", defaultValue = "{}")
        SparkSettings spark,

        @Key(doc = "The shape of the training table.", example = "{numbers: narrow}", defaultValue = "{}")
        TrainingSettings training,

        @Key(
                doc = "Which items a vocabulary has: the numbers from 2 on that stand for items in a model.",
                example = "{min-count: 5}",
                defaultValue = "{}")
        VocabularySettings vocabulary,

        @Key(
                doc = "What the audit after each step tolerates, and your own rules.",
                example = "{actions: {allow-empty: true}}",
                defaultValue = "{}")
        DqSettings dq,

        @Key(doc = "On which days nothing is to be expected.", example = "{closed: [2025-12-25]}", defaultValue = "{}")
        CalendarSettings calendar,

        @Key(
                doc = "Where the figures of each run are sent: rows, seconds, verdicts.",
                example = "{statsd: \"localhost:8125\"}",
                defaultValue = "{}")
        MetricsSettings metrics,

        @Key(doc = "How the generated DAGs behave.", example = "{schedule: \"0 3 * * *\"}", defaultValue = "{}")
        AirflowSettings airflow) {

    public PipelineConfig {
        Violations violations = new Violations();
        sources.requireOutside(lake, violations);
        checkCatalog(lake, storage, violations);
        DeclaredTypes.check(types, sources, violations);
        violations.throwIfAny();
        types = Maps.copy(types);
    }

    /** Of two that take the next name of a table's metadata at once, one must fail: only a rename can say so. */
    private static void checkCatalog(String lake, TableSettings storage, Violations violations) {
        if (storage.format() == TableFormat.ICEBERG && storage.isCatalogOfFolders() && isOnObjectStore(lake)) {
            violations.add(
                    "a catalog of type hadoop loses commits on an object store, where two may take the same name at"
                            + " once; give it another one, for example catalog: {type: jdbc, uri:"
                            + " \"jdbc:postgresql://db/ice\"} or {type: rest, uri: \"https://catalog\"}",
                    "storage.catalog",
                    "lake");
        }
    }

    private static boolean isOnObjectStore(String lake) {
        return lake.startsWith("s3a:") || lake.startsWith("gs:");
    }

    /** All types of actions: the standard ones and those of {@link #types}. */
    public ActionTypes actionTypes() {
        return DeclaredTypes.of(types);
    }

    /** The tables that the pipeline makes every day, in the order of its steps. */
    public List<Table> tables() {
        return Step.daily().stream().flatMap(step -> tables(step).stream()).toList();
    }

    /** Those of a step; at least one. */
    public List<Table> tables(Step step) {
        return Stream.of(Table.values())
                .filter(table -> table.step() == step)
                .filter(table -> step != Step.HISTORY || history.writes(table))
                .toList();
    }
}
