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
        TableRules histories) {

    public DqSettings {
        Violations violations = new Violations();
        check("actions", actions, violations);
        check("impressions", impressions, violations);
        check("training", training, violations);
        check("histories", histories, violations);
        violations.throwIfAny();
    }

    private static void check(String table, TableRules rules, Violations violations) {
        for (int i = 0; i < rules.failOn().size(); i++) {
            Warning warning = rules.failOn().get(i);
            if (!warning.isOf(table)) {
                violations.add(
                        "the audit of " + table + " never warns of " + warning.key() + "; allowed: "
                                + String.join(", ", Warning.keysOf(table)),
                        table + ".fail-on[" + i + "]");
            }
        }
    }

    /** The rules of the audit of a table. */
    public TableRules of(Table table) {
        return switch (table) {
            case ACTIONS -> actions;
            case IMPRESSIONS -> impressions;
            case TRAINING -> training;
            case HISTORIES -> histories;
        };
    }
}
