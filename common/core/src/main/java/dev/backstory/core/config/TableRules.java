package dev.backstory.core.config;

import dev.backstory.core.config.key.Key;
import dev.backstory.core.config.key.Violations;
import dev.backstory.core.config.rule.Level;
import dev.backstory.core.config.rule.Rule;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the audit of one step tolerates.
 *
 * @param maxRejectedShare rejected rows as a share of those read, 0 to 1; more fails the day
 * @param allowEmpty whether a day for which nothing has arrived is published rather than failed
 * @param warnOtherDayShare rows whose time lies on another day than their dt, as a share of a source's; more warns
 * @param maxOtherDayShare the same; more fails the day
 * @param failOn warnings that fail the day instead
 * @param mute warnings that are only shown, with the reason
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

        @Key(
                doc =
                        "dq.actions only: the share of a source's rows whose time lies on another day than their dt, above"
                                + " which the day warns, 0 to 1.",
                example = "0.01",
                defaultValue = "0.005",
                min = 0,
                max = 1)
        double warnOtherDayShare,

        @Key(
                doc = "dq.actions only: the same share, above which the day fails, 0 to 1.",
                example = "0.05",
                defaultValue = "0.02",
                min = 0,
                max = 1)
        double maxOtherDayShare,

        @Key(doc = "Warnings that fail the day instead.", example = "[volume, unknown-day]", defaultValue = "[]")
        List<Warning> failOn,

        @Key(
                doc = "Warnings that are only shown in the report, each with the reason: they are expected.",
                example = "{volume: the sale}",
                defaultValue = "{}")
        Map<Warning, String> mute,

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
        checkShare(warnOtherDayShare, "warn-other-day-share", violations);
        checkShare(maxOtherDayShare, "max-other-day-share", violations);
        for (int i = 0; i < failOn.size(); i++) {
            if (mute.containsKey(failOn.get(i))) {
                violations.add(
                        failOn.get(i).key() + " is muted too; a warning either fails the day or is muted, name it once",
                        "fail-on[" + i + "]",
                        "mute." + failOn.get(i).key());
            }
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
        mute = Collections.unmodifiableMap(new TreeMap<>(mute));
        rules = List.copyOf(rules);
    }

    private static void checkShare(double share, String key, Violations violations) {
        if (!(share >= 0 && share <= 1)) {
            violations.add(share + " is out of range; allowed: a number from 0 to 1", key);
        }
    }

    /** Whether the days of rows are held against their times otherwise than by default. */
    boolean setsOtherDayShare() {
        return warnOtherDayShare != 0.005 || maxOtherDayShare != 0.02;
    }

    /** What it means when the audit would warn of this. */
    public Level levelOf(Warning warning) {
        return failOn.contains(warning) ? Level.FAIL : Level.WARN;
    }
}
