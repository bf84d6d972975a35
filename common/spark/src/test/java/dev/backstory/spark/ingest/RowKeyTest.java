package dev.backstory.spark.ingest;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.contract.CustomerHash;
import dev.backstory.spark.source.row.RequestedDays;
import dev.backstory.testsupport.Seeds;
import dev.backstory.testsupport.SparkForTests;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class RowKeyTest {
    private static final LocalDate FIRST = LocalDate.parse("2025-08-14");

    @Test
    void aKeyTellsDayKindAndHash() {
        Random random = new Random(Seeds.or(7));
        for (int i = 0; i < 20; i++) {
            long customer = random.nextLong();
            Row row = keys("date '2025-08-16'", customer + "L", "array()", 5);

            assertThat(RowKey.day(row.getLong(0))).isEqualTo(3);
            assertThat(RowKey.isRejected(row.getLong(0))).isFalse();
            assertThat(RowKey.hash(row.getLong(0))).isEqualTo(CustomerHash.of(customer));
            assertThat(row.getLong(1)).isEqualTo(15 + RowKey.slice(row.getLong(0), 5));
        }
    }

    @Test
    void rejectedRowsOfNoDayComeFirstAndKnowIt() {
        Row row = keys("cast(null as date)", "cast(null as bigint)", "array('why')", 5);

        assertThat(RowKey.day(row.getLong(0))).isZero();
        assertThat(RowKey.isRejected(row.getLong(0))).isTrue();
        assertThat(row.getLong(1)).isBetween(0L, 4L);
    }

    @Test
    void slicesAreRangesOfTheHashFromSmallestToLargest() {
        long smallest = 1L << 33;
        long largest = smallest + (1L << 32) - 1;

        assertThat(RowKey.slice(smallest, 3)).isZero();
        assertThat(RowKey.slice(largest, 3)).isEqualTo(2);
        assertThat(RowKey.hash(smallest)).isEqualTo(Integer.MIN_VALUE);
        assertThat(RowKey.hash(largest)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void smallDaysAreOneFileAndLargeOnesAFewHundredMegabytesEach() {
        RequestedDays year =
                RequestedDays.of(FIRST.datesUntil(FIRST.plusDays(365)).toList());
        RequestedDays day = RequestedDays.of(List.of(FIRST));

        assertThat(DayLayout.of(year, 20_000_000, 2))
                .extracting("slices", "tasks")
                .containsExactly(1, 2);
        assertThat(DayLayout.of(day, 0, 2)).extracting("slices", "tasks").containsExactly(1, 1);
        assertThat(DayLayout.of(day, 10L << 30, 2))
                .extracting("slices", "tasks")
                .containsExactly(53, 53);
        assertThat(DayLayout.of(year, 1L << 30, 2))
                .extracting("slices", "tasks")
                .containsExactly(1, 128);
    }

    @Test
    void aDayHasOneNumberWhoeverComputesIt() {
        DayLayout layout = DayLayout.of(RequestedDays.of(List.of(FIRST, FIRST.plusDays(40))), 0, 1);

        for (LocalDate day : List.of(FIRST, FIRST.plusDays(1), FIRST.plusDays(40))) {
            Row row = keys("date '" + day + "'", "1L", "array()", 5);

            assertThat(RowKey.day(row.getLong(0))).isEqualTo(layout.numberOf(day));
            assertThat(layout.folderOf(layout.numberOf(day))).isEqualTo("dt=" + day);
        }
        assertThat(layout.folderOf(DayLayout.UNKNOWN)).isEqualTo("dt=unknown");
    }

    private static Row keys(String dt, String customer, String reasons, int slices) {
        return SparkForTests.session()
                .sql("select " + dt + " as dt, " + customer + " as customer_id, 'raw' as raw, " + reasons
                        + " as reasons")
                .select(RowKey.of(DayLayout.of(RequestedDays.of(List.of(FIRST)), 0, 1)
                                .numberOf(col("dt")))
                        .as("key"))
                .select(col("key"), RowKey.file(col("key"), slices))
                .head();
    }
}
