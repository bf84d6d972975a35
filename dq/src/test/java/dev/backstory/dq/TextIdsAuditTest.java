package dev.backstory.dq;

import static dev.backstory.dq.Reports.finding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.contract.IdKind;
import dev.backstory.core.contract.Step;
import dev.backstory.core.run.DictionaryPart;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.SourceCount;
import dev.backstory.core.run.Verdict;
import dev.backstory.dq.AuditedLake.Day;
import dev.backstory.dq.report.AuditReport;
import dev.backstory.lake.ids.Dictionary;
import dev.backstory.lake.ids.DictionaryFile;
import dev.backstory.lake.ids.NewPart;
import dev.backstory.lake.ids.Numbering;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Days whose ids are numbers of a dictionary. */
class TextIdsAuditTest {
    private static final String ITEMS = "item ids have one number each";
    private static final String CUSTOMERS = "customer ids have one number each";

    @TempDir
    private Path folder;

    private Shop shop;

    @BeforeEach
    void dictionary() {
        shop = new Shop(folder, "ids: {customer_id: text, item_id: text}\n");
        Numbering.add(shop.lake.lake, IdKind.CUSTOMER, "r1", List.of("ann", "bob"));
        Numbering.add(shop.lake.lake, IdKind.ITEM, "r1", List.of("a", "b", "c"));
    }

    private AuditReport actions(int exit, long customer, long item) {
        shop.lake.stage(
                Step.ACTIONS,
                "one",
                Day.of(
                        Shop.DT,
                        shop.actions("(1L, 3L, '2025-08-14T06:00:00Z', 1), (" + customer + "L, " + item
                                + "L, '2025-08-14T07:00:00Z', 2)"),
                        Shop.read(1, 1, 0)));
        assertThat(shop.lake.audit(Step.ACTIONS, Shop.DT, "one")).isEqualTo(exit);
        return shop.lake.report(Step.ACTIONS, Shop.DT, "one");
    }

    @Test
    void numbersOfTheDictionaryPass() {
        AuditReport report = actions(0, 2, 1);
        for (String check :
                List.of(ITEMS, CUSTOMERS, "item_id is in the dictionary", "customer_id is in the dictionary")) {
            assertThat(finding(report, check).verdict()).as(check).isEqualTo(Verdict.PASS);
        }
        assertThat(finding(report, ITEMS).observed()).isEqualTo("3 rows, 3 texts, 3 numbers from 1 to 3");
        assertThat(finding(report, "item_id is in the dictionary").expected())
                .isEqualTo("a number from 1 to 3, which ids/item has given");
    }

    @Test
    void aNumberThatNobodyHasFails() {
        assertThat(Reports.notPassed(actions(3, 2, 4)))
                .containsOnly("item_id is in the dictionary", "every source has rows");
        assertThat(Reports.notPassed(actions(3, 3, 1)))
                .containsOnly("customer_id is in the dictionary", "every source has rows");
    }

    @Test
    void soDoesAnImpressionOfOne() {
        shop.lake.stage(
                Step.IMPRESSIONS,
                "one",
                Day.of(
                        Shop.DT,
                        shop.lake.sql("select hash(customer_id) as customer_hash, * from values ('r1', 1L, 0, 4L, 0)"
                                + " as i(ranking_id, customer_id, impression_pos, impression_item_id, label)"),
                        Map.of("impressions", new SourceCount(1, 1, 0))));
        assertThat(shop.lake.audit(Step.IMPRESSIONS, Shop.DT, "one")).isEqualTo(3);
        assertThat(Reports.notPassed(shop.lake.report(Step.IMPRESSIONS, Shop.DT, "one")))
                .containsOnly("impression_item_id is in the dictionary");
    }

    /** Of a row that breaks a rule; a number that is nobody's stands alone. */
    @Test
    void rowsAreShownWithTheIdsThatPeopleKnow() {
        assertThat(finding(actions(3, 1, 4), "item_id is in the dictionary").examples())
                .singleElement()
                .satisfies(row ->
                        assertThat(row).containsEntry("customer_id", "1 (ann)").containsEntry("item_id", "4"));
        assertThat(finding(actions(3, 7, 2), "customer_id is in the dictionary").examples())
                .singleElement()
                .satisfies(
                        row -> assertThat(row).containsEntry("customer_id", "7").containsEntry("item_id", "2 (b)"));
    }

    @Test
    void aTextWithTwoNumbersFails() throws IOException {
        append(4, 4, "b");
        AuditReport report = actions(3, 2, 1);
        assertThat(Reports.notPassed(report)).containsOnly(ITEMS, "every source has rows");
        assertThat(finding(report, ITEMS).observed()).isEqualTo("4 rows, 3 texts, 4 numbers from 1 to 4");
        assertThat(finding(report, ITEMS).hint())
                .isEqualTo("the files of the dictionary are not those that runs wrote: restore "
                        + shop.lake.lake.ids(IdKind.ITEM) + " from a backup");
    }

    @Test
    void aNumberWithTwoTextsFails() throws IOException {
        append(3, 4, "d");
        AuditReport report = actions(3, 2, 1);
        assertThat(Reports.notPassed(report)).containsOnly(ITEMS, "every source has rows");
        assertThat(finding(report, ITEMS).observed()).isEqualTo("4 rows, 4 texts, 3 numbers from 1 to 3");
    }

    @Test
    void aDictionaryThatCannotBeReadIsAnError() {
        Dictionary dictionary = new Dictionary(shop.lake.lake, IdKind.ITEM);
        DictionaryPart part = dictionary.read().parts().get(0);
        shop.lake.lake.files().delete(dictionary.file(part));
        AuditReport report = actions(1, 2, 1);
        assertThat(finding(report, ITEMS).verdict()).isEqualTo(Verdict.ERROR);
        assertThat(finding(report, ITEMS).observed()).contains(part.name() + " is missing");
    }

    /** @param written the number in the file, which should be the next */
    private void append(long written, long next, String text) throws IOException {
        Dictionary dictionary = new Dictionary(shop.lake.lake, IdKind.ITEM);
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(shop.lake.lake.root(), "new.parquet");
        try (DictionaryFile file =
                DictionaryFile.open(path, shop.lake.lake.files().conf(), written)) {
            file.write(text.getBytes(StandardCharsets.UTF_8));
            NewPart part = file.finish();
            NewPart said = new NewPart(part.path(), part.name(), next, 1, part.bytes(), part.textBytes());
            assertThat(dictionary.append(dictionary.read(), List.of(said), new RunId("wrong")))
                    .isTrue();
        }
    }
}
