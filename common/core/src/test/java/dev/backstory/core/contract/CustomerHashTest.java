package dev.backstory.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CustomerHashTest {
    /** The values are Spark SQL's {@code hash(cast(id as bigint))}; every file ever written depends on them. */
    @ParameterizedTest
    @CsvSource({
        "0, -1670924195",
        "1, -1712319331",
        "42, 1316951768",
        "-1, -939490007",
        "1000000, -1715802514",
        "9223372036854775807, -1604625029",
        "-9223372036854775808, -853646085"
    })
    void isWhatItAlwaysWas(long customerId, int hash) {
        assertThat(CustomerHash.of(customerId)).isEqualTo(hash);
    }
}
