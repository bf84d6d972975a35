package dev.backstory.dq.day;

import java.util.Map;

/** The columns of {@code training} by their logical names, quoted for SQL under the names the config gives them. */
public record TrainingColumns(Map<String, String> names) {
    public String sql(String logical) {
        return "`" + names.get(logical) + "`";
    }

    public String name(String logical) {
        return names.get(logical);
    }
}
