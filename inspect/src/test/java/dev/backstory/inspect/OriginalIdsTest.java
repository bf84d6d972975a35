package dev.backstory.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.contract.IdKind;
import dev.backstory.core.failure.UsageException;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.ids.Numbering;
import dev.backstory.lake.store.Lake;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ids as people know them, of a lake with a dictionary and of one without. */
class OriginalIdsTest {
    @TempDir
    private Path folder;

    private Lake lake;

    @BeforeEach
    void dictionary() {
        lake = new Lake(folder.resolve("lake").toString(), new LakeFiles(new Configuration()));
        Numbering.add(lake, IdKind.CUSTOMER, "r1", List.of("ann", "42"));
        Numbering.add(lake, IdKind.ITEM, "r1", List.of("SKU-1", "SKU-2"));
    }

    private OriginalIds ids(String settings) {
        return new OriginalIds(ConfigLoader.load("""
                        name: shop
                        lake: lake
                        sources:
                          clicks: {format: parquet, path: raw/clicks}
                          impressions: {format: json, path: raw/impressions}
                        """ + settings, "pipeline.yaml", folder), lake);
    }

    @Test
    void textsAreLookedUp() {
        OriginalIds ids = ids("ids: {customer_id: text, item_id: text}\n");
        assertThat(ids.customer("--customer", "42")).isEqualTo(1);
        assertThat(ids.customer("--customer", "ann")).isEqualTo(2);
        assertThat(ids.customer(2)).isEqualTo("ann");
        assertThat(ids.item(1)).isEqualTo("SKU-1");
        assertThat(ids.item(7)).isEqualTo("number 7, which is nobody's");
        assertThat(ids.numbered(IdKind.ITEM, 2)).isEqualTo("2 (SKU-2)");
        assertThat(ValueFormat.action(3, 2, ids)).isEqualTo("order SKU-2");
        assertThat(ValueFormat.action(0, 0, ids)).isEqualTo("padding");
        assertThatThrownBy(() -> ids.customer("--customer", "Ann"))
                .isInstanceOf(UsageException.class)
                .hasMessage("Cannot use --customer 'Ann' because no row that was kept is of this customer: "
                        + folder.resolve("lake/ids/customer")
                        + " has no such text; spell it exactly as the source does, with upper and lower case and"
                        + " spaces");
    }

    @Test
    void numbersAreThemselves() {
        OriginalIds ids = ids("");
        assertThat(ids.customer("--customer", "42")).isEqualTo(42);
        assertThat(ids.customer(42)).isEqualTo(42L);
        assertThat(ids.item(1)).isEqualTo(1L);
        assertThat(ids.numbered(IdKind.ITEM, 2)).isEqualTo("2");
        assertThatThrownBy(() -> ids.customer("--customer", "ann"))
                .isInstanceOf(UsageException.class)
                .hasMessage("Cannot use --customer 'ann' because ids of customers are 64-bit integers (ids.customer_id:"
                        + " number); give one");
    }
}
