package dev.backstory.core.config.key;

import java.util.regex.Pattern;

/** Places as a config names them: local paths and URIs. */
public final class Places {
    /** One letter before a colon would be a drive. */
    private static final Pattern URI_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

    private Places() {}

    public static boolean isUri(String place) {
        return URI_SCHEME.matcher(place).matches();
    }

    /** Without slashes at its end, unless they are all there is behind a scheme. */
    public static String withoutEnd(String place) {
        return place.replaceAll("(?<=[^/:])/+$", "");
    }
}
