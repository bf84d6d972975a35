package dev.backstory.lake.delta;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.lake.days.DayLog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An entry of Delta's log: its actions, each an object with one member. */
record LogEntry(List<JsonNode> actions) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static LogEntry of(String text) {
        return new LogEntry(text.lines()
                .filter(line -> !line.isBlank())
                .map(LogEntry::parsed)
                .toList());
    }

    /** The first action of a kind; null without one. */
    @Nullable
    JsonNode action(String name) {
        return actions.stream()
                .filter(action -> action.has(name))
                .map(action -> action.get(name))
                .findFirst()
                .orElse(null);
    }

    boolean changesFiles() {
        return action("add") != null || action("remove") != null;
    }

    String operation() {
        JsonNode info = action("commitInfo");
        return info == null ? "unknown" : info.path("operation").asText();
    }

    boolean restores() {
        return operation().equals("RESTORE");
    }

    /** The version that an entry of {@code RESTORE} restored; negative for another entry, and where a time was given. */
    long restored() {
        JsonNode info = action("commitInfo");
        return info != null && restores()
                ? info.at("/operationParameters/version").asLong(-1)
                : -1;
    }

    /** What Backstory has written into it; null where it is not its own. */
    @Nullable
    JsonNode ours() {
        JsonNode info = action("commitInfo");
        String written = info == null ? "" : info.path("userMetadata").asText();
        return written.contains(DayLog.DAYS) ? parsed(written) : null;
    }

    static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new BackstoryException(
                    "Cannot read an entry of Delta's log because it is no JSON: " + e.getOriginalMessage(), e);
        }
    }
}
