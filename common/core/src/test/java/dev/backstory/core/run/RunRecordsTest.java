package dev.backstory.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.contract.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunRecordsTest {
    private static final LocalDate DAY = LocalDate.parse("2025-08-14");

    @Test
    void foldsConsecutiveDaysOfOneRun() {
        TreeMap<LocalDate, RunId> runs = new TreeMap<>(Map.of(
                DAY,
                new RunId("a"),
                DAY.plusDays(1),
                new RunId("a"),
                DAY.plusDays(2),
                new RunId("b"),
                DAY.plusDays(4),
                new RunId("b")));

        assertThat(InputRun.fold(Table.ACTIONS, runs))
                .containsExactly(
                        new InputRun(Table.ACTIONS, DAY, DAY.plusDays(1), new RunId("a")),
                        new InputRun(Table.ACTIONS, DAY.plusDays(2), DAY.plusDays(2), new RunId("b")),
                        new InputRun(Table.ACTIONS, DAY.plusDays(4), DAY.plusDays(4), new RunId("b")));
    }

    @Test
    void mapsASchedulersRunIdsAndKeepsTwoOfThemApart() {
        RunId mapped = RunId.ofScheduler("scheduled__2025-08-14T00:00:00+00:00");
        RunId other = RunId.ofScheduler("scheduled__2025-08-14T00-00:00+00:00");

        assertThat(mapped.value())
                .startsWith("scheduled__2025-08-14T00-00-00-00-00-")
                .hasSize(45);
        assertThat(mapped).isNotEqualTo(other);
        assertThat(RunId.ofScheduler("plain-1.2_3")).isEqualTo(new RunId("plain-1.2_3"));
        assertThat(RunId.ofScheduler("x".repeat(500)).value()).hasSize(189);
        assertThatThrownBy(() -> new RunId("../up"))
                .hasMessage(
                        "Cannot use the run id '../up' because only letters, digits, '.', '_' and '-' are allowed in it (at most"
                                + " 200)");
        assertThatThrownBy(() -> RunId.ofScheduler(" "))
                .hasMessage("Cannot use an empty run id; omit --run-id to get a new one");
    }

    @Test
    void writesRecordsAsJsonAndReadsThemBack() {
        StagedDay day = new StagedDay(
                DAY,
                List.of(new StagedFile("part-0.parquet", 3, 900)),
                List.of(),
                Map.of("clicks", new SourceCount(4, 3, 1)),
                List.of(new InputRun(Table.ACTIONS, DAY, DAY, new RunId("a"))),
                365,
                12,
                3,
                List.of(new RawFiles("clicks", 2, 300, "0f"), RawFiles.ofTable("carts", "version 12")));
        StagedRun run = new StagedRun(
                Table.HISTORIES,
                new RunId("r"),
                Instant.parse("2025-08-15T01:02:03Z"),
                "hash",
                "0.1.0",
                "message m {}",
                List.of(day),
                List.of(),
                Map.of());

        String json = RunJson.write(run);

        assertThat(RunJson.read(json, StagedRun.class, "test")).isEqualTo(run);
        assertThat(json).contains("\"table\" : \"histories\"", "\"dt\" : \"2025-08-14\"", "\"run\" : \"r\"");
        assertThat(json).contains("\"table\" : \"actions\"", "\"stagedAt\" : \"2025-08-15T01:02:03Z\"");
        assertThatThrownBy(() -> RunJson.read("{", StagedRun.class, "lake/_STAGED.json"))
                .hasMessageStartingWith("Cannot read lake/_STAGED.json because it is not a StagedRun: ");
    }

    @Test
    void recordsSayHowLongTheWorkTook() {
        StagedDay day = StagedDay.ofInputs(DAY, List.of(), List.of(), 365, 12);
        StagedRun run = RunJson.read(
                "{\"table\": \"training\", \"run\": \"r\", \"days\": [], \"unknownFiles\": []}",
                StagedRun.class,
                "one of an older version");
        assertThat(run.took()).isNull();
        assertThat(RunJson.write(run)).doesNotContain("seconds");

        StagedRun both = new StagedRun(
                        Table.TRAINING,
                        run.run(),
                        Instant.EPOCH,
                        "hash",
                        "0.1.0",
                        "m",
                        List.of(day, day),
                        List.of(),
                        Map.of())
                .took(Duration.ofMillis(41_234));
        PublishRecord record = PublishRecord.of(
                both,
                day,
                new PublishRecord.Passed(
                        Instant.EPOCH,
                        "rules",
                        Verdict.PASS,
                        Map.of(),
                        "report",
                        Took.of(Duration.ofMillis(3_100), 2)));

        assertThat(RunJson.write(both)).contains("\"seconds\" : 41.23");
        assertThat(RunJson.write(record).replaceAll("\\s+", " "))
                .contains("\"stepTook\" : { \"seconds\" : 41.23, \"days\" : 2 }")
                .contains("\"auditTook\" : { \"seconds\" : 3.1, \"days\" : 2 }");
        assertThat(RunJson.read(RunJson.write(record), PublishRecord.class, "test"))
                .isEqualTo(record);
        assertThat(new Took(41.23, 2).secondsPerDay()).isEqualTo(20.615);
    }

    @ParameterizedTest
    @CsvSource({"actions, ACTIONS", "impressions, IMPRESSIONS", "training, TRAINING", "histories, HISTORIES"})
    void aManifestNamesItsTableByTheFolder(String folder, Table table) {
        String json = "{\"table\": \"" + folder + "\", \"run\": \"r\", \"days\": []}";

        assertThat(RunJson.read(json, StagedRun.class, "test").table()).isEqualTo(table);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'table': 'actions', 'from': '2025-08-14', 'to': 'tomorrow', 'run': 'a'} | tomorrow",
                "{'table': 'actions', 'from': '2025-08-14', 'to': '2025-08-14', 'run': 'a b'} | the run id 'a b'",
                "{'table': 'actions', 'from': '2025-08-14', 'to': '2025-08-14'} | an input needs table, from, to and run",
                "'x' | an input needs table, from, to and run",
            })
    void anInputThatIsNoneIsNamed(String json, String message) {
        assertThatThrownBy(() -> RunJson.read(json.replace('\'', '"'), InputRun.class, "the file"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Cannot read the file because it is not a InputRun: ")
                .hasMessageContaining(message);
    }
}
