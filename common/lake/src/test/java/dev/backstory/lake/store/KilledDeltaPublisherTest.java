package dev.backstory.lake.store;

import static dev.backstory.lake.store.LakeFixture.DAY;

import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.lake.delta.DeltaTables;
import dev.backstory.lake.files.LakeFiles;
import java.util.Set;
import java.util.TreeSet;

/** The same where a day is an entry of Delta's log. */
class KilledDeltaPublisherTest extends KilledS3PublisherTest {
    @Override
    Lake lakeAt(String root, LakeFiles files) {
        return new Lake(root, files, new DeltaTables());
    }

    @Override
    LakeFixture fixtureOf(Lake of) {
        return new LakeFixture(of, new ParquetText());
    }

    @Override
    Set<String> look(Lake of) {
        PublishRecord record = of.published(Table.ACTIONS, DAY).orElseThrow();
        Set<String> texts = new TreeSet<>();
        ParquetText content = new ParquetText();
        record.files().forEach(file -> texts.add(content.read(of.files(), of.file(record, file))));
        return texts;
    }

    @Override
    int recordsAmongFiles() {
        return 1;
    }

    @Override
    int stride() {
        return all() ? 4 : 12;
    }

    /** In each of four ways. */
    @Override
    int leastKills() {
        return all() ? 8 : 2;
    }
}
