package dev.backstory.dq.replay;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** Brings actions to the driver: millions of them take a few dozen megabytes there, where rows would take hundreds. */
final class PackedActions implements FlatMapFunction<Iterator<InternalRow>, byte[]> {
    private static final long serialVersionUID = 1L;
    private static final int BYTES = 8 + 4 + 8 + 1 + 8;

    private final long most;

    private PackedActions(long most) {
        this.most = most;
    }

    /**
     * All actions of some days, in one query.
     *
     * @param actions rows of the table {@code actions}, with their {@code dt}
     * @param most where there are more, this many of a partition and one more are enough
     */
    static List<byte[]> of(Dataset<Row> actions, long most) {
        // Spark's own rows: as objects with boxed values a million of them cost as much as reading them.
        return actions.selectExpr(
                        "customer_id", "dt", "unix_micros(action_time)", "cast(action_type as int)", "item_id")
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .mapPartitions(new PackedActions(most))
                .collect();
    }

    static long count(List<byte[]> packed) {
        return packed.stream().mapToLong(part -> part.length / BYTES).sum();
    }

    /** Offers each action to what looks for histories. */
    static void unpack(List<byte[]> packed, PlainHistories histories) {
        for (byte[] part : packed) {
            ByteBuffer buffer = ByteBuffer.wrap(part);
            while (buffer.hasRemaining()) {
                long customer = buffer.getLong();
                LocalDate dt = LocalDate.ofEpochDay(buffer.getInt());
                long micros = buffer.getLong();
                int type = buffer.get();
                histories.offer(customer, dt, micros, type, buffer.getLong());
            }
        }
    }

    @Override
    public Iterator<byte[]> call(Iterator<InternalRow> rows) {
        ByteBuffer packed = ByteBuffer.allocate(1024 * BYTES);
        UTF8String dt = UTF8String.EMPTY_UTF8;
        int epochDay = 0;
        for (long taken = 0; taken <= most && rows.hasNext(); taken++) {
            InternalRow row = rows.next();
            // Parsed once for a file and not for every row of it; the text lies in memory that the next row takes.
            if (!dt.equals(row.getUTF8String(1))) {
                dt = row.getUTF8String(1).clone();
                epochDay = (int) LocalDate.parse(dt.toString()).toEpochDay();
            }
            if (!packed.hasRemaining()) {
                packed = ByteBuffer.allocate(2 * packed.capacity()).put(packed.flip());
            }
            packed.putLong(row.getLong(0))
                    .putInt(epochDay)
                    .putLong(row.getLong(2))
                    .put((byte) row.getInt(3))
                    .putLong(row.getLong(4));
        }
        return List.of(Arrays.copyOf(packed.array(), packed.position())).iterator();
    }
}
