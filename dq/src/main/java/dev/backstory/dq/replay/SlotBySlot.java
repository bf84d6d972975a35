package dev.backstory.dq.replay;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.unix_micros;

import dev.backstory.dq.replay.PlainHistories.CustomerDay;
import dev.backstory.dq.replay.PlainHistories.History;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF6;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** Compares rows with the histories that they should hold: these, and then padding up to the fixed length. */
final class SlotBySlot implements UDF6<String, Long, Seq<Long>, Seq<Integer>, Long, Long, Boolean> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<Map<CustomerDay, History>> expected;
    private final int length;
    private final boolean withNewest;

    private SlotBySlot(Broadcast<Map<CustomerDay, History>> expected, int length, boolean withNewest) {
        this.expected = expected;
        this.length = length;
        this.withNewest = withNewest;
    }

    /**
     * Whether a row is as it should be.
     *
     * @param length slots of a row
     * @param withNewest whether the time of the newest action is compared too
     */
    static Column column(SparkSession spark, Map<CustomerDay, History> expected, int length, boolean withNewest) {
        Broadcast<Map<CustomerDay, History>> everywhere =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(expected);
        return functions
                .udf(new SlotBySlot(everywhere, length, withNewest), DataTypes.BooleanType)
                .apply(
                        col("dt"),
                        col("customer_id"),
                        col("actions"),
                        col("action_types"),
                        col("history_length"),
                        unix_micros(col("newest_action_time")));
    }

    @Override
    public Boolean call(
            String dt,
            @Nullable Long customer,
            @Nullable Seq<Long> items,
            @Nullable Seq<Integer> types,
            @Nullable Long historyLength,
            @Nullable Long newest) {
        History history = History.of(expected.value(), dt, customer);
        return firstDifference(history, length, list(items), list(types)) < 0
                && historyLength != null
                && historyLength == history.length()
                && (!withNewest || Objects.equals(newest, history.newest()));
    }

    private static <T> List<T> list(@Nullable Seq<T> slots) {
        return slots == null ? List.of() : JavaConverters.seqAsJavaList(slots);
    }

    /** Counted from 0; -1 where the lists are the history, padded. */
    static int firstDifference(History history, int length, List<Long> items, List<Integer> types) {
        int slots = Math.max(length, Math.max(items.size(), types.size()));
        for (int slot = 0; slot < slots; slot++) {
            if (slot >= length || slot >= items.size() || slot >= types.size()) {
                return slot;
            }
            Long item = items.get(slot);
            Integer type = types.get(slot);
            if (item == null || item != history.item(slot) || type == null || type != history.type(slot)) {
                return slot;
            }
        }
        return -1;
    }
}
