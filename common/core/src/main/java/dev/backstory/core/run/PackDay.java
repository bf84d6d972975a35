package dev.backstory.core.run;

import java.time.Instant;
import java.time.LocalDate;

/**
 * A day of actions as it went into a pack. A run may publish a day again under its own id, so the time is recorded too.
 *
 * @param run the run that had published it
 * @param publishedAt when it had
 */
public record PackDay(LocalDate dt, RunId run, Instant publishedAt) {
    public static PackDay of(PublishRecord record) {
        return new PackDay(record.dt(), record.run(), record.publishedAt());
    }
}
