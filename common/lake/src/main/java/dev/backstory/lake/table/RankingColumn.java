package dev.backstory.lake.table;

import dev.backstory.lake.page.FlatColumn;
import java.io.IOException;
import java.util.Objects;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/** The column of ranking ids. A ranking's items follow each other, so that its id is encoded once. */
final class RankingColumn {
    private final FlatColumn column;
    private @Nullable String text;
    private @Nullable Binary encoded;

    RankingColumn(FlatColumn column) {
        this.column = column;
    }

    @Nullable
    Binary encode(@Nullable String rankingId) {
        if (!Objects.equals(rankingId, text)) {
            text = rankingId;
            encoded = rankingId == null ? null : Binary.fromString(rankingId);
        }
        return encoded;
    }

    void put(@Nullable Binary rankingId) throws IOException {
        if (rankingId == null) {
            column.putNull();
        } else {
            column.putBinary(rankingId);
        }
    }
}
