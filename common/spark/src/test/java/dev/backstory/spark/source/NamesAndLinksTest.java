package dev.backstory.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.config.input.Format;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.contract.ActionType;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Files and folders of any name, links, and folders that are tables: each row once, or an error that names the place. */
class NamesAndLinksTest {
    private static final String READ_IT = "; read it by format: FORMAT with the table's own folder as its path, or by"
            + " format: table through its catalog, or export the current rows into";

    private static final String COLUMNS = "dt string, customer_id bigint, item_id bigint, click_time timestamp";
    private static final List<String> NAMES = List.of(
            "a",
            "b",
            "export [1]",
            "{x,y}",
            "all*",
            "what?",
            "back\\slash",
            "100%",
            "a%20b",
            "#1",
            "day=2",
            "ü ñ",
            "x^y");

    @TempDir
    private Path dir;

    private Path raw;

    @BeforeEach
    void makeFolder() throws IOException {
        raw = Files.createDirectory(dir.resolve("raw"));
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV"})
    void everyFileIsReadOnceWhateverItsName(Format format) throws IOException {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < NAMES.size(); i++) {
            write(format, raw.resolve(NAMES.get(i) + ending(format)), 10 + i);
            expected.add(click(10 + i));
        }

        assertThat(read(format)).containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV"})
    void everyFileIsReadOnceWhateverItsFolders(Format format) throws IOException {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < NAMES.size(); i++) {
            write(format, raw.resolve(NAMES.get(i)).resolve("a" + ending(format)), 10 + i);
            expected.add(click(10 + i));
        }

        assertThat(read(format)).containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV"})
    void aFolderMayBeNamedAsSparkNamesTheColumnOfItsText(Format format) throws IOException {
        write(format, raw.resolve("value=7/a" + ending(format)), 5);
        write(format, raw.resolve("hour=/b" + ending(format)), 6);
        write(format, raw.resolve("=/c" + ending(format)), 7);

        assertThat(read(format)).containsExactly(click(5), click(6), click(7));
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV"})
    void twoFoldersOfOneColumnAreAnError(Format format) throws IOException {
        write(format, raw.resolve("dt=2025-08-14/DT=2025-08-15/a" + ending(format)), 5);

        assertThat(messageOf(() -> read(format)))
                .isEqualTo(
                        "Cannot read source clicks because file:" + raw + "/dt=2025-08-14/DT=2025-08-15 lies in another"
                                + " folder of the name 'dt=', and its rows can have one value only; move the inner folder up, or"
                                + " rename it");
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV"})
    void linksToFilesAndFoldersAreFollowedAndNothingIsReadTwice(Format format) throws IOException {
        String a = "a" + ending(format);
        write(format, dir.resolve("elsewhere/folder/" + a), 5);
        write(format, dir.resolve("elsewhere/file" + ending(format)), 6);
        write(format, raw.resolve("inner/" + a), 7);
        Files.createSymbolicLink(raw.resolve("dt=2025-08-14"), dir.resolve("elsewhere/folder"));
        Files.createSymbolicLink(raw.resolve("b"), dir.resolve("elsewhere/file" + ending(format)));
        Files.createSymbolicLink(raw.resolve("c"), Path.of("b"));
        Files.createSymbolicLink(raw.resolve("again"), Path.of("inner"));
        Files.createSymbolicLink(raw.resolve("inner/again" + ending(format)), Path.of(a));
        Files.createSymbolicLink(raw.resolve("_hidden"), Path.of("nowhere"));

        assertThat(read(format)).containsExactly(click(5), click(6), click(7));
    }

    @Test
    void aSourceMayBeALink() throws IOException {
        write(Format.JSON, dir.resolve("elsewhere/a.json"), 5);
        Files.delete(raw);
        Files.createSymbolicLink(raw, dir.resolve("elsewhere"));

        assertThat(read(Format.JSON)).containsExactly(click(5));
    }

    @Test
    void aLoopIsAnError() throws IOException {
        write(Format.JSON, raw.resolve("a.json"), 5);
        Files.createSymbolicLink(raw.resolve("loop"), Path.of("."));
        assertThat(messageOf(() -> read(Format.JSON)))
                .isEqualTo("Cannot read source clicks because " + raw + "/loop is a link to " + raw.toRealPath()
                        + ", a folder that it lies in itself; remove the link");

        Files.delete(raw.resolve("loop"));
        Path outside = Files.createDirectory(dir.resolve("outside"));
        Files.createSymbolicLink(raw.resolve("out"), outside);
        Files.createSymbolicLink(outside.resolve("back"), raw);
        assertThat(messageOf(() -> read(Format.JSON)))
                .isEqualTo("Cannot read source clicks because " + raw + "/out/back is a link to " + raw.toRealPath()
                        + ", a folder that it lies in itself; remove the link");

        Files.delete(raw.resolve("out"));
        Files.createSymbolicLink(raw.resolve("self"), Path.of("self"));
        assertThat(messageOf(() -> read(Format.JSON)))
                .startsWith("Cannot read source clicks because " + raw
                        + "/self is a link to self, which cannot be followed (")
                .endsWith("); correct the link, or remove it");
    }

    @Test
    void aDeadLinkIsAnError() throws IOException {
        write(Format.JSON, raw.resolve("a.json"), 5);
        Files.createSymbolicLink(raw.resolve("b.json"), Path.of("../gone.json"));

        assertThat(messageOf(() -> read(Format.JSON)))
                .isEqualTo(
                        "Cannot read source clicks because " + raw + "/b.json is a link to ../gone.json, where there is"
                                + " nothing; correct the link, or remove it");
    }

    @Test
    void aPipeIsAnError() throws Exception {
        write(Format.JSON, raw.resolve("a.json"), 5);
        assertThat(new ProcessBuilder("mkfifo", raw.resolve("b.json").toString())
                        .start()
                        .waitFor())
                .isZero();

        assertThat(messageOf(() -> read(Format.JSON)))
                .isEqualTo("Cannot read source clicks because " + raw
                        + "/b.json is neither a file nor a folder; remove it" + " from the source's folder");
    }

    @Test
    void aNameThatCannotBeSpelledIsAnError() throws Exception {
        write(Format.JSON, raw.resolve("a.json"), 5);
        assertThat(new ProcessBuilder("bash", "-c", "cp '" + raw + "/a.json' '" + raw + "'/$'\\xff.json'")
                        .start()
                        .waitFor())
                .isZero();

        assertThat(messageOf(() -> read(Format.JSON)))
                .isEqualTo(
                        "Cannot read source clicks because of a name in " + raw + " that this process cannot spell (it"
                                + " spells names in UTF-8); start it in a UTF-8 locale, such as LC_ALL=C.UTF-8, or rename what is"
                                + " there");
    }

    @Test
    void aLinkToADayThatNobodyAskedForIsNotFollowed() throws IOException {
        write(Format.JSON, raw.resolve("dt=2025-08-14/a.json"), 5);
        Files.createSymbolicLink(raw.resolve("dt=2025-08-13"), Path.of("gone"));

        assertThat(read(Format.JSON)).containsExactly(click(5));
    }

    @ParameterizedTest
    @CsvSource({
        "_delta_log/00000000000000000000.json, a Delta table (_delta_log)",
        "_spark_metadata/0, the output of a streaming query of Spark (_spark_metadata)",
        ".hoodie/hoodie.properties, of a Hudi table (.hoodie)",
        "metadata/v1.metadata.json, an Iceberg table (metadata)",
        "metadata/00000-0a.metadata.json, an Iceberg table (metadata)",
        "delta_0000001_0000001_0000/bucket_00000, of a transactional table of Hive (delta_0000001_0000001_0000)",
        "base_0000002/000000_0, of a transactional table of Hive (base_0000002)"
    })
    void aFolderThatIsATableIsNotReadAsFiles(String log, String what) throws IOException {
        for (Format format : List.of(Format.PARQUET, Format.ORC, Format.JSON, Format.CSV)) {
            for (String table : List.of("", "country=de/")) {
                Path root = dir.resolve(format + table.replace("/", ""));
                write(format, root.resolve(table + "dt=2025-08-14/a" + ending(format)), 5);
                Path file = root.resolve(table + log);
                Files.createDirectories(file.getParent());
                Files.writeString(file, "{}");
                String message = "Cannot read source clicks because "
                        + (table.isEmpty() ? root : "file:" + root + "/country=de") + " is " + what
                        + ": a log says which of its files count" + remedy(what)
                        + " plain files, and name their folder in sources.clicks.path";

                assertThat(messageOf(() -> read(format, root))).isEqualTo(message);
                assertThat(messageOf(() -> read(format, root.resolve(table + "dt=2025-08-14"))))
                        .isEqualTo(message.replace("file:" + root, root.toString()));
                assertThat(messageOf(() -> read(format, root.resolve(table + "dt=2025-08-14/a" + ending(format)))))
                        .isEqualTo(message.replace("file:" + root, root.toString()));
            }
        }
    }

    private static String remedy(String what) {
        if (what.startsWith("a Delta")) {
            return READ_IT.replace("FORMAT", "delta");
        }
        return what.startsWith("an Iceberg")
                ? READ_IT.replace("FORMAT", "iceberg")
                : ", and this is not read; export the table's current rows into";
    }

    private static String click(int item) {
        return "2025-08-14 customer 1 item " + item + " at 2025-08-14T10:00:00Z type 1";
    }

    private static String ending(Format format) {
        return "." + format.name().toLowerCase(java.util.Locale.ROOT);
    }

    private void write(Format format, Path file, int item) throws IOException {
        Path folder = Files.createTempDirectory(dir, "made");
        var unused = RawTable.of(COLUMNS, "2025-08-14 | 1 | " + item + " | 2025-08-14T10:00:00")
                .write(SparkForTests.session(), format, folder, Map.of());
        Files.createDirectories(file.getParent());
        try (Stream<Path> made = Files.list(folder)) {
            Path whole = made.filter(path -> path.toString().endsWith(ending(format))
                            && !path.getFileName().toString().startsWith("."))
                    .findFirst()
                    .orElseThrow();
            Files.move(whole, file);
        }
    }

    private List<String> read(Format format) {
        return read(format, raw);
    }

    private static List<String> read(Format format, Path path) {
        return Readings.actions(
                ActionType.CLICK,
                Source.files(format, path.toString(), RawTable.mapping(ActionType.CLICK)),
                ZoneId.of("UTC"),
                "2025-08-14");
    }

    private static String messageOf(ThrowingCallable reading) {
        String[] message = new String[1];
        assertThatThrownBy(reading)
                .isInstanceOf(BackstoryException.class)
                .satisfies(thrown -> message[0] = thrown.getMessage());
        return message[0];
    }
}
