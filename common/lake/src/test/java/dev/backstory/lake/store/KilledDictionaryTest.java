package dev.backstory.lake.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.contract.IdKind;
import dev.backstory.lake.ids.Dictionary;
import dev.backstory.lake.ids.Numbering;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that gives numbers to texts is killed before each of its changes: the texts from before keep theirs, no
 * number is given twice, and the next run gives numbers to what the dead one had not finished.
 */
@Tag("process")
class KilledDictionaryTest {
    private static final int MORE_THAN_ENOUGH = 40;

    @TempDir
    private Path folder;

    @Test
    void theFirstTextsAreThereOrNot() throws Exception {
        assertThat(killed(List.of())).containsExactlyInAnyOrder(0, 2);
    }

    @Test
    void thoseFromBeforeKeepTheirNumbers() throws Exception {
        assertThat(killed(List.of("m", "n"))).containsExactlyInAnyOrder(2, 4);
    }

    /** How many texts had a number when a process that adds two was dead, or had ended. */
    private Set<Integer> killed(List<String> old) throws Exception {
        Set<Integer> seen = new HashSet<>();
        int change = child().killBeforeEachChange(
                        MORE_THAN_ENOUGH,
                        next -> Numbering.add(child().lake(next), IdKind.ITEM, "old", old),
                        killed -> seen.add(checkAfterKill(killed, old)));
        seen.add(checkAfterKill(change, old));
        assertThat(change).as("it makes some changes").isGreaterThan(2);
        return seen;
    }

    /** Returns how many texts had a number when the process was dead. */
    private int checkAfterKill(int change, List<String> old) {
        Lake lake = child().lake(change);
        Map<String, Long> before = Numbering.all(lake, IdKind.ITEM);
        for (int i = 0; i < old.size(); i++) {
            assertThat(before).containsEntry(old.get(i), i + 1L);
        }
        assertThat(before.containsKey("a")).as("both or none").isEqualTo(before.containsKey("z"));

        Numbering.add(lake, IdKind.ITEM, "next", List.of("a", "b", "z"));
        Map<String, Long> after = Numbering.all(lake, IdKind.ITEM);
        assertThat(after).containsAllEntriesOf(before).containsKeys("a", "b", "z");
        assertThat(new HashSet<>(after.values()))
                .as("killed before change %d", change)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, after.size())
                        .mapToObj(Long::valueOf)
                        .toList());
        assertThat(lake.files().names(lake.ids(IdKind.ITEM)).stream().filter(name -> name.endsWith(".parquet")))
                .as("killed before change %d, leftovers", change)
                .hasSameSizeAs(new Dictionary(lake, IdKind.ITEM).read().parts());
        return before.size();
    }

    @Test
    void processesThatAddAtOnceGiveEachTextOneNumber() throws Exception {
        List<Process> processes = IntStream.range(0, 3)
                .mapToObj(number -> new HaltingChild(folder, AddingChild.class).start(0, number))
                .toList();
        for (int i = 0; i < processes.size(); i++) {
            assertThat(processes.get(i).waitFor())
                    .as(Files.readString(folder.resolve("child-" + i + ".log")))
                    .isZero();
        }
        assertThat(Numbering.all(child().lake(0), IdKind.CUSTOMER)).hasSize(7 + 6);
    }

    private HaltingChild child() {
        return new HaltingChild(folder, Child.class);
    }

    /** The process that is killed. */
    static final class Child {
        public static void main(String[] args) {
            Numbering.add(HaltingChild.lake(args), IdKind.ITEM, "killed", List.of("z", "a"));
        }
    }

    /** One of several processes: texts 0 to 6, 3 to 9 or 6 to 12, two by two. */
    static final class AddingChild {
        public static void main(String[] args) {
            int first = 3 * Integer.parseInt(args[1]);
            for (int i = first; i < first + 6; i++) {
                Numbering.add(
                        HaltingChild.lake(new String[] {args[0], "0"}),
                        IdKind.CUSTOMER,
                        "run" + args[1],
                        List.of("c" + i, "c" + (i + 1)));
            }
        }
    }
}
