package dev.backstory.core.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** The name of one run of one step: {@code [A-Za-z0-9._-]+}, at most 200 characters, not starting with a dot. */
public record RunId(@JsonValue String value) {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    @JsonCreator
    public RunId {
        if (!ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException("Cannot use the run id '" + value
                    + "' because only letters, digits, '.', '_' and '-' are allowed in it (at most 200)");
        }
    }

    /** A new id: the time of its making, then eight random hex digits. */
    public static RunId random() {
        return new RunId(
                STAMP.format(Instant.now()) + "-" + UUID.randomUUID().toString().substring(0, 8));
    }

    /**
     * Any scheduler's id: as it is where it fits, else every other character becomes '-' and a checksum of the whole
     * follows, so that two ids of a scheduler stay distinct.
     */
    public static RunId ofScheduler(String id) {
        if (ALLOWED.matcher(id).matches()) {
            return new RunId(id);
        }
        if (id.isBlank()) {
            throw new IllegalArgumentException("Cannot use an empty run id; omit --run-id to get a new one");
        }
        CRC32 checksum = new CRC32();
        checksum.update(id.getBytes(StandardCharsets.UTF_8));
        String safe = id.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^\\.", "-");
        String shortened = safe.length() > 180 ? safe.substring(0, 180) : safe;
        return new RunId(shortened + "-" + String.format(Locale.ROOT, "%08x", checksum.getValue()));
    }

    @Override
    public String toString() {
        return value;
    }
}
