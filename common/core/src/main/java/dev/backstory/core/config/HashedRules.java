package dev.backstory.core.config;

import dev.backstory.core.config.rule.Rule;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the audit of a table judges by. Hints are not part of it. */
final class HashedRules {
    private HashedRules() {}

    static void put(PipelineConfig config, Table table, Map<String, @Nullable Object> settings) {
        TableRules rules = config.dq().of(table);
        settings.put("max-rejected-share", rules.maxRejectedShare());
        settings.put("allow-empty", rules.allowEmpty());
        if (table == Table.ACTIONS) {
            settings.put("warn-other-day-share", rules.warnOtherDayShare());
            settings.put("max-other-day-share", rules.maxOtherDayShare());
        }
        Map<String, String> awaited = new TreeMap<>();
        config.sources()
                .arrivals(table)
                .forEach((name, arrival) -> awaited.put(name, arrival.then().name()));
        if (!awaited.isEmpty()) {
            settings.put("arrival", awaited);
        }
        LocalDate dataFrom = config.history().dataFrom();
        if ((table.step() == Step.HISTORY || table.step() == Step.VOCABULARY) && dataFrom != null) {
            settings.put("data-from", dataFrom.toString());
        }
        if (!config.calendar().closed().isEmpty()) {
            settings.put(
                    "closed",
                    config.calendar().closed().stream()
                            .map(LocalDate::toString)
                            .sorted()
                            .toList());
        }
        if (!rules.mute().isEmpty()) {
            settings.put(
                    "mute", rules.mute().keySet().stream().map(Warning::key).toList());
        }
        settings.put(
                "fail-on", rules.failOn().stream().map(Warning::key).sorted().toList());
        settings.put("rules", rules.rules().stream().map(HashedRules::of).toList());
    }

    private static Map<String, @Nullable Object> of(Rule rule) {
        Map<String, @Nullable Object> settings = new LinkedHashMap<>();
        settings.put("name", rule.name());
        settings.put("expression", rule.expression());
        settings.put("constraint", rule.constraint());
        settings.put("query", rule.query());
        settings.put("column", rule.column());
        settings.put("min", rule.min());
        settings.put("max", rule.max());
        settings.put("values", rule.values());
        settings.put("pattern", rule.pattern());
        settings.put("level", rule.level().name());
        settings.put("where", rule.where());
        return settings;
    }
}
