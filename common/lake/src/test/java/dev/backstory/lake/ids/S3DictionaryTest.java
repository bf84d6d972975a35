package dev.backstory.lake.ids;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.contract.IdKind;
import dev.backstory.core.run.DictionaryRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.store.S3Lake;
import dev.backstory.testsupport.S3Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A dictionary on S3, where no lock is held and parts are written where they stay. */
@Tag("cluster")
class S3DictionaryTest {
    private Lake lake;

    @BeforeEach
    void open() {
        lake = S3Lake.at(S3Server.get().address(), S3Server.get().newBucket());
    }

    @Test
    void givesNumbersFromOneOnAndNeverAnother() {
        assertThat(new Dictionary(lake, IdKind.ITEM).exists()).isFalse();
        Numbering.add(lake, IdKind.ITEM, "r1", List.of("b", "a"));
        Numbering.add(lake, IdKind.ITEM, "r2", List.of("A", "b", "c", "a"));

        assertThat(new Dictionary(lake, IdKind.ITEM).exists()).isTrue();
        assertThat(Numbering.all(lake, IdKind.ITEM)).isEqualTo(Map.of("a", 1L, "b", 2L, "A", 3L, "c", 4L));
    }

    @Test
    void takesPartsOnlyFromWhoHasSeenAllOfItAndReadsNoOthers() {
        Dictionary dictionary = new Dictionary(lake, IdKind.ITEM);
        DictionaryRecord seen = dictionary.read();
        NewPart late = Numbering.part(lake, IdKind.ITEM, 1, List.of("z".getBytes(UTF_8)));
        Numbering.add(lake, IdKind.ITEM, "r1", List.of("a"));

        assertThat(dictionary.append(seen, List.of(late), new RunId("late"))).isFalse();
        assertThat(Numbering.all(lake, IdKind.ITEM)).isEqualTo(Map.of("a", 1L));
    }

    @Test
    void ofSeveralAtOnceNoneGivesANumberTwice() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                String own = "t" + i;
                done.add(threads.submit(() -> Numbering.add(lake, IdKind.ITEM, own, List.of(own, "shared"))));
            }
            for (Future<?> each : done) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(Numbering.all(lake, IdKind.ITEM)).hasSize(4).containsKeys("t0", "t1", "t2", "shared");
        assertThat(Numbering.all(lake, IdKind.ITEM).values()).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
    }
}
