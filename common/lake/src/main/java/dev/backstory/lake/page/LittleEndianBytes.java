package dev.backstory.lake.page;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;

/** Bytes of PLAIN values, growing as needed. */
final class LittleEndianBytes {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    private int size;

    LittleEndianBytes(int capacity) {
        this.bytes = new byte[capacity];
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    void putInt(int value) {
        reserve(Integer.BYTES);
        INT.set(bytes, size, value);
        size += Integer.BYTES;
    }

    void putLong(long value) {
        reserve(Long.BYTES);
        LONG.set(bytes, size, value);
        size += Long.BYTES;
    }

    void put(byte[] values) {
        reserve(values.length);
        System.arraycopy(values, 0, bytes, size, values.length);
        size += values.length;
    }

    void putLongs(long[] values, int from, int count) {
        reserve(Math.multiplyExact(count, Long.BYTES));
        for (int i = 0; i < count; i++) {
            LONG.set(bytes, size + i * Long.BYTES, values[from + i]);
        }
        size += count * Long.BYTES;
    }

    void putLongsAsInts(long[] values, int from, int count) {
        reserve(Math.multiplyExact(count, Integer.BYTES));
        for (int i = 0; i < count; i++) {
            INT.set(bytes, size + i * Integer.BYTES, (int) values[from + i]);
        }
        size += count * Integer.BYTES;
    }

    void putBytesAsInts(byte[] values, int from, int count) {
        reserve(Math.multiplyExact(count, Integer.BYTES));
        for (int i = 0; i < count; i++) {
            INT.set(bytes, size + i * Integer.BYTES, (int) values[from + i]);
        }
        size += count * Integer.BYTES;
    }

    void putZeros(int count) {
        reserve(count);
        Arrays.fill(bytes, size, size + count, (byte) 0);
        size += count;
    }

    /** Puts the last {@code count} bytes once more. */
    void repeatLast(int count) {
        reserve(count);
        System.arraycopy(bytes, size - count, bytes, size, count);
        size += count;
    }

    /** A view: valid until the next change. */
    BytesInput view() {
        return BytesInput.from(bytes, 0, size);
    }

    private void reserve(int more) {
        int needed = Math.addExact(size, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
        }
    }
}
