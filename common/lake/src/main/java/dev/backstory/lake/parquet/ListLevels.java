package dev.backstory.lake.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;

/**
 * Repetition and definition levels of pages of lists that all have the same length: they depend on the number of rows
 * only, so they are worked out once for each. A list's first value has repetition level 0, the others 1; every
 * definition level is 1.
 */
final class ListLevels {
    private static final int SLAB_BYTES = 1 << 10;
    private static final int SLAB_BYTES_MAX = 1 << 20;

    private final int length;
    private final Map<Integer, byte[]> byRows = new HashMap<>();

    ListLevels(int length) {
        this.length = length;
    }

    BytesInput of(int rows) throws IOException {
        byte[] levels = byRows.get(rows);
        if (levels == null) {
            levels = encode(rows);
            byRows.put(rows, levels);
        }
        return BytesInput.from(levels);
    }

    private byte[] encode(int rows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        append(out, rows, 0);
        append(out, rows, 1);
        return out.toByteArray();
    }

    private void append(ByteArrayOutputStream out, int rows, int levelOfFirst) throws IOException {
        var encoder =
                new RunLengthBitPackingHybridEncoder(1, SLAB_BYTES, SLAB_BYTES_MAX, new HeapByteBufferAllocator());
        for (int row = 0; row < rows; row++) {
            encoder.writeInt(levelOfFirst);
            for (int slot = 1; slot < length; slot++) {
                encoder.writeInt(1);
            }
        }
        BytesInput encoded = encoder.toBytes();
        BytesUtils.writeIntLittleEndian(out, Math.toIntExact(encoded.size()));
        encoded.writeAllTo(out);
        encoder.close();
    }
}
