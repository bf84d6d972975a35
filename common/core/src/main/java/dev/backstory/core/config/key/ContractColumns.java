package dev.backstory.core.config.key;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The logical columns of each table a config can rename, in the contract's order, with the names they have by default. */
public enum ContractColumns {
    CLICKS("dt", "customer_id", "item_id", "action_time=click_time"),
    CARTS("dt", "customer_id", "item_id=config_id", "action_time=occurred_at"),
    ORDERS("dt=order_date", "customer_id", "item_id=config_id", "action_time=occurred_at"),
    EVENTS("dt", "customer_id", "item_id", "action_time"),
    /** Those without a default are there only where a config maps them; item_id and is_order are fields of the structs. */
    IMPRESSIONS(
            "dt",
            "ranking_id",
            "customer_id",
            "impressions",
            "item_id",
            "is_order",
            "ordered=",
            "position=",
            "impression_time="),
    TRAINING(
            "ranking_id",
            "customer_id",
            "impression_pos",
            "impression_item_id",
            "label",
            "actions",
            "action_types",
            "history_length",
            "newest_action_time");

    private static final Set<String> STRUCT_FIELDS = Set.of("item_id", "is_order");

    @SuppressWarnings(
            "ImmutableEnumChecker") // An unmodifiable view of a map nobody else has; Map.copyOf loses the order.
    private final Map<String, String> defaults;

    @SuppressWarnings("ImmutableEnumChecker") // Made by List.copyOf.
    private final List<String> optional;

    ContractColumns(String... columns) {
        Map<String, String> names = new LinkedHashMap<>();
        List<String> more = new ArrayList<>();
        for (String column : columns) {
            List<String> parts = Arrays.asList(column.split("=", 2));
            String name = parts.get(parts.size() - 1);
            if (name.isEmpty()) {
                more.add(parts.get(0));
            } else {
                names.put(parts.get(0), name);
            }
        }
        defaults = Collections.unmodifiableMap(names);
        optional = List.copyOf(more);
    }

    /** Columns without a default name: a source has them where its config maps them. */
    public List<String> optional() {
        return optional;
    }

    /** All logical names. */
    public List<String> names() {
        List<String> names = new ArrayList<>(defaults.keySet());
        names.addAll(optional);
        return names;
    }

    /** Logical name to the name it has when the config says nothing. */
    public Map<String, String> defaults() {
        return defaults;
    }

    /** The mapping with the defaults filled in, in the contract's order; unknown logical names are left out. */
    public Map<String, String> complete(Map<String, String> given) {
        Map<String, String> complete = new LinkedHashMap<>(defaults);
        complete.replaceAll((logical, name) -> given.getOrDefault(logical, name));
        for (String logical : optional) {
            String name = given.get(logical);
            if (name != null) {
                complete.put(logical, name);
            }
        }
        return Collections.unmodifiableMap(complete);
    }

    /** Reports names that are not possible, each under its logical name. */
    public void check(Map<String, String> given, Violations violations) {
        for (String logical : given.keySet()) {
            if (!names().contains(logical)) {
                violations.add(
                        "unknown column '" + logical + "'; allowed: " + String.join(", ", names())
                                + NearMiss.of(logical, names()),
                        logical);
            }
        }
        checkNames(given, violations);
        checkDistinct(given, violations);
    }

    private void checkNames(Map<String, String> given, Violations violations) {
        given.forEach((logical, name) -> {
            if (this == TRAINING && !name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                violations.add(
                        "'" + name
                                + "' is not a column name; allowed: letters, digits and _, not starting with a digit",
                        logical);
            } else if (this == TRAINING && Set.of("dt", "customer_hash").contains(name.toLowerCase(Locale.ROOT))) {
                violations.add("'" + name + "' is reserved by Backstory; choose another column name", logical);
            } else if (name.isBlank()) {
                violations.add("the column name is empty; write the name of a column of the source", logical);
            }
        });
    }

    /** Spark resolves names without regard to case, so two names that differ only in case are the same column. */
    private void checkDistinct(Map<String, String> given, Violations violations) {
        List<String> logicalNames = new ArrayList<>(complete(given).keySet());
        Map<String, String> names = complete(given);
        for (int i = 0; i < logicalNames.size(); i++) {
            for (int j = 0; j < i; j++) {
                String first = logicalNames.get(j);
                String second = logicalNames.get(i);
                String name = names.getOrDefault(second, "");
                if (!mayBeOne(first, second)
                        && nested(first) == nested(second)
                        && name.equalsIgnoreCase(names.get(first))) {
                    String located = given.containsKey(second) ? second : first;
                    String other = located.equals(second) ? first : second;
                    violations.add(
                            "'" + names.get(located) + "' is the column of both " + first + " and " + second
                                    + "; map each to its own column",
                            located,
                            other);
                }
            }
        }
    }

    /** The day may be that of a time. */
    private static boolean mayBeOne(String first, String second) {
        return first.equals("dt") && (second.equals("action_time") || second.equals("impression_time"));
    }

    private boolean nested(String logical) {
        return this == IMPRESSIONS && STRUCT_FIELDS.contains(logical);
    }
}
