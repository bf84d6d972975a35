package dev.backstory.lake.store;

import static dev.backstory.lake.store.LakeFixture.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.lake.files.LakeFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same where a day is a commit of Iceberg, whose catalog is a database: the reader looks at what Backstory's record
 * names and at what Iceberg's own reader finds, in turn.
 */
class KilledIcebergPublisherTest extends KilledLogPublisher {
    @TempDir
    Path folder;

    private final Map<Lake, org.apache.iceberg.Table> tables = new ConcurrentHashMap<>();

    @Override
    Lake lakeAt(String root, LakeFiles files) {
        return IcebergLake.impatient(root, files, folder.resolve("catalog.db"), namespace(root));
    }

    private static String namespace(String root) {
        return root.substring(root.lastIndexOf('/') + 1);
    }

    @Override
    Set<String> look(Lake of) {
        assertThat(super.look(of)).hasSize(1);

        org.apache.iceberg.Table table = tables.computeIfAbsent(
                of,
                each -> IcebergLake.table(
                        each,
                        folder.resolve("catalog.db"),
                        namespace(each.root().toString())));
        table.refresh();
        Set<String> rows = new TreeSet<>(IcebergLake.texts(table, DAY));
        assertThat(IcebergLake.texts(table, DAY)).hasSize(2);
        return rows.stream().map(row -> row.substring(11)).collect(java.util.stream.Collectors.toSet());
    }

    @Override
    int stride() {
        return all() ? 3 : 12;
    }

    /** In each of four ways. */
    @Override
    int leastKills() {
        return all() ? 15 : 3;
    }
}
