package dev.backstory.lake.state;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What became of a day of a table, by the newest thing that happened to it. */
public enum State {
    /** Published, and what a build would give now. */
    PUBLISHED,
    /** Published, but a build would give something else now; the reasons say why. */
    STALE,
    /** It failed its last audit, or could not be judged, and nothing newer is published. An older day may be. */
    FAILED,
    /** Built and complete, waiting for its audit. */
    STAGED,
    /** A live process is building it. */
    RUNNING,
    /** A process died while it built it. */
    INTERRUPTED,
    /** Left out, as a source did not arrive in time and the config says so. */
    SKIPPED,
    /** Nothing of it is there. */
    MISSING;

    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
