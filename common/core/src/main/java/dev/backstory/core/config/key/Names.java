package dev.backstory.core.config.key;

import java.util.Locale;

/** How Java names are written in the file. */
public final class Names {
    private Names() {}

    /** {@code maxRejectedShare} and {@code MAX_REJECTED_SHARE} are both {@code max-rejected-share}. */
    public static String kebab(String javaName) {
        return javaName.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
                .replace('_', '-')
                .toLowerCase(Locale.ROOT);
    }
}
