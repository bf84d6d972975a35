package dev.backstory.impressions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.command.Console;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.SourceCount;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedRun;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.store.Lake;
import dev.backstory.spark.job.JobContext;
import dev.backstory.testsupport.SparkForTests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImpressionsJobTest {
    private static final LocalDate DAY = LocalDate.parse("2025-08-14");

    @TempDir
    private Path dir;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void stagesOneRowForEveryItem() throws IOException {
        Files.writeString(dir.resolve("impressions.json"), """
                {"dt":"2025-08-14","ranking_id":"b","customer_id":1,"impressions":[{"item_id":5,"is_order":false},{"item_id":5,"is_order":true}]}
                {"dt":"2025-08-14","ranking_id":null,"customer_id":1,"impressions":[{"item_id":0,"is_order":null},{"item_id":6}]}
                {"dt":"2025-08-14","ranking_id":"c","customer_id":null,"impressions":[{"item_id":5},{"item_id":6}]}
                {"dt":"2025-08-14","ranking_id":"d","customer_id":2,"impressions":[]}
                {"dt":"2025-08-14","ranking_id":"d","customer_id":2}
                {"dt":"someday","ranking_id":"e","customer_id":2,"impressions":[{"item_id":5}]}
                """);
        Files.writeString(dir.resolve("pipeline.yaml"), """
                name: shop
                lake: lake
                sources:
                  clicks: {format: json, path: clicks}
                  impressions: {format: json, path: impressions.json}
                """);

        StagedRun run = run();

        assertThat(run.days()).extracting(StagedDay::dt).containsExactly(DAY, DAY.plusDays(1));
        assertThat(run.days().get(0).sources()).isEqualTo(Map.of("impressions", new SourceCount(5, 3, 2)));
        assertThat(run.days().get(0).withoutItems()).isEqualTo(2);
        assertThat(run.days().get(1).withoutItems()).isZero();
        assertThat(run.days().get(1).files()).isEmpty();
        assertThat(run.unknownBySource()).isEqualTo(Map.of("impressions", 1L));
        assertThat(rows("dt=2025-08-14", "ranking_id", "customer_id", "impression_pos", "impression_item_id", "label"))
                .containsExactly("[null,1,1,6,null]", "[b,1,0,5,0]", "[b,1,1,5,1]");
        assertThat(rows("rejected/dt=2025-08-14", "concat_ws('; ', reasons)"))
                .containsExactlyInAnyOrder("[customer_id is null]", "[impressions[0].item_id 0 is not positive]");
        assertThat(rows("rejected/dt=unknown", "concat_ws('; ', reasons)"))
                .containsExactly("[dt 'someday' is not a day (yyyy-mm-dd)]");
    }

    @Test
    void impressionsOfWhichNoneHasItemsAreCountedAndMakeNoRow() throws IOException {
        Files.writeString(dir.resolve("impressions.json"), """
                {"dt":"2025-08-14","ranking_id":"a","customer_id":1,"impressions":[]}
                {"dt":"2025-08-14","ranking_id":"b","customer_id":1,"impressions":null}
                {"dt":"2025-08-14","ranking_id":"c","customer_id":1}
                """);
        Files.writeString(dir.resolve("pipeline.yaml"), """
                name: shop
                lake: lake
                sources:
                  clicks: {format: json, path: clicks}
                  impressions: {format: json, path: impressions.json}
                """);

        StagedRun run = run();

        assertThat(run.days().get(0).sources()).isEqualTo(Map.of("impressions", SourceCount.NONE));
        assertThat(run.days().get(0).withoutItems()).isEqualTo(3);
        assertThat(run.days().get(0).files()).isEmpty();
        assertThat(run.days().get(0).rejectedFiles()).isEmpty();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("impressions: read 0, kept 0, rejected 0, and 3 impressions without items (");
    }

    @Test
    void idsThatAreTextsGetNumbersForEveryItem() throws IOException {
        Files.writeString(dir.resolve("impressions.json"), """
                {"dt":"2025-08-14","ranking_id":"r1","customer_id":"ann","impressions":[{"item_id":"b","is_order":false},{"item_id":0,"is_order":true}]}
                {"dt":"2025-08-14","ranking_id":"r2","customer_id":7,"impressions":[{"item_id":" "},{"item_id":"a"},{"item_id":"\\ud83d"},{}]}
                {"dt":"2025-08-14","ranking_id":"r3","customer_id":"","impressions":[{"item_id":"lost"}]}
                {"dt":"2025-08-14","ranking_id":"r4","customer_id":"cid","impressions":[]}
                """);
        Files.writeString(dir.resolve("pipeline.yaml"), """
                name: shop
                lake: lake
                ids: {customer_id: text, item_id: text}
                sources:
                  clicks: {format: json, path: clicks}
                  impressions: {format: json, path: impressions.json}
                """);

        StagedRun run = run();

        assertThat(run.days().get(0).sources()).isEqualTo(Map.of("impressions", new SourceCount(7, 3, 4)));
        assertThat(run.days().get(0).withoutItems()).isEqualTo(1);
        // Items: '0' 1, 'a' 2, 'b' 3; customers: '7' 1, 'ann' 2, 'cid' 3.
        assertThat(rows("dt=2025-08-14", "ranking_id", "customer_id", "impression_pos", "impression_item_id", "label"))
                .containsExactlyInAnyOrder("[r1,2,0,3,0]", "[r1,2,1,1,1]", "[r2,1,1,2,null]");
        assertThat(rows("rejected/dt=2025-08-14", "concat_ws('; ', reasons)"))
                .containsExactlyInAnyOrder(
                        "[customer_id '' is blank]",
                        "[impressions[0].item_id ' ' is blank]",
                        "[impressions[2] is not an item]",
                        "[impressions[3].item_id is null]");
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("impressions  ids: 3 new customers, 3 new items (");
    }

    private StagedRun run() throws IOException {
        SparkSession spark = SparkForTests.session();
        PipelineConfig config = ConfigLoader.load(dir.resolve("pipeline.yaml"));
        Lake lake = new Lake(config.lake(), new LakeFiles(spark.sparkContext().hadoopConfiguration()));
        RunId id = new RunId("one");
        assertThat(ImpressionsJob.run(new JobContext(
                        config,
                        "pipeline.yaml",
                        spark,
                        lake,
                        new DayRange(DAY, DAY.plusDays(1)),
                        id,
                        false,
                        new Console(new PrintStream(printed, true, StandardCharsets.UTF_8)))))
                .isZero();
        return lake.stagedRun(Table.IMPRESSIONS, id).orElseThrow();
    }

    private List<String> rows(String folder, String... columns) {
        return SparkForTests.session()
                .read()
                .parquet(dir.resolve("lake/_staging/impressions/run=one/" + folder)
                        .toString())
                .selectExpr(columns)
                .collectAsList()
                .stream()
                .map(Row::toString)
                .toList();
    }
}
