package dev.backstory.dq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.SourceCount;
import dev.backstory.core.run.Verdict;
import dev.backstory.dq.report.AuditReport;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day without rows where days may be empty: it is empty only if nothing has arrived. */
class AllowEmptyTest {
    private static final String ALLOWED = """
            dq:
              actions: {allow-empty: true, max-rejected-share: 1}
              impressions: {allow-empty: true, max-rejected-share: 1}
            """;
    private static final String DAY = "2025-08-14";
    private static final Map<String, SourceCount> NOTHING = Map.of("impressions", SourceCount.NONE);

    @TempDir
    static Path folder;

    private static Shop shop;
    private static Dataset<Row> none;

    @BeforeAll
    static void open() {
        shop = new Shop(folder, ALLOWED);
        none = shop.impressions().where("false");
    }

    @Test
    void nothingArrivedIsPublishedEmpty() {
        shop.lake.stage(Step.IMPRESSIONS, "nothing", AuditedLake.Day.of(DAY, none, NOTHING));

        assertThat(audit("nothing")).isZero();
        assertThat(finding("nothing")).isEqualTo("no rows: has the source arrived?");
        assertThat(shop.lake.published(Table.IMPRESSIONS, DAY)).isEqualTo("nothing");
    }

    @Test
    void rowsThatWereAllRejectedAreNoEmptyDay() {
        shop.lake.stage(
                Step.IMPRESSIONS,
                "rejected",
                AuditedLake.Day.of(DAY, none, Map.of("impressions", new SourceCount(54, 0, 54))));

        assertThat(audit("rejected")).isEqualTo(3);
        assertThat(finding("rejected")).isEqualTo("no rows: 54 rows read, 54 rejected");
        assertThat(Reports.finding(report("rejected"), "the day has rows").hint())
                .isEqualTo("look at " + folder.resolve("lake")
                        + "/_staging/impressions/run=rejected/rejected/dt=2025-08-14: the column reasons says why;"
                        + " fix the source and build the day again");
        assertThat(shop.lake.printed())
                .containsSubsequence(
                        "             rejected 54 rows of impressions: item_id '…' is not a 64-bit integer, such as ",
                        "             FAIL the day has rows: expected ");
        assertThat(shop.lake.published(Table.IMPRESSIONS, DAY)).isNotEqualTo("rejected");
    }

    @Test
    void rowsWhoseDayCannotBeReadMayHaveBeenOfTheDay() {
        shop.lake.stage(
                Step.IMPRESSIONS, "unknown", Map.of("impressions", 54L), AuditedLake.Day.of(DAY, none, NOTHING));

        assertThat(audit("unknown")).isEqualTo(3);
        assertThat(finding("unknown")).isEqualTo("no rows: 54 rows read whose day cannot be read");
        assertThat(Reports.finding(report("unknown"), "the day has rows").hint())
                .contains("/_staging/impressions/run=unknown/rejected/dt=unknown: the column reasons says why");
        assertThat(shop.lake.published(Table.IMPRESSIONS, DAY)).isNotEqualTo("unknown");
    }

    @Test
    void impressionsWithoutItemsAreNoEmptyDay() {
        shop.lake.stage(
                Step.IMPRESSIONS,
                "clicks",
                AuditedLake.Day.of(DAY, none, NOTHING).withoutItems(54));

        assertThat(audit("clicks")).isEqualTo(3);
        assertThat(finding("clicks")).isEqualTo("no rows: 54 impressions without items");
        assertThat(Reports.finding(report("clicks"), "read = kept + rejected").observed())
                .isEqualTo("impressions: read 0, kept 0, rejected 0; 54 impressions without items");
    }

    @Test
    void withAllOfASourceAllowedToBeRejectedTheDayStillNeedsARow() {
        Map<String, SourceCount> some = Map.of("clicks", new SourceCount(2, 0, 2), "carts", new SourceCount(2, 2, 0));
        shop.lake.stage(Step.ACTIONS, "some", AuditedLake.Day.of("2025-08-12", carts(), some));
        assertThat(shop.lake.audit(Step.ACTIONS, "2025-08-12", "some")).isZero();

        Map<String, SourceCount> all = Map.of("clicks", new SourceCount(2, 0, 2), "carts", SourceCount.NONE);
        shop.lake.stage(Step.ACTIONS, "all", AuditedLake.Day.of("2025-08-13", carts().where("false"), all));
        assertThat(shop.lake.audit(Step.ACTIONS, "2025-08-13", "all")).isEqualTo(3);
        assertThat(shop.lake.report(Step.ACTIONS, "2025-08-13", "all").verdict())
                .isEqualTo(Verdict.FAIL);
    }

    private static Dataset<Row> carts() {
        return shop.actions("(1L, 11L, '2025-08-12T10:00:00Z', 2), (1L, 12L, '2025-08-12T11:00:00Z', 2)");
    }

    private static int audit(String run) {
        return shop.lake.audit(Step.IMPRESSIONS, DAY, run);
    }

    private static AuditReport report(String run) {
        return shop.lake.report(Step.IMPRESSIONS, DAY, run);
    }

    private static String finding(String run) {
        return Reports.finding(report(run), "the day has rows").observed();
    }
}
