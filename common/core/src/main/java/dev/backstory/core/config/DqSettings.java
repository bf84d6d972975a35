package dev.backstory.core.config;

/** What the audit after each step tolerates, and the user's own rules. */
public record DqSettings(
        @Key(doc = "The audit of the actions.", example = "{max-rejected-share: 0.05}", defaultValue = "{}")
        StepRules actions,

        @Key(doc = "The audit of the impressions.", example = "{allow-empty: true}", defaultValue = "{}")
        StepRules impressions,

        @Key(doc = "The audit of the training rows.", example = "{allow-empty: true}", defaultValue = "{}")
        StepRules training) {

    public DqSettings {
        Violations violations = new Violations();
        check("actions", actions, violations);
        check("impressions", impressions, violations);
        check("training", training, violations);
        violations.throwIfAny();
    }

    private static void check(String table, StepRules rules, Violations violations) {
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

    /** The rules of a step: actions, impressions, or history (whose table, training, is accepted as well). */
    public StepRules forStep(String step) {
        return switch (step) {
            case "actions" -> actions;
            case "impressions" -> impressions;
            case "history", "training" -> training;
            default ->
                throw new IllegalArgumentException(
                        "Unknown step '" + step + "'; there are actions, impressions, history");
        };
    }
}
