package dev.backstory.lake.ids;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.contract.IdKind;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.DictionaryRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.store.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers of ids that are texts. */
class DictionaryTest {
    private static final RunId RUN = new RunId("r1");

    @TempDir
    private Path folder;

    private Lake lake;

    @BeforeEach
    void open() {
        lake = new Lake(folder.toString(), new LakeFiles(new Configuration()));
    }

    @Test
    void isEmptyBeforeThereIsOne() throws IOException {
        assertThat(new Dictionary(lake, IdKind.ITEM).read()).isEqualTo(DictionaryRecord.empty(IdKind.ITEM));
        assertThat(new DictionaryLookup(lake, IdKind.ITEM).number("a")).isEmpty();
        assertThat(folder.resolve("ids")).doesNotExist();
    }

    @Test
    void givesNumbersFromOneOnAndNeverAnother() {
        Numbering.add(lake, IdKind.ITEM, "r1", List.of("b", "a"));
        assertThat(Numbering.all(lake, IdKind.ITEM)).isEqualTo(Map.of("a", 1L, "b", 2L));

        Numbering.add(lake, IdKind.ITEM, "r2", List.of("A", "b", "c", "a"));
        assertThat(Numbering.all(lake, IdKind.ITEM)).isEqualTo(Map.of("a", 1L, "b", 2L, "A", 3L, "c", 4L));

        DictionaryRecord record = new Dictionary(lake, IdKind.ITEM).read();
        assertThat(record.version()).isEqualTo(2);
        assertThat(record.next()).isEqualTo(5);
        assertThat(record.textBytes()).isEqualTo(4);
        assertThat(record.parts().get(1).run()).hasToString("r2");
        assertThat(new Dictionary(lake, IdKind.CUSTOMER).read().texts()).isZero();
    }

    @Test
    void aTextIsWhatItIs() throws IOException {
        List<String> odd = new ArrayList<>(List.of(
                "007",
                "7",
                "+7",
                "7.0",
                " 7",
                "7 ",
                "\u00e9",
                "e\u0301",
                "\ud83d\udc5f",
                "\uffff",
                "a\u0000b",
                "a",
                "a\u0000",
                "O'Brien \"the\" \\",
                "x\ny",
                "K",
                "\u212a",
                "x".repeat(10_240)));
        Numbering.add(lake, IdKind.CUSTOMER, "r1", odd);

        Map<String, Long> numbers = Numbering.all(lake, IdKind.CUSTOMER);
        assertThat(numbers).containsOnlyKeys(odd);
        DictionaryLookup lookup = new DictionaryLookup(lake, IdKind.CUSTOMER);
        for (String text : odd) {
            assertThat(lookup.number(text).orElse(0)).as(text).isEqualTo(numbers.get(text));
        }
        assertThat(lookup.number("07")).isEmpty();
        long first = numbers.getOrDefault("007", 0L);
        assertThat(lookup.texts(List.of(first, 99L, 0L, -1L))).isEqualTo(Map.of(first, "007"));
        // By UTF-8 bytes, in which the shoe, beyond 16 bits, comes after U+FFFF.
        assertThat(numbers.get("\ud83d\udc5f")).isGreaterThan(numbers.get("\uffff"));
    }

