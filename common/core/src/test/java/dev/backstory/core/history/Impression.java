package dev.backstory.core.history;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** An impression item of the tests. */
record Impression(
        LocalDate dt,
        long customer,
        @Nullable String ranking,
        int position,
        long item,
        @Nullable Integer label) {

    static Impression on(String dt, int position, long item) {
        return new Impression(LocalDate.parse(dt), 1, "r", position, item, 0);
    }
}
