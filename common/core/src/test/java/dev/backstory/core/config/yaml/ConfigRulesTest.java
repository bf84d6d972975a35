package dev.backstory.core.config.yaml;

import static dev.backstory.core.config.yaml.ConfigText.minimalWith;
import static dev.backstory.core.config.yaml.ConfigText.problems;
import static dev.backstory.core.config.yaml.ConfigText.problemsOfMinimalWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.config.DqSettings;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.SettingsHash;
import dev.backstory.core.config.SparkSettings;
import dev.backstory.core.config.TableRules;
import dev.backstory.core.config.Warning;
import dev.backstory.core.config.ids.VocabularySettings;
import dev.backstory.core.config.key.Secret;
import dev.backstory.core.config.rule.Level;
import dev.backstory.core.config.rule.Rule;
import dev.backstory.core.config.storage.TableFormat;
import dev.backstory.core.config.storage.TableSettings;
import dev.backstory.core.contract.ActionType;
import dev.backstory.core.contract.ActionTypes;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The user's own rules of the audit, and what is set per step. */
final class ConfigRulesTest {
    private static String withRule(String rule) {
        return "dq: {training: {rules: [" + rule + "]}}\n";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{expression: label = 1}|: the key 'name' is missing; add it, for example name: known types",
                "{name: a}|.expression: needs an expression, a constraint or a query; add one of them",
                "{name: a, expression: b, constraint: is-unique}|.constraint: has an expression and a constraint; keep"
                        + " one of them, or make a rule of each",
                "{name: a, expression: b, query: select 1}|.query: has an expression and a query; keep one of them, or"
                        + " make a rule of each",
                "{name: a, query: select 1, values: [1]}|.values: is not allowed with a query; remove it, or write it"
                        + " into the query",
                "{name: a, expression: label = 1, column: label}|.column: is not allowed with an expression; remove"
                        + " it, or write it into the expression",
                "{name: a, constraint: is-complete}|.column: is missing; is-complete needs it",
                "{name: a, constraint: is-complete, column: label, min: 1}|.min: is not used by is-complete; remove it",
                "{name: a, constraint: has-completeness, column: label}|.min: is missing; has-completeness needs it",
                "{name: a, constraint: has-completeness, column: label, min: 99}|.min: 99 is out of range; allowed: a"
                        + " share from 0 to 1",
                "{name: a, constraint: is-contained-in, column: label}|.values: is missing; is-contained-in needs it",
                "{name: a, constraint: is-contained-in, column: label, values: []}|.values: the list is empty; give"
                        + " the values that are allowed",
                "{name: a, constraint: has-pattern, column: ranking_id}|.pattern: is missing; has-pattern needs it",
                "{name: a, constraint: has-pattern, column: ranking_id, pattern: \"[\"}|.pattern: '[' is not a regular"
                        + " expression: Unclosed character class at position 0",
                "{name: a, constraint: has-mean, column: label}|.constraint: has-mean needs min, max or both",
                "{name: a, constraint: has-size, min: 2, max: 1.5}|.min: 2 is more than max, 1.5; swap them",
                "{name: a, constraint: has-size, column: label, min: 2}|.column: is not used by has-size; remove it",
                "{name: a, constraint: hasSize, min: 2}|.constraint: 'hasSize' is not a constraint; allowed:"
                        + " is-complete, has-completeness, is-unique, is-non-negative, is-positive, is-contained-in,"
                        + " has-pattern, has-min, has-max, has-mean, has-sum, has-standard-deviation, has-min-length,"
                        + " has-max-length, has-size, has-distinct-values. Did you mean"
                        + " 'has-size'?",
                "{name: a, expression: b, level: error}|.level: 'error' is not allowed; allowed: fail, warn",
                "{name: \" \", expression: b}|.name: ' ' is empty; allowed: a non-empty string",
            })
    void refused(String rule, String message) {
        assertThat(problemsOfMinimalWith(withRule(rule)))
                .containsExactly("pipeline.yaml:6: dq.training.rules[0]" + message);
    }

    @Test
    void namesAreUniqueWithinAStep() {
        assertThat(problemsOfMinimalWith("""
                        dq:
                          actions:
                            rules:
                              - {name: a, expression: item_id > 1}
                          training:
                            rules:
                              - {name: a, expression: label = 1}
                              - {name: a, expression: label = 0}
                        """))
                .containsExactly("pipeline.yaml:13: dq.training.rules[1].name: the name 'a' is taken by an earlier rule"
                        + " of this step; give each rule its own");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "expression: item_id > 0",
                "query: select item_id from training group by item_id having count(*) > 9",
                "constraint: is-complete, column: item_id",
                "constraint: has-completeness, column: item_id, min: 0.9",
                "constraint: is-unique, column: item_id",
                "constraint: is-non-negative, column: item_id",
                "constraint: is-positive, column: item_id",
                "constraint: is-contained-in, column: item_id, values: [1, 2]",
                "constraint: has-pattern, column: item_id, pattern: \"[0-9]+\"",
                "constraint: has-min, column: item_id, min: 1",
                "constraint: has-max, column: item_id, max: 9",
                "constraint: has-mean, column: item_id, min: 1, max: 9",
                "constraint: has-sum, column: item_id, min: 1",
                "constraint: has-standard-deviation, column: item_id, max: 9",
                "constraint: has-min-length, column: ranking_id, min: 1",
                "constraint: has-max-length, column: ranking_id, max: 64",
                "constraint: has-size, min: 1",
                "constraint: has-distinct-values, column: item_id, min: 1",
            })
    void accepted(String rule) {
        Rule loaded = minimalWith(withRule("{name: a, level: warn, hint: ask, where: item_id > 1, " + rule + "}"))
                .dq()
                .training()
                .rules()
                .get(0);
        assertThat(loaded)
                .extracting(Rule::level, Rule::hint, Rule::where)
                .containsExactly(Level.WARN, "ask", "item_id > 1");
    }

    @Test
    void valuesAreTextsWhateverTheyLookLike() {
        String rule = "{name: a, constraint: is-contained-in, column: label, values: [1, 0.5, true, x]}";
        assertThat(minimalWith(withRule(rule)).dq().training().rules().get(0).values())
                .isEqualTo(List.of("1", "0.5", "true", "x"));
    }

    @Test
    void warningsCanFailADay() {
        TableRules rules = minimalWith("dq: {actions: {fail-on: [volume, empty-source]}}")
                .dq()
                .actions();
        assertThat(rules.levelOf(Warning.VOLUME)).isEqualTo(Level.FAIL);
        assertThat(rules.levelOf(Warning.TYPE_MIX)).isEqualTo(Level.WARN);
    }

    @Test
    void aWarningThatAStepNeverGivesIsRefused() {
        assertThat(problemsOfMinimalWith("dq: {impressions: {fail-on: [volume, type-mix]}}\n"))
                .containsExactly("pipeline.yaml:6: dq.impressions.fail-on[1]: the audit of impressions never warns of"
                        + " type-mix; allowed: volume, rejected-share, ordered-share, not-arrived, unknown-day");
    }

    @Test
    void warningsCanBeMutedWithAReason() {
        TableRules rules = minimalWith("dq: {actions: {mute: {volume: the sale, other-day: late app events}}}")
                .dq()
                .actions();
        assertThat(rules.mute())
                .containsExactly(
                        Map.entry(Warning.VOLUME, "the sale"), Map.entry(Warning.OTHER_DAY, "late app events"));
        assertThat(rules.levelOf(Warning.VOLUME)).isEqualTo(Level.WARN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "training: {mute: {lookback-coverd: new shop}}|dq.training.mute: unknown key"
                        + " 'lookback-coverd'; allowed: volume, rejected-share, type-mix, ordered-share,"
                        + " share-without-history, mean-history-length, empty-source, not-arrived, other-day, unknown-day,"
                        + " lookback-covered. Did you mean 'lookback-covered'?",
                "impressions: {mute: {type-mix: sale}}|dq.impressions.mute.type-mix: the audit of impressions never warns"
                        + " of type-mix; allowed: volume, rejected-share, ordered-share, not-arrived, unknown-day",
                "actions: {mute: {volume: \"\"}}|dq.actions.mute.volume: '' is empty; allowed: a string",
                "actions: {fail-on: [volume], mute: {volume: sale}}|dq.actions.fail-on[0]: volume is muted too; a warning"
                        + " either fails the day or is muted, name it once",
                "impressions: {max-other-day-share: 0.1}|dq.impressions.max-other-day-share: only the audit of actions"
                        + " holds the dt of rows against their times; move warn-other-day-share and max-other-day-share"
                        + " to dq.actions",
                "actions: {max-other-day-share: 1.5}|dq.actions.max-other-day-share: 1.5 is out of range; allowed: a"
                        + " number from 0 to 1",
            })
    void mutesAndSharesThatCannotBeMeant(String dq, String problem) {
        assertThat(problemsOfMinimalWith("dq: {" + dq + "}\n"))
                .singleElement()
                .asString()
                .isEqualTo("pipeline.yaml:6: " + problem);
    }

    @Test
    void daysOnWhichTheShopIsClosed() {
        PipelineConfig config = minimalWith("calendar: {closed: [2025-12-25, \"2025-12-26\"]}");
        assertThat(config.calendar().isClosed(LocalDate.parse("2025-12-26"))).isTrue();
        assertThat(config.calendar().isClosed(LocalDate.parse("2025-12-27"))).isFalse();
        assertThat(SettingsHash.rules(config, Table.TRAINING))
                .isNotEqualTo(SettingsHash.rules(minimalWith(""), Table.TRAINING));
        assertThat(problemsOfMinimalWith("calendar: {closed: [christmas]}\n"))
                .containsExactly("pipeline.yaml:6: calendar.closed[0]: 'christmas' is not a day; allowed: a day such as"
                        + " \"2026-01-01\"");
    }

    @Test
    void theFirstDayOfTheDataIsADay() {
        assertThat(minimalWith("history: {data-from: 2025-01-01}").history().dataFrom())
                .isEqualTo("2025-01-01");
        assertThat(problemsOfMinimalWith("history: {data-from: 01.01.2025}\n"))
                .singleElement()
                .asString()
                .isEqualTo("pipeline.yaml:6: history.data-from: '01.01.2025' is not a day; allowed: a day such as"
                        + " \"2026-01-01\"");
    }

    @Test
    void typesAreNumberedFromFourOn() {
        ActionTypes types =
                minimalWith("types: {1: click, 5: share, 4: wishlist}").actionTypes();
        assertThat(types.ids()).containsExactly("click", "cart", "order", "wishlist", "share");
        assertThat(types.described()).isEqualTo("1 (click), 2 (cart), 3 (order), 4 (wishlist) or 5 (share)");
        assertThat(types.name(4)).isEqualTo("wishlist");
        assertThat(types.name(6)).isEqualTo("type 6");
        assertThat(types.ofId("share")).contains(new ActionType(5, "share"));
        assertThat(types.ofId("shares")).isEmpty();
        assertThat(minimalWith("").actionTypes()).isEqualTo(ActionTypes.STANDARD);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{1: view}|types.1: is always click; give 'view' a code of its own",
                "{5: share}|types.5: there is no type 4; number them without a gap, from 4 on",
                "{4: wishlist, 6: share}|types.6: there is no type 5; number them without a gap, from 4 on",
                "{4: share, 5: share}|types.5: 'share' is the name of another type too; give each its own",
                "{0: none}|types.0: '0' is no code of a type; allowed: an integer from 4 to 127",
                "{128: far}|types.128: '128' is no code of a type; allowed: an integer from 4 to 127",
                "{wishlist: 4}|types.wishlist: 4 is a number; allowed: a string; quote it",
                "{4: clicks}|types.4: 'clicks' is a type that there is already; choose another name",
                "{4: Wish List}|types.4: 'Wish List' is no name; allowed: lower-case letters, digits, - and _, a letter"
                        + " first",
            })
    void typesThatAreNone(String types, String message) {
        assertThat(problemsOfMinimalWith("types: " + types + "\n")).containsExactly("pipeline.yaml:6: " + message);
    }

    @Test
    void aVocabularyHasItemsThatWereSeen() {
        VocabularySettings settings =
                minimalWith("vocabulary: {min-count: 5, max-items: 100}").vocabulary();
        assertThat(settings).isEqualTo(new VocabularySettings(5, 100));
        assertThat(settings.most()).isEqualTo(100);
        assertThat(minimalWith("").vocabulary().most()).isEqualTo(2_147_483_645);
        assertThat(problemsOfMinimalWith("vocabulary: {min-count: 0, max-items: 2147483646}\n"))
                .containsExactly(
                        "pipeline.yaml:6: vocabulary.min-count: 0 is out of range; allowed: an integer from 1 to"
                                + " 2147483647",
                        "pipeline.yaml:6: vocabulary.max-items: 2147483646 is out of range; allowed: an integer from 1 to"
                                + " 2147483645");
    }

    @Test
    void aFormatHasACatalogOfItsOwn() {
        TableSettings settings = minimalWith(
                        "storage: {format: iceberg, catalog: {type: jdbc, uri: \"jdbc:x\", jdbc.password: \"${ENV:P}\"}}")
                .storage();
        assertThat(settings)
                .isEqualTo(new TableSettings(
                        TableFormat.ICEBERG,
                        "backstory",
                        null,
                        Map.of(
                                "type", Secret.of("jdbc"),
                                "uri", Secret.of("jdbc:x"),
                                "jdbc.password", Secret.of("${ENV:P}"))));
        assertThat(settings.isCatalogOfFolders()).isFalse();
        assertThat(minimalWith("storage: {format: iceberg}").storage().isCatalogOfFolders())
                .isTrue();
        assertThat(minimalWith("").storage()).isEqualTo(TableSettings.FOLDERS);
    }

    /** Iceberg has settings that are named after secrets, and are none. */
    @ParameterizedTest
    @CsvSource({
        "client.credentials-provider, com.shop.Keys",
        "client.refresh-credentials-endpoint, http://catalog/keys",
        "token-refresh-enabled, false",
        "token-expires-in-ms, 60000"
    })
    void howACatalogFindsSecretsIsNone(String name, String value) {
        String catalog = "{type: rest, " + name + ": " + value + "}";
        assertThat(minimalWith("storage: {format: iceberg, catalog: " + catalog + "}")
                        .storage()
                        .catalog())
                .isEqualTo(Map.of("type", Secret.of("rest"), name, Secret.of(value)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{catalog: {type: jdbc}}|catalog: is a setting of format: iceberg; remove it, or change the format",
                "{format: delta, namespace: shop}|namespace: is a setting of format: iceberg; remove it, or change the"
                        + " format",
                "{format: iceberg, catalog: {type: rest, token: abc}}|catalog.token: a secret must not be in the file;"
                        + " write it as \"${ENV:NAME}\", which is read from the environment",
                "{format: iceberg, catalog: {type: glue, client.credentials-provider.secret: abc}}"
                        + "|catalog.client.credentials-provider.secret: a secret must not be in the file; write it as"
                        + " \"${ENV:NAME}\", which is read from the environment",
                "{format: iceberg, catalog: {type: rest, catalog-impl: a.B}}|catalog.catalog-impl: says the same as"
                        + " type; remove one of them",
            })
    void storageThatCannotBe(String storage, String message) {
        assertThat(problemsOfMinimalWith("storage: " + storage + "\n"))
                .containsExactly("pipeline.yaml:6: storage." + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3a", "gs"})
    void aCatalogOfFoldersNeedsRenames(String scheme) {
        assertThat(problems("""
                name: shop
                lake: %s://shop/lake
                sources:
                  clicks: {format: parquet, path: raw/clicks}
                  impressions: {format: json, path: raw/impressions}
                storage: {format: iceberg, catalog: {type: hadoop}}
                """.formatted(scheme)))
                .containsExactly("pipeline.yaml:6: storage.catalog: a catalog of type hadoop loses commits on an object"
                        + " store, where two may take the same name at once; give it another one, for example catalog:"
                        + " {type: jdbc, uri: \"jdbc:postgresql://db/ice\"} or {type: rest, uri: \"https://catalog\"}");
    }

    @Test
    void eachTableHasItsRules() {
        for (Table table : Table.values()) {
            DqSettings dq = minimalWith("dq: {" + table.folder() + ": {allow-empty: true}}")
                    .dq();
            for (Table other : Table.values()) {
                assertThat(dq.of(other).allowEmpty()).isEqualTo(other == table);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "[training], ACTIONS IMPRESSIONS TRAINING",
        "[histories], ACTIONS IMPRESSIONS HISTORIES",
        "'[histories, training]', ACTIONS IMPRESSIONS TRAINING HISTORIES"
    })
    void theOutputsAreTheTablesOfTheHistoryStep(String outputs, String tables) {
        PipelineConfig config = minimalWith("history: {outputs: " + outputs + "}");
        assertThat(config.tables()).extracting(Table::name).containsExactly(tables.split(" ", -1));
        assertThat(config.tables(Step.IMPRESSIONS)).containsExactly(Table.IMPRESSIONS);
        assertThat(config.tables(Step.HISTORY))
                .containsExactlyElementsOf(
                        config.tables().subList(2, config.tables().size()));
    }

    @Test
    void sparkSettingsOfAStepWinOverThoseOfAll() {
        SparkSettings spark = minimalWith("""
                        spark:
                          conf: {spark.a: 1, spark.b: true}
                          steps:
                            history: {spark.a: 2}
                        """).spark();
        assertThat(spark.confFor("actions")).isEqualTo(Map.of("spark.a", "1", "spark.b", "true"));
        assertThat(spark.confFor("history")).isEqualTo(Map.of("spark.a", "2", "spark.b", "true"));
        assertThatThrownBy(() -> spark.confFor("orders"))
                .hasMessage("Unknown step 'orders'; there are actions, impressions, history, dq");
    }
}