    @Test
    void takesPartsOnlyFromWhoHasSeenAllOfIt() {
        Dictionary dictionary = new Dictionary(lake, IdKind.ITEM);
        DictionaryRecord seen = dictionary.read();
        NewPart late = Numbering.part(lake, 1, List.of("z".getBytes(UTF_8)));
        Numbering.add(lake, IdKind.ITEM, "r1", List.of("a"));

        assertThat(dictionary.append(seen, List.of(late), RUN)).isFalse();
        assertThat(Numbering.all(lake, IdKind.ITEM)).isEqualTo(Map.of("a", 1L));
        assertThatThrownBy(() -> dictionary.append(dictionary.read(), List.of(late), RUN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("where 2 is the next number");
        assertThat(Numbering.all(lake, IdKind.ITEM)).isEqualTo(Map.of("a", 1L));
    }

    @Test
    void threadsThatAddAtOnceGiveEachTextOneNumber() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<Integer>> running = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int thread = i;
            running.add(threads.submit(() -> {
                int tries = 0;
                for (int step = 0; step < 10; step++) {
                    tries += Numbering.add(lake, IdKind.ITEM, "r" + thread, texts(thread, step));
                }
                return tries;
            }));
        }
        threads.shutdown();
        int tries = 0;
        for (Future<Integer> each : running) {
            tries += each.get();
        }
        // 0 to 6 of the threads and steps, ten texts each.
        assertThat(Numbering.all(lake, IdKind.ITEM)).hasSize(13 * 10);
        assertThat(new Dictionary(lake, IdKind.ITEM).read().next()).isEqualTo(131);
        assertThat(tries).as("somebody came second").isGreaterThan(40);
    }

    /** Those of a step of one thread are those of the next step of the thread before. */
    private static List<String> texts(int thread, int step) {
        return IntStream.range(0, 10)
                .mapToObj(i -> "t" + (thread + step) + "-" + i)
                .toList();
    }

    @Test
    void leftoversOfADeadRunAreNeverRead() throws IOException {
        Numbering.add(lake, IdKind.ITEM, "r1", List.of("a"));
        Path items = folder.resolve("ids/item");
        Files.writeString(items.resolve("left.parquet"), "half");
        Files.writeString(items.resolve("._DICTIONARY.json.x"), "{");
        assertThat(Numbering.all(lake, IdKind.ITEM)).isEqualTo(Map.of("a", 1L));

        Numbering.add(lake, IdKind.ITEM, "r2", List.of("b"));
        assertThat(Numbering.all(lake, IdKind.ITEM)).isEqualTo(Map.of("a", 1L, "b", 2L));
        assertThat(items.resolve("left.parquet")).doesNotExist();
        assertThat(items.resolve("._DICTIONARY.json.x")).doesNotExist();
    }

    @Test
    void aLostRecordIsAnErrorAndNotANewDictionary() throws IOException {
        Numbering.add(lake, IdKind.ITEM, "r1", List.of("a"));
        Files.delete(folder.resolve("ids/item/_DICTIONARY.json"));
        assertDamaged("_DICTIONARY.json is missing");
    }

    @Test
    void aLostOrChangedPartIsAnError() throws IOException {
        Numbering.add(lake, IdKind.ITEM, "r1", List.of("a"));
        String name = new Dictionary(lake, IdKind.ITEM).read().parts().get(0).name();
        Path part = folder.resolve("ids/item").resolve(name);
        long bytes = Files.size(part);
        Files.write(part, new byte[] {1, 2, 3});
        assertDamaged(name + " has 3 bytes and not " + bytes);
        Files.delete(part);
        assertDamaged(name + " is missing");
    }

    @Test
    void aRecordThatIsNotWholeIsAnError() throws IOException {
        Numbering.add(lake, IdKind.ITEM, "r1", List.of("a"));
        Path record = folder.resolve("ids/item/_DICTIONARY.json");
        String text = Files.readString(record);
        assertThat(text).contains("\"next\" : 2");
        Files.writeString(record, text.replace("\"next\" : 2", "\"next\" : 1"));
        assertDamaged("_DICTIONARY.json is not the whole record of item ids");
        Files.writeString(record, text.substring(0, 20));
        assertThatThrownBy(() -> new Dictionary(lake, IdKind.ITEM).read())
                .isInstanceOf(BackstoryException.class)
                .hasMessageStartingWith("Cannot read " + record + " because it is not a DictionaryRecord: ")
                .hasMessageEndingWith("; restore it from a backup");
    }

    private void assertDamaged(String what) {
        assertThatThrownBy(() -> new Dictionary(lake, IdKind.ITEM).read())
                .isInstanceOf(BackstoryException.class)
                .hasMessage("Cannot use the dictionary " + folder + "/ids/item because " + what
                        + "; restore the folder from a backup: without it nobody can tell whose the numbers in published"
                        + " days are");
    }
}
