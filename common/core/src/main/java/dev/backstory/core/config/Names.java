package dev.backstory.core.config;

import java.util.Locale;

/** How Java names are written in the file. */
final class Names {
    private Names() {}

    /** {@code maxRejectedShare} and {@code MAX_REJECTED_SHARE} are both {@code max-rejected-share}. */
    static String kebab(String javaName) {
        return javaName.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
                .replace('_', '-')
                .toLowerCase(Locale.ROOT);
    }
}
