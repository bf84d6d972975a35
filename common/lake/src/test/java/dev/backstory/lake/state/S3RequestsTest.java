package dev.backstory.lake.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.CustomerHash;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.StagedFile;
import dev.backstory.lake.page.HashRange;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.store.S3Lake;
import dev.backstory.lake.table.ActionFileCursor;
import dev.backstory.lake.table.ActionFileWriter;
import dev.backstory.testsupport.FaultyProxy;
import dev.backstory.testsupport.S3Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many requests it takes to look at a lake of many days on S3, as the server counts them. */
@Tag("cluster")
class S3RequestsTest {
    private static final LocalDate LAST = LocalDate.parse("2025-08-14");
    private static final String SETTINGS = "history: {lookback: P1Y}";

    @TempDir
    private Path folder;

    private FaultyProxy proxy;
    private StateLake days;

    @BeforeEach
    void start() {
        proxy = new FaultyProxy(server());
        days = new StateLake(folder, "history: {lookback: P1Y}", newLake(proxy.address()));
    }

    URI server() {
        return S3Server.get().address();
    }

    Lake newLake(URI address) {
        return S3Lake.at(address, S3Server.get().newBucket());
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    /** A lake that a process begins with: it knows nothing yet. */
    private Lake fresh() {
        proxy.forget();
        return new Lake(days.lake.root().toString(), days.lake.files());
    }

    @Test
    void aStateOfManyDaysAndTheWindowOfAYear() throws IOException {
        DayRange before = new DayRange(LAST.minusDays(399), LAST.minusDays(1));
        days.publishAll(before);
        for (Table table : new Table[] {Table.ACTIONS, Table.IMPRESSIONS, Table.TRAINING}) {
            // Whoever publishes leaves what it knows in the index.
            assertThat(days.lake.published(table, before)).hasSize(399);
            proxy.forget();
            days.audit(days.stage(table, "last", LAST), LAST, dev.backstory.core.run.Verdict.PASS);
            assertThat(proxy.requests().size())
                    .as("to stage and publish a day: %s", proxy.requests())
                    .isLessThanOrEqualTo(30);
        }
        assertThat(LakeState.read(fresh(), days.config).table(Table.TRAINING).days())
                .hasSize(400)
                .allMatch(day -> day.published() != null);
        assertThat(proxy.requests().size())
                .as("to look at 400 days: %s", proxy.counts())
                .isLessThanOrEqualTo(20);

        writeFiles();
        Lake lake = fresh();
        PublishedInputs inputs = PublishedInputs.read(lake, DayRange.day(LAST), Period.ofYears(1));
        long rows = 0;
        for (PublishRecord record : inputs.actions(LAST).values()) {
            for (StagedFile file : record.files()) {
                try (ActionFileCursor cursor = ActionFileCursor.open(
                        lake.file(record, file), lake.files().conf(), HashRange.ALL, record.dt())) {
                    while (cursor.next()) {
                        rows++;
                    }
                }
            }
        }
        assertThat(rows).isEqualTo(365);
        assertThat(proxy.requests().size())
                .as("to read the window of a year: %s", proxy.counts())
                .isLessThanOrEqualTo(400);

        withoutAnIndexAsALakeIsThatWasCopied();
    }

    private void withoutAnIndexAsALakeIsThatWasCopied() {
        org.apache.hadoop.fs.Path index = new org.apache.hadoop.fs.Path(days.lake.root(), "_index/actions.json");
        days.lake.files().deleteObjects(List.of(index));

        Lake step = fresh();
        assertThat(PublishedInputs.read(step, DayRange.day(LAST), Period.ofYears(1))
                        .actions(LAST))
                .hasSize(365);
        assertThat(proxy.requests()).as("each record is read").hasSizeGreaterThan(365);
        assertThat(days.lake.files().tagged(index))
                .as("who only looks writes nothing")
                .isEmpty();
        new StateLake(folder, SETTINGS, step).stage(Table.TRAINING, "later", LAST);

        assertThat(PublishedInputs.read(fresh(), DayRange.day(LAST), Period.ofYears(1))
                        .actions(LAST))
                .hasSize(365);
        assertThat(proxy.requests().size())
                .as("after a step was made: %s", proxy.counts())
                .isLessThanOrEqualTo(10);
    }

    private void writeFiles() throws IOException {
        Configuration conf = days.lake.files().conf();
        for (PublishRecord record : days.lake
                .published(Table.ACTIONS, new DayRange(LAST.minusYears(1), LAST.minusDays(1)))
                .values()) {
            org.apache.hadoop.fs.Path path =
                    days.lake.file(record, record.files().get(0));
            try (ActionFileWriter writer = ActionFileWriter.open(path, conf)) {
                writer.write(CustomerHash.of(1), 1, 7, 1_000_000, 1);
                writer.finish();
            }
        }
    }
}
