package dev.backstory.lake.page;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.bytes.BytesInput;

/**
 * Repetition and definition levels of pages of lists that all have the same length: they depend on the number of rows
 * only, so they are worked out once for each.
 */
public final class ListLevels {
    private final int length;
    private final Map<Integer, byte[]> byRows = new HashMap<>();

    public ListLevels(int length) {
        this.length = length;
    }

    public BytesInput of(int rows) throws IOException {
        byte[] levels = byRows.get(rows);
        if (levels == null) {
            levels = encode(rows);
            byRows.put(rows, levels);
        }
        return BytesInput.from(levels);
    }

    private byte[] encode(int rows) throws IOException {
        RaggedLevels levels = new RaggedLevels();
        for (int row = 0; row < rows; row++) {
            levels.add(length);
        }
        return levels.take().toByteArray();
    }
}
