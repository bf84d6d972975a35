package dev.backstory.core.config;

import dev.backstory.core.config.key.Key;
import dev.backstory.core.config.key.Violations;
import dev.backstory.core.contract.Table;

/** What the audit after each step tolerates, and the user's own rules. */
public record DqSettings(
        @Key(doc = "The audit of the actions.", example = "{max-rejected-share: 0.05}", defaultValue = "{}")
        TableRules actions,

        @Key(doc = "The audit of the impressions.", example = "{allow-empty: true}", defaultValue = "{}")
        TableRules impressions,

        @Key(doc = "The audit of the training rows.", example = "{allow-empty: true}", defaultValue = "{}")
        TableRules training,

        @Key(
                doc = "The audit of the histories, where history.outputs has them.",
                example = "{allow-empty: true}",
                defaultValue = "{}")
        TableRules histories,

        @Key(doc = "The audit of the vocabularies.", example = "{allow-empty: true}", defaultValue = "{}")
        TableRules vocabulary) {

    public DqSettings {
        Violations violations = new Violations();
        check("actions", actions, violations);
        check("impressions", impressions, violations);
        check("training", training, violations);
        check("histories", histories, violations);
        check("vocabulary", vocabulary, violations);
        violations.throwIfAny();
    }

    private static void check(String table, TableRules rules, Violations violations) {
        for (int i = 0; i < rules.failOn().size(); i++) {
            check(table, rules.failOn().get(i), ".fail-on[" + i + "]", violations);
        }
        rules.mute().keySet().forEach(warning -> check(table, warning, ".mute." + warning.key(), violations));
        if (!table.equals("actions") && rules.setsOtherDayShare()) {
            violations.add(
                    "only the audit of actions holds the dt of rows against their times; move warn-other-day-share and"
                            + " max-other-day-share to dq.actions",
                    table + ".max-other-day-share",
                    table + ".warn-other-day-share");
        }
    }

    private static void check(String table, Warning warning, String key, Violations violations) {
        if (!warning.isOf(table)) {
            violations.add(
                    "the audit of " + table + " never warns of " + warning.key() + "; allowed: "
                            + String.join(", ", Warning.keysOf(table)),
                    table + key);
        }
    }

    /** The rules of the audit of a table. */
    public TableRules of(Table table) {
        return switch (table) {
            case ACTIONS -> actions;
            case IMPRESSIONS -> impressions;
            case TRAINING -> training;
            case HISTORIES -> histories;
            case VOCABULARY -> vocabulary;
        };
    }
}
