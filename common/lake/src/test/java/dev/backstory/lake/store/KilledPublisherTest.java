package dev.backstory.lake.store;

import static dev.backstory.lake.store.LakeFixture.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.contract.Table;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real process that stages and publishes a day is killed before each of its changes to the storage in turn. Whatever
 * the moment, the next run finds the old day or the new one, whole, and can publish a third.
 */
@Tag("process")
class KilledPublisherTest {
    private static final int MORE_THAN_ENOUGH = 60;

    @TempDir
    Path folder;

    @Test
    void leavesTheOldDayOrTheNewOneWhereverItIsKilled() throws Exception {
        Set<String> seen = new HashSet<>();
        int change = child().killBeforeEachChange(
                        MORE_THAN_ENOUGH,
                        next -> {
                            LakeFixture fixture = new LakeFixture(child().lake(next));
                            fixture.publish(fixture.stage("old", true));
                        },
                        killed -> seen.add(checkAfterKill(killed)));
        assertThat(checkAfterKill(change)).isEqualTo("new");
        assertThat(seen).containsExactlyInAnyOrder("old", "new");
        assertThat(change).isGreaterThan(12);
    }

    private String checkAfterKill(int change) {
        Lake lake = child().lake(change);
        new Recovery(lake).recover(Table.ACTIONS);
        LakeFixture fixture = new LakeFixture(lake);
        String text = fixture.publishedText();
        assertThat(text).as("killed before change %d", change).isIn("old", "new");
        assertThat(fixture.rejectedText()).as("rejected rows follow their day").isEqualTo(text);
        assertThat(lake.published(Table.ACTIONS, DAY).orElseThrow().run()).hasToString(text);

        fixture.publish(fixture.stage("third", false));
        assertThat(fixture.publishedText()).isEqualTo("third");
        new Recovery(lake).recover(Table.ACTIONS);
        assertThat(lake.files().list(lake.staging(Table.ACTIONS)))
                .as("killed before change %d, and nothing left to wait for", change)
                .allMatch(entry -> entry.getPath().getName().equals("_LOCK"));
        return text;
    }

    private HaltingChild child() {
        return new HaltingChild(folder, Child.class);
    }

    /** The process that is killed. */
    static final class Child {
        public static void main(String[] args) {
            LakeFixture fixture = new LakeFixture(HaltingChild.lake(args));
            fixture.publish(fixture.stage("new", true));
        }
    }
}
