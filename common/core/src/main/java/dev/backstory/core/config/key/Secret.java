package dev.backstory.core.config.key;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text that may refer to environment variables as {@code ${ENV:NAME}}. They are read when the text is used, so that a
 * config can be validated, hashed and turned into DAGs on a machine that does not know them. It never prints itself.
 */
public final class Secret {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{ENV:([A-Za-z_][A-Za-z0-9_]*)}");
    private static final Pattern PASSWORD = Pattern.compile("(password|passwd|pwd)\\s*=|[/:][^/:@\\s]+[/:][^/:@\\s]+@");

    private final String written;

    private Secret(String written) {
        this.written = written;
    }

    /** A secret as written in the file: text, references, or both. */
    public static Secret of(String written) {
        return new Secret(written);
    }

    /** Whether each <code>${</code> begins a well-formed reference. */
    public static boolean wellFormed(String written) {
        return !REFERENCE.matcher(written).replaceAll("").contains("${");
    }

    /** Whether the text is one reference and nothing else. */
    public static boolean isReference(String written) {
        return REFERENCE.matcher(written).matches();
    }

    /** Whether it is one reference and nothing else. */
    public boolean isOneReference() {
        return isReference(written);
    }

    /** Whether the text itself contains a password, not a reference to one. */
    public boolean holdsPassword() {
        String withoutReferenced = written.toLowerCase(Locale.ROOT)
                .replaceAll("(password|passwd|pwd)\\s*=\\s*\\$\\{env:[^}]*}|:\\$\\{env:[^}]*}@", "");
        return PASSWORD.matcher(withoutReferenced).find();
    }

    /** False when the text cannot begin so, whatever the environment holds. */
    public boolean mayStartWith(String prefix) {
        return written.startsWith(prefix) || written.startsWith("${");
    }

    /** The text with the names of its variables, never their values: for hashes, and files that are written. */
    public String asWritten() {
        return written;
    }

    /**
     * The text with the variables of this process filled in.
     *
     * @throws ConfigException when a variable is not set
     */
    public String resolve() {
        return resolve(System::getenv);
    }

    /** The text with its variables filled in from {@code environment}, which gives null for those not set. */
    public String resolve(Function<String, @Nullable String> environment) {
        Matcher matcher = REFERENCE.matcher(written);
        StringBuilder resolved = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1);
            String value = environment.apply(name);
            if (value == null) {
                throw new ConfigException(List.of("Cannot resolve ${ENV:" + name + "}: the environment variable " + name
                        + " is not set; set it for this process"));
            }
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(resolved).toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret && secret.written.equals(written);
    }

    @Override
    public int hashCode() {
        return written.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
