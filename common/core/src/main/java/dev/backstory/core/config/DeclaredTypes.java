package dev.backstory.core.config;

import dev.backstory.core.config.input.EventType;
import dev.backstory.core.config.input.Sources;
import dev.backstory.core.config.key.NearMiss;
import dev.backstory.core.config.key.Violations;
import dev.backstory.core.contract.ActionType;
import dev.backstory.core.contract.ActionTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The types of actions that a config declares beside click, cart and order, each under its code. */
final class DeclaredTypes {
    private static final Pattern CODE = Pattern.compile("[1-9][0-9]{0,2}");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]*");

    private DeclaredTypes() {}

    /** @param declared ids by their codes, without a problem */
    static ActionTypes of(Map<String, String> declared) {
        Map<Integer, String> ids = new TreeMap<>();
        declared.forEach((code, id) -> ids.put(Integer.parseInt(code), id));
        List<ActionType> all = new ArrayList<>(ActionType.STANDARD);
        ids.forEach((code, id) -> {
            if (code > ActionType.STANDARD.size()) {
                all.add(new ActionType(code, id));
            }
        });
        return new ActionTypes(all);
    }

    static void check(Map<String, String> declared, Sources sources, Violations violations) {
        boolean fine = check(declared, violations);
        EventType events = sources.events() == null ? null : sources.events().type();
        if (!fine || events == null) {
            return;
        }
        List<String> known = of(declared).ids();
        events.values().forEach((value, type) -> {
            if (!known.contains(type)) {
                violations.add(
                        "'" + type + "' is not allowed; allowed: " + String.join(", ", known)
                                + NearMiss.of(type, known),
                        "sources.events.type.values." + value);
            }
        });
    }

    private static boolean check(Map<String, String> declared, Violations violations) {
        List<String> found = new ArrayList<>();
        TreeMap<Integer, String> added = new TreeMap<>();
        declared.forEach((code, id) -> {
            String problem = problem(code, id);
            if (problem != null) {
                found.add(code);
                violations.add(problem, "types." + code);
            } else if (Integer.parseInt(code) > ActionType.STANDARD.size()) {
                if (added.containsValue(id)) {
                    found.add(code);
                    violations.add("'" + id + "' is the name of another type too; give each its own", "types." + code);
                }
                added.put(Integer.parseInt(code), id);
            }
        });
        int next = ActionType.STANDARD.size() + 1;
        if (found.isEmpty() && !added.isEmpty() && added.lastKey() != next + added.size() - 1) {
            int gap = next;
            while (added.containsKey(gap)) {
                gap++;
            }
            violations.add(
                    "there is no type " + gap + "; number them without a gap, from " + next + " on",
                    "types." + added.lastKey());
            return false;
        }
        return found.isEmpty();
    }

    private static @Nullable String problem(String code, String id) {
        if (!CODE.matcher(code).matches() || Integer.parseInt(code) > ActionType.LARGEST) {
            return "'" + code + "' is no code of a type; allowed: an integer from " + (ActionType.STANDARD.size() + 1)
                    + " to " + ActionType.LARGEST;
        }
        int number = Integer.parseInt(code);
        if (number <= ActionType.STANDARD.size()) {
            String standard = ActionType.STANDARD.get(number - 1).id();
            return standard.equals(id) ? null : "is always " + standard + "; give '" + id + "' a code of its own";
        }
        if (!NAME.matcher(id).matches()) {
            return "'" + id + "' is no name; allowed: lower-case letters, digits, - and _, a letter first";
        }
        boolean taken = ActionType.STANDARD.stream().anyMatch(type -> id.equals(type.id()) || id.equals(type.source()));
        return taken ? "'" + id + "' is a type that there is already; choose another name" : null;
    }
}
