package dev.backstory.core.config.input;

import dev.backstory.core.config.key.Violations;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which keys a mapping of the config has, to be held against those that its format needs and those that it allows. */
final class GivenKeys {
    private final Violations violations;
    private final Set<String> given = new HashSet<>();

    GivenKeys(Violations violations) {
        this.violations = violations;
    }

    /** @param value null where the key is not there, or says nothing but its default */
    GivenKeys with(String key, @Nullable Object value) {
        if (value != null) {
            given.add(key);
        }
        return this;
    }

    void require(String key, String reason) {
        if (!given.contains(key)) {
            violations.add("is missing; " + reason, key, "format");
        }
    }

    void forbid(String reason, String... keys) {
        for (String key : keys) {
            if (given.contains(key)) {
                violations.add("is not allowed here: " + reason, key, "format");
            }
        }
    }
}
