package dev.backstory.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class SampleOptionsTest {
    @Test
    void historyComesBeforeImpressions() {
        SampleOptions options = SampleOptions.builder()
                .firstDay(LocalDate.of(2024, 2, 27))
                .historyDays(2)
                .impressionDays(3)
                .build();

        assertThat(options.firstImpressionDay()).isEqualTo(LocalDate.of(2024, 2, 29));
        assertThat(options.lastDay()).isEqualTo(LocalDate.of(2024, 3, 2));
        assertThat(options.days()).isEqualTo(5);
    }

    @Test
    void allImpossibleValuesAreNamedAtOnce() {
        assertThatThrownBy(() -> SampleOptions.builder()
                        .customers(2)
                        .impressionDays(0)
                        .hotCustomers(3, -1)
                        .badShare(1.5)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot generate sample data: impressionDays is 0, but must be at least 1; "
                        + "hotCustomers is 3, but must be 0 to the number of customers (2); "
                        + "hotActions is -1, but must be at least 0; badShare is 1.5, but must be 0 to 1");
    }

    @Test
    void tastesNeedItemsToDifferIn() {
        assertThatThrownBy(() -> SampleOptions.builder().signal(1.5).items(19).build())
                .hasMessage("Cannot generate sample data: signal is 1.5, but must be 0 to 1; "
                        + "items is 19, but must be at least 20 for tastes to differ");
    }

    @Test
    void formatsAreForAllSourcesOrForOne() {
        SampleOptions.Builder builder = SampleOptions.builder();
        FormatOption.apply(new String[] {"json", "clicks=CSV"}, builder);
        SampleOptions options = builder.build();

        assertThat(options.format(SampleSource.CLICKS)).isEqualTo(SampleFormat.CSV);
        assertThat(options.format(SampleSource.ORDERS)).isEqualTo(SampleFormat.JSON);
    }

    @Test
    void anUnknownFormatOrSourceIsNamed() {
        assertThatThrownBy(() -> FormatOption.apply(new String[] {"avro"}, SampleOptions.builder()))
                .hasMessage("Cannot use --format: 'avro' is not a format; allowed: parquet, orc, json, csv");
        assertThatThrownBy(() -> FormatOption.apply(new String[] {"views=csv"}, SampleOptions.builder()))
                .hasMessage(
                        "Cannot use --format: 'views' is not a source; allowed: clicks, carts, orders, impressions");
    }
}
