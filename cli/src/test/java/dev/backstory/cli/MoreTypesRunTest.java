package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.lake.store.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shop whose events have types of their own, from its log to its histories. */
class MoreTypesRunTest {
    private static final LocalDate DAY = LocalDate.parse("2025-08-14");

    @TempDir
    Path folder;

    private PipelineConfig config(String types, String values) throws IOException {
        Files.writeString(folder.resolve("events.csv"), """
                dt,customer_id,item_id,action_time,event
                2025-08-13,1,11,2025-08-13T10:00:00Z,view
                2025-08-13,1,12,2025-08-13T10:00:00Z,share
                2025-08-13,1,13,2025-08-13T11:00:00Z,wish
                2025-08-13,1,14,2025-08-13T12:00:00Z,buy
                2025-08-14,2,15,2025-08-14T12:00:00Z,wish
                """);
        Files.writeString(folder.resolve("shown.json"), """
                {"dt":"2025-08-14","ranking_id":"r","customer_id":1,"impressions":[{"item_id":7,"is_order":1}]}
                """);
        Files.writeString(folder.resolve("pipeline.yaml"), """
                name: shop
                lake: lake
                types: %s
                training: {numbers: narrow}
                history: {length: 5, lookback: P1D, outputs: [training, histories]}
                sources:
                  events: {format: csv, path: events.csv, type: {column: event, values: %s}}
                  impressions: {format: json, path: shown.json}
                dq: {actions: {max-rejected-share: 1}, impressions: {allow-empty: true}, training: {allow-empty: true}, histories: {allow-empty: true}}
                """.formatted(types, values));
        return ConfigLoader.load(folder.resolve("pipeline.yaml"));
    }

    @Test
    void wishesAndSharesAreInHistories() throws IOException {
        PipelineConfig config =
                config("{4: wishlist, 5: share}", "{view: click, buy: order, wish: wishlist, share: share}");

        RunHere.Result run = RunHere.run(config, new DayRange(DAY.minusDays(1), DAY));

        assertThat(run.exit()).as(run.said()).isZero();
        Lake lake = Lake.open(config);
        assertThat(PublishedRows.of(lake, DAY)).containsExactly("[1, 0, 7, 1, [14, 13, 12, 11, 0], [3, 4, 5, 1, 0]]");
        assertThat(lake.published(Table.HISTORIES, DAY).orElseThrow().rows()).isEqualTo(1);
        PublishRecord actions = lake.published(Table.ACTIONS, DAY.minusDays(1)).orElseThrow();
        assertThat(actions.metrics()).containsEntry("share_wishlist", 0.25).containsEntry("share_share", 0.25);
        assertThat(new Backstory(folder)
                        .run("show", "--config", folder.resolve("pipeline.yaml").toString(), "--dt", "2025-08-14")
                        .out())
                .contains("newest first: order 14, wishlist 13, share 12, click 11\n");
    }

    /** Type 5 of four types is none, though it has no other bits than theirs. */
    @Test
    void aTypeThatIsNotDeclaredFailsTheAudit() throws IOException {
        PipelineConfig five = config("{4: wishlist, 5: share}", "{view: click, share: share}");
        assertThat(five.actionTypes().largest()).isEqualTo(5);
        RunHere.run(five, DayRange.day(DAY.minusDays(1)));
        PipelineConfig four = config("{4: wishlist}", "{view: click}");

        RunHere.Result run = RunHere.run(four, DayRange.day(DAY));

        assertThat(run.exit()).as(run.said()).isEqualTo(3);
        assertThat(run.said())
                .contains("FAIL action types are 0 to 4: expected 0 (padding), 1 (click), 2 (cart), 3 (order) or 4"
                        + " (wishlist) in every slot; not true of 1 of 1 rows");
        assertThat(Lake.open(four).published(Table.TRAINING, DAY)).isEmpty();
    }
}
