package dev.backstory.lake.store;

import dev.backstory.core.run.PackFile;
import dev.backstory.core.run.PackRecord;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** Packs of one month that are told apart by their length, with a text instead of actions. */
final class PackFixture {
    static final YearMonth MONTH = YearMonth.of(2025, 8);

    private PackFixture() {}

    /** Builds a pack, of whose attempts one was lost. */
    static void build(Lake lake, int length) {
        try (PackBuild build = PackBuild.begin(lake)) {
            publish(build, lake, length);
        }
    }

    /** Publishes a pack of a build. */
    static void publish(PackBuild build, Lake lake, int length) {
        String name = length + ".parquet";
        AttemptFolder attempt = AttemptFolder.create(build.folder(), 0);
        Path written = attempt.file(Packs.folder(MONTH), name);
        lake.files().writeWhole(written, text(length));
        AttemptFolder lost = AttemptFolder.create(build.folder(), 0);
        lake.files().writeWhole(lost.file(Packs.folder(MONTH), name), "of another attempt");
        PackFile file = new PackFile(written.getName(), 1, 1, 6, 0, 0);
        PackRecord record = new PackRecord(
                PackRecord.FORMAT,
                MONTH,
                build.run(),
                Instant.parse("2025-09-01T00:00:00Z"),
                "test",
                length,
                ZoneOffset.UTC,
                List.of(),
                1,
                List.of(file),
                null);
        build.publish(record, List.of(attempt.finished(Packs.folder(MONTH), file)));
    }

    static String text(int length) {
        return "pack " + length;
    }

    /** The text of the files that the record names. */
    static String text(Lake lake, PackRecord pack) {
        return lake.files()
                .read(new Packs(lake).file(pack, pack.files().get(0)))
                .orElseThrow();
    }
}
