package dev.backstory.core.config.yaml;

import dev.backstory.core.config.key.ContractColumns;
import dev.backstory.core.config.key.NearMiss;
import dev.backstory.core.config.key.NeedsOneOf;
import dev.backstory.core.config.key.Violations;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reports the keys of a mapping that must not be there, and those that are missing. */
final class KeyReports {
    private final Problems problems;

    KeyReports(Problems problems) {
        this.problems = problems;
    }

    void unknown(MappingContext place, List<String> allowed) {
        place.mapping().entries().forEach((name, entry) -> {
            if (!allowed.contains(name)) {
                problems.add(
                        entry.line(),
                        place.path(),
                        place.pathOf(NearMiss.nearest(name, allowed).orElse(name)),
                        "unknown key '" + name + "'; allowed: " + String.join(", ", allowed)
                                + NearMiss.of(name, allowed));
            }
        });
    }

    void noneOf(MappingContext place, @Nullable NeedsOneOf needs) {
        boolean none = needs != null
                && Arrays.stream(needs.value())
                        .noneMatch(
                                key -> place.mapping().entries().containsKey(key) || problems.touch(place.pathOf(key)));
        if (needs != null && none) {
            problems.add(
                    place.line(),
                    place.path(),
                    place.pathOf(needs.value()[0]),
                    "none of " + String.join(", ", needs.value()) + " is given; add at least one of them");
        }
    }

    void prefix(MappingContext place, String prefix) {
        place.mapping().entries().forEach((name, entry) -> {
            if (!name.startsWith(prefix)) {
                problems.add(
                        entry.line(),
                        place.path(),
                        place.pathOf(name),
                        "unknown key '" + name + "'; allowed: settings that start with " + prefix);
            }
        });
    }

    void columns(MappingContext place, Map<String, Object> values, @Nullable ContractColumns columns) {
        if (columns != null) {
            Map<String, String> names = new LinkedHashMap<>();
            values.forEach((logical, name) -> names.put(logical, name.toString()));
            Violations violations = new Violations();
            columns.check(names, violations);
            place.report(violations.list(), problems);
        }
    }
}
