package dev.backstory.lake.store;

import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedFile;
import dev.backstory.core.run.StagedRun;
import dev.backstory.core.run.Verdict;
import dev.backstory.lake.files.LakeFiles;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** Stages and publishes days of two small files that say the run's id, so that a mixture would show. */
final class LakeFixture {
    static final LocalDate DAY = LocalDate.parse("2025-08-14");
    private static final List<String> NAMES = List.of("part-00000.parquet", "part-00001.parquet");

    private final Lake lake;
    private final Content content;

    LakeFixture(Lake lake) {
        this(lake, Content.TEXT);
    }

    LakeFixture(Lake lake, Content content) {
        this.lake = lake;
        this.content = content;
    }

    /** What its files are. */
    interface Content {
        /** Files of text, which no reader but this fixture reads. */
        Content TEXT = new Content() {
            @Override
            public String schema() {
                return "schema";
            }

            @Override
            public void write(LakeFiles files, Path file, String text) {
                files.writeWhole(file, text);
            }

            @Override
            public String read(LakeFiles files, Path file) {
                return files.read(file).orElse("missing");
            }
        };

        String schema();

        void write(LakeFiles files, Path file, String text);

        String read(LakeFiles files, Path file);
    }

    StagedRun stage(String run, boolean withRejected) {
        return stage(run, withRejected, List.of(DAY));
    }

    StagedRun stage(String run, boolean withRejected, List<LocalDate> dts) {
        RunId id = new RunId(run);
        try (StagingRun staging = StagingRun.begin(lake, Table.ACTIONS, id)) {
            AttemptFolder attempt = AttemptFolder.create(staging.folder(), 0);
            List<StagedDay> days = new ArrayList<>();
            for (LocalDate dt : dts) {
                List<AttemptFile> files = new ArrayList<>();
                for (String name : NAMES) {
                    files.add(write(attempt, Lake.DAY_PREFIX + dt, name, run));
                }
                List<AttemptFile> rejected = new ArrayList<>();
                if (withRejected) {
                    rejected.add(write(attempt, "rejected/" + Lake.DAY_PREFIX + dt, "part-00000.parquet", run));
                }
                staging.accept(files);
                staging.accept(rejected);
                days.add(StagedDay.ofSources(dt, staged(files), staged(rejected), Map.of(), 0));
            }
            StagedRun manifest = new StagedRun(
                    Table.ACTIONS, id, Instant.now(), "settings", "test", content.schema(), days, List.of(), Map.of());
            return staging.finish(manifest);
        }
    }

    void publish(StagedRun run) {
        publish(run, DAY);
    }

    void publish(StagedRun run, LocalDate dt) {
        StagedDay day = run.day(dt).orElseThrow();
        new Publisher(lake).publish(run, day, record(run, day));
    }

    /** The text that all files of the published day agree on; fails when they do not. */
    String publishedText() {
        PublishRecord record = lake.published(Table.ACTIONS, DAY).orElseThrow();
        if (record.files().size() != NAMES.size()) {
            throw new AssertionError("not all files: " + record.files());
        }
        List<String> texts = record.files().stream()
                .map(file -> content.read(lake.files(), lake.file(record, file)))
                .distinct()
                .toList();
        if (texts.size() != 1) {
            throw new AssertionError("a mixture of days: " + texts);
        }
        return texts.get(0);
    }

    String rejectedText() {
        List<Path> files = lake.rejectedFiles(lake.published(Table.ACTIONS, DAY).orElseThrow());
        return files.isEmpty() ? "none" : content.read(lake.files(), files.get(0));
    }

    private AttemptFile write(AttemptFolder attempt, String folder, String name, String text) {
        Path file = attempt.file(folder, name);
        content.write(lake.files(), file, text);
        long bytes = lake.files().status(file).getLen();
        return attempt.finished(folder, new StagedFile(file.getName(), 1, bytes));
    }

    private static List<StagedFile> staged(List<AttemptFile> files) {
        return files.stream().map(AttemptFile::staged).toList();
    }

    private static PublishRecord record(StagedRun run, StagedDay day) {
        return PublishRecord.of(
                run, day, new PublishRecord.Passed(Instant.now(), "rules", Verdict.PASS, Map.of(), "_reports/actions"));
    }
}
