package dev.backstory.inspect.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.contract.IdKind;
import dev.backstory.inspect.OriginalIds;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.ids.Numbering;
import dev.backstory.lake.store.Lake;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that differ are said with the ids that people know. */
class OriginalIdsInRowsTest {
    @TempDir
    private Path folder;

    @Test
    void rowsHaveTheIdsOfTheSources() {
        Lake lake = new Lake(folder.resolve("lake").toString(), new LakeFiles(new Configuration()));
        Numbering.add(lake, IdKind.CUSTOMER, "r1", List.of("ann"));
        Numbering.add(lake, IdKind.ITEM, "r1", List.of("SKU-1", "SKU-2"));
        OriginalIds ids = new OriginalIds(ConfigLoader.load("""
                        name: shop
                        lake: lake
                        ids: {customer_id: text, item_id: text}
                        sources:
                          clicks: {format: parquet, path: raw/clicks}
                          impressions: {format: json, path: raw/impressions}
                        """, "pipeline.yaml", folder), lake);
        Words words = new Words(ZoneOffset.UTC, ids);

        ActionRow action = ActionRow.of(1, 0, 1, 2, words);
        assertThat(action.describe()).isEqualTo("customer ann, 1970-01-01T00:00:00Z, click SKU-2");
        assertThat(action.values()).containsEntry("customer", "ann").containsEntry("item", "SKU-2");
        ShownRow shown = ShownRow.of(1, "r1", 0, 1, null, words);
        assertThat(shown.describe()).isEqualTo("ranking r1, customer ann, position 0, item SKU-1");
        assertThat(shown.values()).containsEntry("customer", "ann").containsEntry("item", "SKU-1");
    }
}
