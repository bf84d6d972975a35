package dev.backstory.spark.ingest;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.contract.CustomerHash;
import dev.backstory.testsupport.Seeds;
import dev.backstory.testsupport.SparkForTests;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
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
            assertThat(RowKey.isRefused(row.getLong(0))).isFalse();
            assertThat(RowKey.hash(row.getLong(0))).isEqualTo(CustomerHash.of(customer));
            assertThat(row.getLong(1)).isEqualTo(15 + RowKey.slice(row.getLong(0), 5));
        }
    }

    @Test
    void refusedRowsOfNoDayComeFirstAndKnowIt() {
        Row row = keys("cast(null as date)", "cast(null as bigint)", "array('why')", 5);

        assertThat(RowKey.day(row.getLong(0))).isZero();
        assertThat(RowKey.isRefused(row.getLong(0))).isTrue();
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
        TreeSet<LocalDate> year =
                new TreeSet<>(FIRST.datesUntil(FIRST.plusDays(365)).toList());
        TreeSet<LocalDate> day = new TreeSet<>(List.of(FIRST));

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

    private static Row keys(String dt, String customer, String reasons, int slices) {
        return SparkForTests.session()
                .sql("select " + dt + " as dt, " + customer + " as customer_id, 'raw' as raw, " + reasons
                        + " as reasons")
                .select(RowKey.of(FIRST).as("key"))
                .select(col("key"), RowKey.file(col("key"), slices))
                .head();
    }
}
