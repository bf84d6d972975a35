package dev.backstory.core.config;

import static dev.backstory.core.config.yaml.ConfigText.load;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.config.yaml.ConfigText;
import dev.backstory.core.contract.Table;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsHashTest {
    private static final String CONFIG = """
            name: shop
            lake: data/lake
            timezone: Europe/Berlin
            sources:
              clicks: {format: parquet, path: raw/clicks, columns: {item_id: item}}
              carts: {format: csv, path: raw/carts}
              orders: {format: jdbc, url: "jdbc:x:${ENV:DB}", table: orders, user: reader, password: "${ENV:PW}"}
              impressions: {format: json, path: raw/impressions}
            ids: {customer_id: number, item_id: number}
            history: {length: 1000, lookback: P1Y, missing-days: fail}
            training: {numbers: wide, columns: {label: is_order}}
            spark: {master: yarn, conf: {spark.executor.memory: 8g}}
            dq:
              actions:
                max-rejected-share: 0.5
                allow-empty: false
                rules: [{name: a, expression: item_id > 1, hint: look}]
              impressions: {max-rejected-share: 0.4}
              training: {max-rejected-share: 0.3}
              histories: {max-rejected-share: 0.2}
              vocabulary: {max-rejected-share: 0.1}
            vocabulary: {min-count: 3, max-items: 7}
            airflow: {schedule: "@daily", retries: 1}
            """;

    /** What is hashed, as words of the tables below. */
    private static Set<String> changedBy(String from, String to) {
        assertThat(CONFIG).contains(from);
        PipelineConfig before = load(CONFIG);
        PipelineConfig after = load(CONFIG.replace(from, to));
        Set<String> changed = new LinkedHashSet<>();
        addIf(changed, "actions", SettingsHash.actions(before), SettingsHash.actions(after));
        addIf(changed, "impressions", SettingsHash.impressions(before), SettingsHash.impressions(after));
        addIf(changed, "training", SettingsHash.training(before), SettingsHash.training(after));
        addIf(changed, "histories", SettingsHash.histories(before), SettingsHash.histories(after));
        addIf(changed, "vocabulary", SettingsHash.vocabulary(before), SettingsHash.vocabulary(after));
        for (Table table : Table.values()) {
            addIf(
                    changed,
                    "rules-" + table.folder(),
                    SettingsHash.rules(before, table),
                    SettingsHash.rules(after, table));
        }
        return changed;
    }

    private static void addIf(Set<String> changed, String name, String before, String after) {
        if (!before.equals(after)) {
            changed.add(name);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "customer_id: number|customer_id: text|actions impressions",
                "item_id: number|item_id: text|actions impressions",
                "Europe/Berlin|Europe/Paris|actions impressions training histories",
                "format: parquet, path: raw/clicks|format: orc, path: raw/clicks|actions",
                "path: raw/clicks|path: raw/clicks2|actions",
                "{item_id: item}|{item_id: item2}|actions",
                "path: raw/carts|path: raw/carts2|actions",
                "path: raw/carts|path: raw/carts, columns: {dt: day}|actions",
                "path: raw/carts|path: raw/carts, dt: from-time|actions",
                "path: raw/carts|path: raw/carts, time-format: epoch-millis|actions",
                "path: raw/carts|path: raw/carts, day-format: yyyyMMdd|actions",
                "path: raw/carts|path: raw/carts, constants: {item_id: 7}|actions",
                "path: raw/carts|path: raw/carts, where: a = 1|actions",
                "path: raw/carts|path: raw/carts, csv: {separator: ;}|actions",
                "table: orders|table: orders, without: [action_time]|actions",
                "path: raw/impressions|path: raw/impressions, without: [ranking_id]|impressions",
                "path: raw/impressions|path: raw/impressions, layout: rows|impressions",
                "ENV:DB|ENV:DB2|actions",
                "table: orders|table: orders2|actions",
                "path: raw/impressions|path: raw/impressions2|impressions",
                "format: json|format: csv|impressions",
                "path: raw/impressions|path: raw/impressions, columns: {is_order: bought}|impressions",
                "length: 1000|length: 999|training histories",
                "P1Y|P6M|training histories vocabulary",
                "min-count: 3|min-count: 4|vocabulary",
                "max-items: 7|max-items: 8|vocabulary",
                "missing-days: fail|missing-days: warn|training histories vocabulary",
                "wide|narrow|training histories",
                "{label: is_order}|{label: bought}|training",
                "max-rejected-share: 0.5|max-rejected-share: 0.6|rules-actions",
                "allow-empty: false|allow-empty: true|rules-actions",
                "allow-empty: false|warn-other-day-share: 0.01|rules-actions",
                "allow-empty: false|max-other-day-share: 0.1|rules-actions",
                "allow-empty: false|mute: {volume: sale}|rules-actions",
                "missing-days: fail|data-from: 2025-01-01|rules-training rules-histories rules-vocabulary",
                "path: raw/carts|path: raw/carts, arrival: {wait-until: 06:00}|rules-actions",
                "path: raw/impressions|path: raw/impressions, arrival: {wait-until: 06:00}|rules-impressions",
                "name: a, |name: b, |rules-actions",
                "item_id > 1|item_id > 2|rules-actions",
                "hint: look|hint: look, level: warn|rules-actions",
                "hint: look|hint: look, where: item_id > 1|rules-actions",
                "expression: item_id > 1|constraint: has-size, min: 1|rules-actions",
                "max-rejected-share: 0.4|max-rejected-share: 0.6|rules-impressions",
                "max-rejected-share: 0.3|max-rejected-share: 0.6|rules-training",
                "max-rejected-share: 0.2|max-rejected-share: 0.6|rules-histories",
                "max-rejected-share: 0.1|max-rejected-share: 0.6|rules-vocabulary",
            })
    void whatShapesAResultChangesItsHash(String from, String to, String changed) {
        assertThat(changedBy(from, to)).containsExactlyInAnyOrder(changed.split(" ", -1));
    }

    @Test
    void aQueryAndItsInputsChangeIt() {
        String from = "  impressions: {format: json";
        String query = "  events: {format: query, query: select 1, inputs: {f: {format: csv, path: f, columns: [a]}},"
                + " type: {column: e, values: {v: click}}}\n";
        String with = CONFIG.replace(from, query + from);
        for (String[] change : new String[][] {{"select 1", "select 2"}, {"path: f", "path: g"}, {"[a]", "[b]"}}) {
            assertThat(SettingsHash.actions(load(with.replace(change[0], change[1]))))
                    .isNotEqualTo(SettingsHash.actions(load(with)));
        }
    }

    /** How a table is read changes nothing of what is read. */
    @Test
    void partsOfATableDoNotChangeIt() {
        assertThat(changedBy("table: orders", "table: orders, partition: {column: id}, fetch-size: 5"))
                .isEmpty();
    }

    @Test
    void theTypesOfEventsChangeIt() {
        String events = "  events: {format: csv, path: e, type: {column: e, values: {v: click}}}\n";
        String from = "  impressions: {format: json";
        assertThat(changedBy(from, events + from)).containsExactly("actions");
        String with = CONFIG.replace(from, events + from);
        assertThat(SettingsHash.actions(load(with)))
                .isNotEqualTo(SettingsHash.actions(load(with.replace("v: click", "v: cart"))));
        String wishes = with.replace("v: click", "v: wish") + "types: {4: wish, 5: share}\n";
        assertThat(SettingsHash.actions(load(wishes)))
                .isNotEqualTo(SettingsHash.actions(load(wishes.replace("4: wish, 5: share", "4: share, 5: wish"))))
                .isEqualTo(SettingsHash.actions(load(wishes.replace("5: share", "5: other"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name: shop|name: store",
                "lake: data/lake|lake: s3a://lake",
                "user: reader|user: other",
                "ENV:PW|ENV:PW2",
                "master: yarn|master: local",
                "memory: 8g|memory: 9g",
                "hint: look|hint: look twice",
                "@daily|5 4 * * *",
                "retries: 1|retries: 3",
                "{label: is_order}|{label: is_order, actions: actions}",
                "missing-days: fail|missing-days: fail, outputs: [training, histories]",
                "path: raw/carts|path: raw/carts, dt: column, time-format: iso, day-format: iso, csv: {quote: '\"'}",
            })
    void whatDoesNotShapeAResultDoesNot(String from, String to) {
        assertThat(changedBy(from, to)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"column: a|column: b", "min: 1|min: 2", "max: 5|max: 6"})
    void theParametersOfAConstraintChangeTheHash(String from, String to) {
        assertRuleMatters("{name: a, constraint: has-mean, column: a, min: 1, max: 5}", from, to);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "constraint: is-contained-in, column: a, values: [x]|[x]|[y]",
                "constraint: has-pattern, column: a, pattern: x|pattern: x|pattern: y",
            })
    void soDoValuesAndPatterns(String rule, String from, String to) {
        assertRuleMatters("{name: a, " + rule + "}", from, to);
    }

    private static void assertRuleMatters(String rule, String from, String to) {
        assertThat(rule).contains(from);
        assertThat(rulesHash(rule)).isNotEqualTo(rulesHash(rule.replace(from, to)));
    }

    private static String rulesHash(String rule) {
        return SettingsHash.rules(ConfigText.minimalWith("dq: {actions: {rules: [" + rule + "]}}"), Table.ACTIONS);
    }

    @Test
    void theTablesOfAStepHaveHashesOfTheirOwn() {
        PipelineConfig config = load(CONFIG);
        assertThat(SettingsHash.histories(config)).isNotEqualTo(SettingsHash.training(config));
        for (Table table : Table.values()) {
            assertThat(SettingsHash.of(config, table))
                    .isEqualTo(
                            switch (table) {
                                case ACTIONS -> SettingsHash.actions(config);
                                case IMPRESSIONS -> SettingsHash.impressions(config);
                                case TRAINING -> SettingsHash.training(config);
                                case HISTORIES -> SettingsHash.histories(config);
                                case VOCABULARY -> SettingsHash.vocabulary(config);
                            });
        }
    }

    @Test
    void theHashIsTheSameOnEveryMachine() {
        PipelineConfig elsewhere = ConfigLoader.load(CONFIG, "other.yaml", Path.of("/srv/other"));
        assertThat(SettingsHash.actions(load(CONFIG)))
                .isEqualTo(SettingsHash.actions(elsewhere))
                .isEqualTo("9c2b0de759266203");
    }
}
