package dev.backstory.core.config;

import dev.backstory.core.config.key.Key;
import dev.backstory.core.config.key.Violations;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the audit of one step tolerates.
 *
 * @param maxRejectedShare rejected rows as a share of those read, 0 to 1; more fails the day
 * @param allowEmpty whether a day for which nothing has arrived is published rather than failed
 * @param failOn warnings that fail the day instead
 */
public record TableRules(
        @Key(
                doc = "The largest share of rows read that may be rejected, 0 to 1.",
                example = "0.05",
                defaultValue = "0.01",
                min = 0,
                max = 1)
        double maxRejectedShare,

        @Key(
                doc = "Whether a day for which nothing has arrived passes and is published empty.",
                example = "true",
                defaultValue = "false")
        boolean allowEmpty,

        @Key(doc = "Warnings that fail the day instead.", example = "[volume, unknown-day]", defaultValue = "[]")
        List<Warning> failOn,

        @Key(
                doc = "Your own rules.",
                example = "[{name: known types, expression: \"action_type in (1, 2, 3)\"}]",
                defaultValue = "[]")
        List<Rule> rules) {

    public TableRules {
        Violations violations = new Violations();
        if (!(maxRejectedShare >= 0 && maxRejectedShare <= 1)) {
            violations.add(maxRejectedShare + " is out of range; allowed: a number from 0 to 1", "max-rejected-share");
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < rules.size(); i++) {
            String name = rules.get(i).name();
            if (!names.add(name)) {
                violations.add(
                        "the name '" + name + "' is taken by an earlier rule of this step; give each rule its own",
                        "rules[" + i + "].name");
            }
        }
        violations.throwIfAny();
        failOn = List.copyOf(failOn);
        rules = List.copyOf(rules);
    }

    /** What it means when the audit would warn of this. */
    public Level levelOf(Warning warning) {
        return failOn.contains(warning) ? Level.FAIL : Level.WARN;
    }
}
