package dev.backstory.lake.store;

import static dev.backstory.lake.store.LakeFixture.DAY;

import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import java.util.Set;
import java.util.TreeSet;

/** The same where a day is a version of a table in a table format: its files are Parquet, and its record is among them. */
abstract class KilledLogPublisher extends KilledS3PublisherTest {
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
}
