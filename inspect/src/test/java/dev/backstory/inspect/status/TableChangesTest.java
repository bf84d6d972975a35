package dev.backstory.inspect.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.config.input.Format;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.RawFiles;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.store.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs as Delta and Iceberg write them, as far as it matters here; tests of `common/table-tests` read real ones. */
class TableChangesTest {
    @TempDir
    private Path dir;

    private void commit(int version, String... actions) throws IOException {
        Path log = Files.createDirectories(dir.resolve("clicks/_delta_log"));
        Files.write(log.resolve("%020d.json".formatted(version)), List.of(actions));
    }

    private static String file(String action, String partition, boolean dataChange) {
        return "{\"" + action + "\":{\"path\":\"a\",\"partitionValues\":{" + partition + "},\"dataChange\":"
                + dataChange + "}}";
    }

    private TableChanges changes(Format format, Map<String, String> versionsByDay) {
        SortedMap<LocalDate, RawFiles> read = new TreeMap<>();
        versionsByDay.forEach((day, version) -> read.put(LocalDate.parse(day), RawFiles.ofTable("clicks", version)));
        return TableChanges.of(
                new Lake(dir.resolve("lake").toString(), new LakeFiles(new Configuration())),
                Table.ACTIONS,
                "clicks",
                Source.files(format, dir.resolve("clicks").toString(), Map.of("dt", "Day")),
                read);
    }

    private static List<String> lines(TableChanges changes) {
        return changes.changes().stream().map(RawChanges.Change::text).toList();
    }

    @Test
    void daysThatLaterCommitsChangedAreNamed() throws IOException {
        commit(0, "{\"commitInfo\":{}}", "{\"metaData\":{\"partitionColumns\":[\"day\"]}}");
        commit(1, file("add", "\"day\":\"2025-08-10\"", true));
        commit(2, file("remove", "\"day\":\"2025-08-10\"", true), file("add", "\"day\":null", true));
        commit(3, file("add", "\"day\":\"2025-08-11\"", false), file("add", "\"day\":\"2025-08-12\"", true));

        TableChanges changes = changes(
                Format.DELTA,
                Map.of(
                        "2025-08-10", "version 1",
                        "2025-08-11", "version 2",
                        "2025-08-12", "version 3",
                        "2025-08-13", "version 0"));

        assertThat(lines(changes))
                .containsExactly(
                        "actions 2025-08-10: source has changed: clicks was read at version 1, and its rows of this"
                                + " day are others at version 3");
        assertThat(changes.moved()).isEmpty();
    }

    @Test
    void whichDaysATableWithoutPartitionsChangedIsNotKnown() throws IOException {
        commit(1, file("add", "", true));
        commit(2, file("add", "", true));

        TableChanges changes = changes(
                Format.DELTA, Map.of("2025-08-10", "version 1", "2025-08-11", "version 1", "2025-08-12", "version 2"));

        assertThat(changes.changes()).isEmpty();
        assertThat(changes.moved())
                .containsExactly(
                        "actions: clicks is at version 2, and 2 published days from 2025-08-10 on (then version 1)"
                                + " had been read before; which of them have other rows now, its log does not say");
    }

    @Test
    void snapshotsOfIceberg() throws IOException {
        Path metadata = Files.createDirectories(dir.resolve("clicks/metadata"));
        Files.writeString(metadata.resolve("version-hint.text"), "1");
        Files.writeString(metadata.resolve("v1.metadata.json"), "{}");
        Files.writeString(metadata.resolve("v2.metadata.json"), """
                {"format-version": 2, "current-snapshot-id": 9007199254740993, "snapshots": [
                  {"snapshot-id": 17, "summary": {"operation": "append"}},
                  {"snapshot-id": 9007199254740993, "parent-snapshot-id": 17, "summary": {"operation": "overwrite"}}]}""");

        assertThat(changes(Format.ICEBERG, Map.of("2025-08-10", "snapshot 9007199254740993"))
                        .moved())
                .isEmpty();
        assertThat(changes(Format.ICEBERG, Map.of("2025-08-10", "snapshot 17")).moved())
                .containsExactly(
                        "actions: clicks is at snapshot 9007199254740993, and 1 published day from 2025-08-10 on"
                                + " (then snapshot 17) had been read before; which of them have other rows now, its log does not"
                                + " say");
    }

    @Test
    void aTableThatIsNotReachableOrBrokenIsPassedOver() throws IOException {
        assertThat(changes(Format.DELTA, Map.of("2025-08-10", "version 1")))
                .isEqualTo(new TableChanges(List.of(), List.of()));
        commit(2, "not json");
        assertThat(changes(Format.DELTA, Map.of("2025-08-10", "version 1")))
                .isEqualTo(new TableChanges(List.of(), List.of()));
    }
}
