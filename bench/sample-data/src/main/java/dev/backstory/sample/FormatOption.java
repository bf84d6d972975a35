package dev.backstory.sample;

import java.util.Arrays;
import java.util.Locale;

/** The values of {@code --format}: {@code csv} for all sources, {@code clicks=csv} for one; later ones win. */
final class FormatOption {
    private FormatOption() {}

    static void apply(String[] values, SampleOptions.Builder options) {
        for (String value : values) {
            int equals = value.indexOf('=');
            SampleFormat format = parse(SampleFormat.class, "format", value.substring(equals + 1));
            if (equals < 0) {
                options.format(format);
            } else {
                options.format(parse(SampleSource.class, "source", value.substring(0, equals)), format);
            }
        }
    }

    private static <E extends Enum<E>> E parse(Class<E> type, String what, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.toString().equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Cannot use --format: '" + text + "' is not a " + what
                        + "; allowed: " + String.join(", ", names(type))));
    }

    private static <E extends Enum<E>> Iterable<String> names(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Enum::toString).toList();
    }
}
