package dev.backstory.lake.store;

import dev.backstory.lake.delta.DeltaTables;
import dev.backstory.lake.files.LakeFiles;

/** The same where a day is an entry of Delta's log. */
class KilledDeltaPublisherTest extends KilledLogPublisher {
    @Override
    Lake lakeAt(String root, LakeFiles files) {
        return new Lake(root, files, new DeltaTables());
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
