package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.lake.store.Lake;
import dev.backstory.testsupport.FaultyProxy;
import java.io.IOException;
import java.time.LocalDate;

/** Five days of the example, and what is seen of them in a bucket. */
final class FiveDays {
    static final DayRange ALL = new DayRange(LocalDate.parse("2022-08-01"), LocalDate.parse("2022-08-05"));

    private FiveDays() {}

    /** The rows are those of plain loops over the raw events, and nothing is left beside them. */
    static void assertPublished(Lake lake) throws IOException {
        OttoOracle oracle = new OttoOracle(OttoExample.FOLDER.resolve("sessions.jsonl"));
        for (LocalDate day : ALL.days()) {
            assertThat(PublishedRows.of(lake, day)).as("%s", day).isEqualTo(oracle.rows(day));
        }
        assertThat(lake.files().objects(new org.apache.hadoop.fs.Path(lake.root(), "_staging"), ""))
                .as("nothing waits, and nothing is locked")
                .isEmpty();
    }

    /** @param status what status said, since when the proxy counts */
    static void assertStatusAsksLittle(Backstory.Result status, FaultyProxy proxy) {
        assertThat(status.out()).contains("2022-08-01 to 2022-08-05    5 days  published");
        assertThat(proxy.requests())
                .as("requests of status for the lake; the raw clicks are listed too")
                .filteredOn(request -> request.toString().contains("otto"))
                .hasSizeLessThanOrEqualTo(20);
    }
}
