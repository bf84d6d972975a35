package dev.backstory.spark.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.contract.CustomerHash;
import dev.backstory.testsupport.SparkForTests;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class CustomerHashInSparkTest {
    @Test
    void aQueryCanComputeIt() {
        List<Row> rows = SparkForTests.session()
                .sql("select id, hash(id) from (select explode(array(0L, 1L, -1L, 1000000L, 9223372036854775807L,"
                        + " -9223372036854775807L - 1L)) as id union all select id * 7919 - 500 from range(1000))")
                .collectAsList();

        assertThat(rows)
                .hasSize(1006)
                .allSatisfy(row -> assertThat(CustomerHash.of(row.getLong(0))).isEqualTo(row.getInt(1)));
    }
}
