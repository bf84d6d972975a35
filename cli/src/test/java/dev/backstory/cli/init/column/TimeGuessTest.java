package dev.backstory.cli.init.column;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeGuessTest {
    /** Values of a column, separated by two blanks and a bar, and what they are: time or day, and whether they say a zone. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            value = {
                "2019-10-01 00:00:00 UTC            = yyyy-MM-dd HH:mm:ss VV, time, zone",
                "2019-10-01 00:00:00.123 UTC | 2019-10-01 00:00:00 UTC = yyyy-MM-dd HH:mm:ss[.SSSSSS][.SSS] VV, time, zone",
                "2019-11-24 00:00:11.512739+00:00   = iso, time, zone",
                "2025-08-14T10:00:00Z               = iso, time, zone",
                "2025-08-14 10:00:00                = iso, time, no zone",
                "2025-08-14 10:00:00 +0200          = yyyy-MM-dd HH:mm:ss xx, time, zone",
                "1433221332                         = epoch-seconds, time, zone",
                "1433221332117                      = epoch-millis, time, zone",
                "1433221332117000                   = epoch-micros, time, zone",
                "1433221332.25                      = epoch-seconds, time, zone",
                "01.11.2026 10:00                   = dd.MM.yyyy HH:mm, time, no zone",
                "1.11.2026 9:05                     = d.M.yyyy H:mm, time, no zone",
                "31/01/2025 10:00 | 01/02/2025 10:00 = dd/MM/yyyy HH:mm, time, no zone",
                "01/31/2025 10:00 | 02/01/2025 10:00 = MM/dd/yyyy HH:mm, time, no zone",
                "12/1/2010 8:26 | 12/31/2010 8:26   = M/d/yyyy H:mm, time, no zone",
                "12/31/2010 8:26 PM                 = M/d/yyyy h:mm a, time, no zone",
                "20251001093000                     = yyyyMMddHHmmss, time, no zone",
                "2025/10/01 09:30:00                = yyyy/MM/dd HH:mm:ss, time, no zone",
                "2018-09-20                         = iso, day, no zone",
                "20180920                           = yyyyMMdd, day, no zone",
                "20.09.2018                         = dd.MM.yyyy, day, no zone",
                "2018-09-20 00:00:00 | 2018-09-21 00:00:00 = yyyy-MM-dd HH:mm:ss, day, no zone",
                "2018-09-20 00:00:00 | 2018-09-21 00:00:01 = iso, time, no zone",
                "1487580000000000001                = none",
                "5700296                            = none",
                "12345678                           = none",
                "view                               = none",
                "84.93                              = none",
                "c4d51e43f5c976ca9f7fb0a959886561   = none",
            })
    void howTimesAreWritten(String values, String guess) {
        ColumnProfile column = ColumnProfile.of("c", values.strip().split(" \\| "));
        assertThat(TimeGuess.of(column).map(TimeGuessTest::text).orElse("none")).isEqualTo(guess);
    }

    private static String text(TimeGuess guess) {
        return guess.format() + (guess.isDay() ? ", day" : ", time") + (guess.hasZone() ? ", zone" : ", no zone");
    }

    @Test
    void aDayThatMayBeAMonthIsInDoubt() {
        assertThat(TimeGuess.of(ColumnProfile.of("c", "01/02/2025 10:00"))
                        .orElseThrow()
                        .other())
                .isEqualTo("MM/dd/yyyy HH:mm");
        assertThat(TimeGuess.of(ColumnProfile.of("c", "31/01/2025 10:00"))
                        .orElseThrow()
                        .other())
                .isNull();
        assertThat(TimeGuess.of(ColumnProfile.of("c", "01.02.2025 10:00"))
                        .orElseThrow()
                        .other())
                .isNull();
    }

    @Test
    void aFewBrokenValuesAreNoMatter() {
        ColumnProfile column = new ColumnProfile("c", false);
        for (int i = 0; i < 99; i++) {
            column.add("1433221332117");
        }
        column.add("soon");
        assertThat(TimeGuess.of(column).orElseThrow().format()).isEqualTo("epoch-millis");
        for (int i = 0; i < 10; i++) {
            column.add("soon");
        }
        assertThat(TimeGuess.of(column)).isEmpty();
    }
}
