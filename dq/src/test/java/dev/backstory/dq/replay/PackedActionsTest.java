package dev.backstory.dq.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.dq.replay.PlainHistories.CustomerDay;
import dev.backstory.dq.replay.PlainHistories.History;
import dev.backstory.testsupport.SparkForTests;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Actions arrive on the driver as they are, and no more of them than are asked for. */
class PackedActionsTest {
    @Test
    void whatIsPackedIsUnpacked() {
        // Not from values: as in a scan, each row takes the memory of the one before it.
        Dataset<Row> actions = SparkForTests.session()
                .sql("select -5L as customer_id,"
                        + " element_at(array('2025-08-13', '2025-08-12', '1969-12-31'), int(id)) as dt,"
                        + " cast(element_at(array('2025-08-13 10:00:00.123456Z', '2025-08-12 10:00:00',"
                        + " '1969-12-31 10:00:00.000001'), int(id)) as timestamp) as action_time,"
                        + " element_at(array(3, 2, 1), int(id)) as action_type,"
                        + " element_at(array(9223372036854775807L, 2L, 1L), int(id)) as item_id"
                        + " from range(1, 4, 1, 1)");
        LocalDate dt = LocalDate.parse("2025-08-14");
        PlainHistories histories = new PlainHistories(
                List.of(new PlainHistories.Day(
                        dt,
                        LocalDate.EPOCH.minusDays(9),
                        Long.MAX_VALUE,
                        Set.of(LocalDate.parse("2025-08-13"), LocalDate.parse("1969-12-31")))),
                5);

        List<byte[]> packed = PackedActions.of(actions, Long.MAX_VALUE);
        PackedActions.unpack(packed, histories);

        assertThat(PackedActions.count(packed)).isEqualTo(3);
        Map<CustomerDay, History> found = histories.histories();
        History history = found.get(new CustomerDay("2025-08-14", -5));
        // The one under 2025-08-12 is of no input: each has kept its own dt.
        assertThat(history.items()).containsExactly(Long.MAX_VALUE, 1);
        assertThat(history.types()).containsExactly(3, 1);
        assertThat(Instant.EPOCH.plus(history.newest(), ChronoUnit.MICROS))
                .isEqualTo(Instant.parse("2025-08-13T10:00:00.123456Z"));
    }

    @Test
    void oneMoreThanTheMostIsEnoughOfAPartition() {
        Dataset<Row> actions = SparkForTests.session()
                .sql("select id as customer_id, '2025-08-13' as dt, timestamp'2025-08-13 10:00:00' as action_time,"
                        + " 1 as action_type, id as item_id from range(0, 1000, 1, 2)");

        assertThat(PackedActions.count(PackedActions.of(actions, 10))).isEqualTo(2 * 11);
        assertThat(PackedActions.count(PackedActions.of(actions, 1000))).isEqualTo(1000);
    }
}
