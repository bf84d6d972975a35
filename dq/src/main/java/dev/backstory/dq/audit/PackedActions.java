package dev.backstory.dq.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Brings actions to the driver: millions of them take a few dozen megabytes there, where rows would take hundreds. */
final class PackedActions implements MapPartitionsFunction<Row, byte[]> {
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
        return actions.selectExpr(
                        "customer_id", "dt", "unix_micros(action_time)", "cast(action_type as int)", "item_id")
                .mapPartitions(new PackedActions(most), Encoders.BINARY())
                .collectAsList();
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
    public Iterator<byte[]> call(Iterator<Row> rows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        String dt = "";
        int epochDay = 0;
        for (long packed = 0; packed <= most && rows.hasNext(); packed++) {
            Row row = rows.next();
            // Parsed once for a file and not for every row of it.
            if (!dt.equals(row.getString(1))) {
                dt = row.getString(1);
                epochDay = (int) LocalDate.parse(dt).toEpochDay();
            }
            out.writeLong(row.getLong(0));
            out.writeInt(epochDay);
            out.writeLong(row.getLong(2));
            out.writeByte(row.getInt(3));
            out.writeLong(row.getLong(4));
        }
        return List.of(bytes.toByteArray()).iterator();
    }
}
