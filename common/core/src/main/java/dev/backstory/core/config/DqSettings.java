package dev.backstory.core.config;

/** What the audit after each step tolerates, and the user's own rules. */
public record DqSettings(
        @Key(doc = "The audit of the actions.", example = "{max-rejected-share: 0.05}", defaultValue = "{}")
        StepRules actions,

        @Key(doc = "The audit of the impressions.", example = "{allow-empty: true}", defaultValue = "{}")
        StepRules impressions,

        @Key(doc = "The audit of the training rows.", example = "{allow-empty: true}", defaultValue = "{}")
        StepRules training) {

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
