package dev.backstory.spark.ingest;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.config.input.Format;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.contract.ActionType;
import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.SourceCount;
import dev.backstory.spark.source.SourceReader;
import dev.backstory.spark.source.SourceRows;
import dev.backstory.spark.source.row.RequestedDays;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountCheckTest {
    private static final LocalDate DAY = LocalDate.parse("2025-08-14");

    private final CountCheck check = new CountCheck(Table.ACTIONS, RequestedDays.of(List.of(DAY)));
    private SourceRows threeRows;

    @TempDir
    private Path dir;

    @BeforeEach
    void source() throws IOException {
        Files.writeString(dir.resolve("a.csv"), """
                dt,customer_id,item_id,click_time
                2025-08-14,1,5,2025-08-14T10:00:00Z
                2025-08-14,1,6,2025-08-14T10:00:00Z
                2025-08-14,,6,2025-08-14T10:00:00Z
                """);
        Source clicks = Source.files(
                Format.CSV,
                dir.toString(),
                Map.of("dt", "dt", "customer_id", "customer_id", "item_id", "item_id", "action_time", "click_time"));
        threeRows = new SourceReader(SparkForTests.session(), ZoneId.of("UTC"))
                .actions(ActionType.CLICK, clicks, RequestedDays.of(List.of(DAY)));
    }

    @Test
    void whatIsLostIsNoticed() {
        assertThatThrownBy(() -> check.check(threeRows, new SourceRows.Read(3, 0), new SourceCount(2, 1, 1), 0))
                .isInstanceOf(BackstoryException.class)
                .hasMessage("Cannot stage actions of 2025-08-14 because source clicks does not add up: read 3, kept 1,"
                        + " rejected 1; nothing was staged. Did its data change meanwhile? Run it again");
    }

    @Test
    void aStageThatCountedTwiceIsForgivenAfterASecondLook() {
        assertThatCode(() -> check.check(threeRows, new SourceRows.Read(6, 0), new SourceCount(3, 2, 1), 0))
                .doesNotThrowAnyException();
    }
}
