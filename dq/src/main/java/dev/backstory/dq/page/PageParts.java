package dev.backstory.dq.page;

import dev.backstory.core.digest.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;

/**
 * The style and the script of a page, and the policy that lets a browser use exactly them: nothing is loaded, nothing is
 * sent, and what a value smuggles in does not run.
 */
public final class PageParts {
    public static final String STYLE = resource("page.css");
    public static final String SCRIPT = resource("report.js");

    private static final String NOTHING = "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; ";

    /** For a page with the style and the script. */
    public static final String POLICY = NOTHING + "style-src '" + hash(STYLE) + "'; script-src '" + hash(SCRIPT) + "'";

    /** For a page with the style alone. */
    public static final String POLICY_WITHOUT_SCRIPT = NOTHING + "style-src '" + hash(STYLE) + "'";

    private PageParts() {}

    private static String resource(String name) {
        try (InputStream in = PageParts.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(in, name + " is missing from the JAR")
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + name, e);
        }
    }

    private static String hash(String text) {
        return "sha256-" + Base64.getEncoder().encodeToString(Sha256.of(text));
    }
}
