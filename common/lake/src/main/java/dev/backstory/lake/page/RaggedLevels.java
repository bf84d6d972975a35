package dev.backstory.lake.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;

/**
 * Repetition and definition levels of a page of lists of different lengths: a list's first value has repetition level 0,
 * the others 1; definition levels are 1. An empty list has both levels 0, and no value. Lists side by side share them.
 */
public final class RaggedLevels {
    private static final int SLAB_BYTES = 1 << 10;
    private static final int SLAB_BYTES_MAX = 1 << 20;

    private final RunLengthBitPackingHybridEncoder repetition =
            new RunLengthBitPackingHybridEncoder(1, SLAB_BYTES, SLAB_BYTES_MAX, new HeapByteBufferAllocator());
    private final RunLengthBitPackingHybridEncoder definition =
            new RunLengthBitPackingHybridEncoder(1, SLAB_BYTES, SLAB_BYTES_MAX, new HeapByteBufferAllocator());

    public void add(int length) throws IOException {
        repetition.writeInt(0);
        if (length == 0) {
            definition.writeInt(0);
        }
        for (int slot = 1; slot < length; slot++) {
            repetition.writeInt(1);
        }
        for (int slot = 0; slot < length; slot++) {
            definition.writeInt(1);
        }
    }

    /** The levels of the lists added since the last call, each kind behind its length in bytes. */
    public BytesInput take() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        append(repetition, out);
        append(definition, out);
        return BytesInput.from(out.toByteArray());
    }

    private static void append(RunLengthBitPackingHybridEncoder levels, ByteArrayOutputStream out) throws IOException {
        BytesInput encoded = levels.toBytes();
        BytesUtils.writeIntLittleEndian(out, Math.toIntExact(encoded.size()));
        encoded.writeAllTo(out);
        levels.reset();
    }
}
