package dev.backstory.lake.store;

import static dev.backstory.lake.store.PackFixture.MONTH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.run.PackRecord;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that replaces a pack is killed before each of its changes: there is the old pack, none, or the new one. */
@Tag("process")
class KilledPackBuildTest {
    private static final int MORE_THAN_ENOUGH = 40;

    @TempDir
    private Path folder;

    @Test
    void leavesAWholePackOrNone() throws Exception {
        Set<Integer> seen = new HashSet<>();
        int change = child().killBeforeEachChange(
                        MORE_THAN_ENOUGH,
                        next -> PackFixture.build(child().lake(next), 1),
                        killed -> seen.add(checkAfterKill(killed)));
        assertThat(checkAfterKill(change)).isEqualTo(2);
        assertThat(seen).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(change).isGreaterThan(6);
    }

    /** Returns the length of the pack that is there; 0 without one. */
    private int checkAfterKill(int change) {
        Lake lake = child().lake(change);
        Packs packs = new Packs(lake);
        Optional<PackRecord> found = packs.of(MONTH);
        found.ifPresent(pack -> assertThat(
                        lake.files().read(packs.file(pack, pack.files().get(0))))
                .as("killed before change %d", change)
                .contains("pack " + pack.length()));

        try (PackBuild next = PackBuild.begin(lake)) {
            assertThat(lake.files().names(packs.building()))
                    .as("killed before change %d, leftovers", change)
                    .containsExactlyInAnyOrder("_LOCK", "run=" + next.run());
        }
        assertThat(packs.of(MONTH)).isEqualTo(found);
        PackFixture.build(lake, 3);
        assertThat(packs.of(MONTH).orElseThrow().length()).isEqualTo(3);
        assertThat(lake.files().names(packs.month(MONTH))).containsExactlyInAnyOrder("_PACK.json", "3.parquet");
        assertThat(lake.files().names(packs.building())).containsExactly("_LOCK");
        return found.map(PackRecord::length).orElse(0);
    }

    private HaltingChild child() {
        return new HaltingChild(folder, Child.class);
    }

    /** The process that is killed. */
    static final class Child {
        public static void main(String[] args) {
            PackFixture.build(HaltingChild.lake(args), 2);
        }
    }
}
