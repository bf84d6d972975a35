package dev.backstory.dq.replay;

import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.SparkColumns;
import dev.backstory.dq.day.TableRows;
import dev.backstory.lake.table.TableSchemas;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The customers whose histories are computed again.
 *
 * @param windows of their hashes
 * @param days whose files hold their rows
 * @param actions theirs, packed
 */
record ReplaySample(HashWindows windows, List<AuditDay> days, List<byte[]> actions) {
    /** Pairs of an action and a day whose history may hold it: a few dozen megabytes of the driver's memory. */
    private static final long MOST_CANDIDATES = 1_500_000;
    /** Training rows compared; each is two arrays. */
    private static final long MOST_ROWS = 15_000;
    /** Windows that hold customers of unusual activity are made half as wide so often, and then taken as they are. */
    private static final int MOST_NARROWINGS = 12;

    /** As many customers as the limits allow; fewer where the windows hold customers of unusual activity. */
    static ReplaySample of(
            TableRows tables,
            String customer,
            List<AuditDay> days,
            Map<LocalDate, SortedMap<LocalDate, PublishRecord>> inputs) {
        NavigableMap<LocalDate, PublishRecord> read = new TreeMap<>();
        inputs.values().forEach(read::putAll);
        Dataset<Row> actions = tables.published(Table.ACTIONS, SparkColumns.of(TableSchemas.ACTIONS), read.values());
        long candidates = inputs.values().stream()
                .flatMap(records -> records.values().stream())
                .mapToLong(PublishRecord::rows)
                .sum();
        long staged = days.stream().mapToLong(day -> day.day().rows()).sum();
        double share = Math.min(
                1,
                Math.min((double) MOST_CANDIDATES / Math.max(1, candidates), (double) MOST_ROWS / Math.max(1, staged)));
        if (share >= 1) {
            return new ReplaySample(HashWindows.everyone(), days, PackedActions.of(actions, Long.MAX_VALUE));
        }
        long seed = days.get(0).run().run().value().hashCode();
        long most = 3 * MOST_CANDIDATES / days.size();
        for (int narrowing = 0; ; narrowing++, share /= 2) {
            FilesOfWindows files = FilesOfWindows.of(tables, days, customer, HashWindows.of(share, seed), seed);
            long limit = narrowing == MOST_NARROWINGS ? Long.MAX_VALUE : most;
            List<byte[]> found = PackedActions.of(actions.where(files.windows().condition("customer_hash")), limit);
            if (PackedActions.count(found) <= limit) {
                return new ReplaySample(files.windows(), files.days(), found);
            }
        }
    }
}
