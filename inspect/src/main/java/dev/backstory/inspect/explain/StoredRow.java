package dev.backstory.inspect.explain;

import dev.backstory.lake.table.StoredHistory;
import dev.backstory.lake.table.TrainingFileCursor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A row as published. */
record StoredRow(Item item, int historyLength, @Nullable Long newestMicros, StoredHistory history) {

    /** The values that a row has from its impression. */
    record Item(
            @Nullable String ranking,
            int position,
            long item,
            @Nullable Integer label) {}

    static StoredRow at(TrainingFileCursor row) throws IOException {
        return new StoredRow(
                new Item(row.rankingId(), row.position(), row.itemId(), row.label()),
                row.historyLength(),
                row.newestMicros(),
                row.history());
    }
}
