package dev.backstory.spark.odd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.command.Console;
import dev.backstory.command.Failures;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.input.Format;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.contract.ActionType;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.RunId;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.store.Lake;
import dev.backstory.spark.ingest.StagingPass;
import dev.backstory.spark.job.JobContext;
import dev.backstory.spark.odd.OddFile.Fate;
import dev.backstory.spark.odd.OddRow.Defect;
import dev.backstory.spark.source.SourceReader;
import dev.backstory.spark.source.SourceRows;
import dev.backstory.spark.source.row.RequestedDays;
import dev.backstory.testsupport.Seeds;
import dev.backstory.testsupport.SparkForTests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every row that is put in is kept or rejected with a reason, or the step fails with one line that names the file; and no
 * row comes out that was not put in. {@code -Dbackstory.odd-inputs=250} tries more folders of each format, {@code
 * -Dbackstory.seed} others.
 */
class OddInputsTest {
    private static final int FOLDERS = Integer.getInteger("backstory.odd-inputs", 12);
    private static final long USUAL_SEED = 17;
    private static final int MOST_FAULTS = 20;
    private static final Pattern MARK = Pattern.compile("m(\\d+)m");

    @TempDir
    private Path dir;

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV"})
    void everyRowIsKeptOrRejectedOrItsFileIsNamed(Format format) throws IOException {
        // What writes the files uses the session's file system, too.
        assertThat(SparkForTests.session().sparkContext().isLocal()).isTrue();
        long first = Seeds.or(USUAL_SEED) * 1_000_003;
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < FOLDERS && faults.size() < MOST_FAULTS; i++) {
            OddTable table = List.of(OddTable.values()).get(i % OddTable.values().length);
            Path folder = Files.createDirectory(dir.resolve("case" + i));
            String what = "%s %s %d".formatted(table, format, i);
            try {
                new Trial(format, table, folder).run(first + i).forEach(fault -> faults.add(what + ": " + fault));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(what, e);
            }
        }
        assertThat(faults).as("seed %d", Seeds.or(USUAL_SEED)).isEmpty();
    }

    /** One folder, put before the step. */
    private static final class Trial {
        private static final RunId RUN = new RunId("odd");

        private final Format format;
        private final OddTable table;
        private final Path dir;
        private final Table output;

        Trial(Format format, OddTable table, Path dir) {
            this.format = format;
            this.table = table;
            this.dir = dir;
            this.output = table == OddTable.IMPRESSIONS ? Table.IMPRESSIONS : Table.ACTIONS;
        }

        /** What is not as it must be. */
        List<String> run(long seed) throws IOException {
            Path elsewhere = Files.createDirectory(dir.resolve("elsewhere"));
            List<OddFile> files = OddFolder.fill(format, table, dir.resolve("raw"), elsewhere, seed);
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            int exitCode = step(said);
            String message = said.toString(StandardCharsets.UTF_8);
            List<String> faults = exitCode == 0 ? faultsOfRows(files) : faultsOfFailure(files, message);
            List<String> shown = files.stream().map(OddFile::what).toList();
            return faults.stream()
                    .map(fault -> fault + "\n    of " + shown + "\n")
                    .toList();
        }

        private int step(OutputStream said) throws IOException {
            PrintStream usual = System.err;
            System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
            try {
                return Failures.report("odd", () -> stage(config()));
            } finally {
                System.setErr(usual);
            }
        }

        private PipelineConfig config() {
            String source = table.name().toLowerCase(Locale.ROOT);
            String other = table == OddTable.IMPRESSIONS ? "clicks" : "impressions";
            Path file = dir.resolve("pipeline.yaml");
            try {
                Files.writeString(file, """
                        name: odd
                        lake: lake
                        timezone: Europe/Berlin
                        sources:
                          %s: {format: %s, path: raw}
                          %s: {format: json, path: none}
                        """.formatted(source, format.name().toLowerCase(Locale.ROOT), other));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return ConfigLoader.load(file);
        }

        private int stage(PipelineConfig config) {
            var spark = SparkForTests.session();
            RequestedDays days = RequestedDays.of(OddRow.ASKED);
            SourceReader reader = new SourceReader(spark, config.timezone());
            SourceRows rows = switch (table) {
                case CLICKS -> reader.actions(ActionType.CLICK, config.sources().clicks(), days);
                case CARTS -> reader.actions(ActionType.CART, config.sources().carts(), days);
                case IMPRESSIONS -> reader.impressions(config.sources().impressions(), days);
            };
            JobContext context = new JobContext(
                    config,
                    "pipeline.yaml",
                    spark,
                    new Lake(config.lake(), new LakeFiles(spark.sparkContext().hadoopConfiguration())),
                    new DayRange(days.first(), days.last()),
                    RUN,
                    false,
                    new Console(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8)));
            new StagingPass(context, output, "settings", days).stage(List.of(rows));
            return 0;
        }

        private List<String> faultsOfFailure(List<OddFile> files, String message) throws IOException {
            List<String> faults = new ArrayList<>();
            boolean mayFail = files.stream().anyMatch(file -> file.fate() != Fate.READ);
            boolean isNamed = files.stream()
                    .filter(file -> file.fate() != Fate.READ)
                    .anyMatch(file -> message.contains(file.name()));
            if (!mayFail) {
                faults.add("failed: " + message);
            } else if (!isNamed) {
                faults.add("does not name the file: " + message);
            }
            if (!message.startsWith("odd: Cannot ") || message.contains("\tat ") || message.contains("Exception")) {
                faults.add("not in words: " + message);
            }
            if (!staged().isEmpty()) {
                faults.add("failed, and left " + staged());
            }
            return faults;
        }

        private List<String> faultsOfRows(List<OddFile> files) throws IOException {
            List<String> faults = new ArrayList<>();
            files.stream()
                    .filter(file -> file.fate() == Fate.REFUSED)
                    .forEach(file -> faults.add("was not refused: " + file.what()));
            List<String> kept = new ArrayList<>();
            List<String> rejected = new ArrayList<>();
            for (Path file : staged()) {
                String day = file.getParent().getFileName().toString().replace("dt=", "");
                boolean isRejected = file.toString().contains("/rejected/");
                for (Group row : rows(file)) {
                    if (isRejected) {
                        rejected.addAll(marks(row));
                        if (row.getGroup("reasons", 0).getFieldRepetitionCount(0) == 0) {
                            faults.add("rejected without a reason: " + row);
                        }
                    } else {
                        kept.add(day + " " + kept(row));
                    }
                }
            }
            compare("kept", files.stream().flatMap(this::expectedKept).toList(), kept, faults);
            List<String> garbled = files.stream()
                    .filter(file -> file.fate() == Fate.GARBLED)
                    .flatMap(file -> file.rows().stream())
                    .map(OddRow::mark)
                    .toList();
            if (files.stream().anyMatch(file -> file.fate() == Fate.GARBLED)) {
                rejected.removeIf(
                        mark -> garbled.contains(mark) || !MARK.matcher(mark).matches());
            }
            compare("rejected", files.stream().flatMap(this::expectedRejected).toList(), rejected, faults);
            return faults;
        }

        private static void compare(String what, List<String> expected, List<String> found, List<String> faults) {
            List<String> lost = new ArrayList<>(expected);
            found.forEach(lost::remove);
            List<String> more = new ArrayList<>(found);
            expected.forEach(more::remove);
            if (!lost.isEmpty() || !more.isEmpty()) {
                faults.add("not " + what + ": " + lost + ", but " + what + ": " + more);
            }
        }

        private Stream<String> expectedKept(OddFile file) {
            return file.fate() == Fate.GARBLED
                    ? Stream.empty()
                    : file.rows().stream().flatMap(row -> expectedKept(row, file.dayOfFolder()));
        }

        private Stream<String> expectedKept(OddRow row, LocalDate dayOfFolder) {
            boolean isDayless = dayOfFolder == null && row.defect().isIn(Defect.OTHER_DAY, Defect.BAD_DAY);
            if (isDayless || row.defect().isIn(Defect.NULL_CUSTOMER, Defect.OF_THE_TEXT, Defect.BAD_TIME)) {
                return Stream.empty();
            }
            LocalDate day = dayOfFolder == null ? row.day() : dayOfFolder;
            List<String> kept = new ArrayList<>();
            for (int i = row.isFirstItemBad() ? 1 : 0; i < row.items().size(); i++) {
                long item = row.items().get(i);
                kept.add(
                        output == Table.ACTIONS
                                ? "%s %d %d %s".formatted(day, row.customer(), item, row.time())
                                : "%s %s %d %d %d %s"
                                        .formatted(day, row.ranking(), row.customer(), i, item, row.label(i)));
            }
            return kept.stream();
        }

        private Stream<String> expectedRejected(OddFile file) {
            return file.fate() == Fate.GARBLED
                    ? Stream.empty()
                    : file.rows().stream()
                            .filter(row -> isRejected(row, file.dayOfFolder()))
                            .map(OddRow::mark);
        }

        private static boolean isRejected(OddRow row, LocalDate dayOfFolder) {
            return switch (row.defect()) {
                case NONE, OTHER_DAY -> false;
                case BAD_DAY -> dayOfFolder == null;
                default -> true;
            };
        }

        private String kept(Group row) {
            if (output == Table.ACTIONS) {
                return row.getLong("customer_id", 0) + " " + row.getLong("item_id", 0) + " "
                        + dev.backstory.core.calendar.IsoTime.instant(row.getLong("action_time", 0));
            }
            return row.getString("ranking_id", 0) + " " + row.getLong("customer_id", 0) + " "
                    + row.getInteger("impression_pos", 0) + " " + row.getLong("impression_item_id", 0) + " "
                    + (row.getFieldRepetitionCount("label") == 0 ? null : row.getInteger("label", 0));
        }

        private static List<String> marks(Group row) {
            Matcher mark = MARK.matcher(row.getString("raw", 0));
            List<String> marks = new ArrayList<>();
            while (mark.find()) {
                marks.add(mark.group());
            }
            return marks.isEmpty() ? List.of(row.getString("raw", 0)) : marks;
        }

        private List<Path> staged() throws IOException {
            Path staging = dir.resolve("lake/_staging");
            if (!Files.exists(staging)) {
                return List.of();
            }
            try (Stream<Path> all = Files.walk(staging)) {
                return all.filter(file -> file.toString().endsWith(".parquet"))
                        .sorted()
                        .toList();
            }
        }

        private static List<Group> rows(Path file) throws IOException {
            List<Group> rows = new ArrayList<>();
            try (ParquetReader<Group> reader = ParquetReader.builder(
                            new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toString()))
                    .build()) {
                for (Group row = reader.read(); row != null; row = reader.read()) {
                    rows.add(row);
                }
            }
            return rows;
        }
    }
}
