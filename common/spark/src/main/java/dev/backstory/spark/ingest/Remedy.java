package dev.backstory.spark.ingest;

import java.util.Optional;

/** What may help where most rows of a source are rejected for one reason: the key that says how its values are meant. */
final class Remedy {
    private Remedy() {}

    /** @param reason as a rejected row says it */
    static Optional<String> of(String source, String reason) {
        if (reason.endsWith("is not an ISO-8601 date and time")) {
            return Optional.of("(if all are written so, say how in sources." + source + ".time-format)");
        }
        if (reason.endsWith("is not a day (yyyy-mm-dd)")) {
            return Optional.of("(if all are written so, say how in sources." + source + ".day-format)");
        }
        if (reason.endsWith("is not a 64-bit integer")) {
            return Optional.of("(ids that are texts get numbers by ids, such as ids: {item_id: text})");
        }
        return Optional.empty();
    }
}
