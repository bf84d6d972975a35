package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunJson;
import dev.backstory.dq.report.AuditReport;
import dev.backstory.lake.store.Lake;
import dev.backstory.spark.session.Sessions;
import dev.backstory.testsupport.Seeds;
import dev.backstory.testsupport.SparkForTests;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backfill may run its days in any order; in the end the lake is the same. */
class AnyOrderTest {
    private static final DayRange DAYS = new DayRange(LocalDate.parse("2022-08-25"), LocalDate.parse("2022-08-28"));

    @TempDir
    Path folder;

    @Test
    void aBackfillInRandomOrderGivesTheSameRowsAndVerdicts() {
        PipelineConfig inOrder = config("in-order");
        for (LocalDate day : DAYS.days()) {
            build(inOrder, day);
        }
        PipelineConfig shuffled = config("shuffled");
        long seed = Seeds.next();
        List<LocalDate> order = new ArrayList<>(DAYS.days());
        Collections.shuffle(order, new Random(seed));
        order.forEach(day -> build(shuffled, day));
        // What a day was built without is there now: those days are stale, and a second round builds them again.
        Collections.shuffle(order, new Random(seed + 1));
        order.forEach(day -> build(shuffled, day));

        for (LocalDate day : DAYS.days()) {
            assertThat(rows(shuffled, day)).as("%s, seed %d", day, seed).isEqualTo(rows(inOrder, day));
            for (Table table : shuffled.tables()) {
                assertThat(verdicts(shuffled, table, day))
                        .as("%s %s, seed %d", table, day, seed)
                        .isEqualTo(verdicts(inOrder, table, day))
                        .isNotEmpty();
            }
        }
    }

    private PipelineConfig config(String name) {
        Path example = OttoExample.copyTo(folder.resolve(name));
        return ConfigLoader.load(example);
    }

    /** An incomplete window ends the history step of a day; the second round finds it complete. */
    private static void build(PipelineConfig config, LocalDate day) {
        RunHere.run(config, DayRange.day(day));
    }

    private static Lake lake(PipelineConfig config) {
        return Sessions.lake(config, SparkForTests.session());
    }

    private static List<String> rows(PipelineConfig config, LocalDate day) {
        Optional<PublishRecord> record = lake(config).published(Table.TRAINING, day);
        assertThat(record).as("training of %s", day).isPresent();
        return SparkForTests.session()
                .read()
                .parquet(lake(config).day(Table.TRAINING, day).toString())
                .collectAsList()
                .stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }

    /** Of invariants: a comparison with earlier days has another past in another order. */
    private static Map<String, String> verdicts(PipelineConfig config, Table table, LocalDate day) {
        PublishRecord record = lake(config).published(table, day).orElseThrow();
        org.apache.hadoop.fs.Path report = new org.apache.hadoop.fs.Path(
                lake(config).root(), record.report().replace(".html", ".json"));
        Map<String, String> verdicts = new TreeMap<>();
        RunJson.read(lake(config).files().read(report).orElseThrow(), AuditReport.class, "report").findings().stream()
                .filter(finding -> !finding.check().endsWith("as on earlier days"))
                .forEach(finding ->
                        verdicts.put(finding.check(), finding.verdict().name()));
        return verdicts;
    }
}
