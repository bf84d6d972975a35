package dev.backstory.lake.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.InputRun;
import dev.backstory.core.run.RunId;
import dev.backstory.lake.files.BareLocalFileSystem;
import dev.backstory.lake.files.LakeFiles;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaysToBuildTest {
    private static final LocalDate BEFORE = LakeFixture.DAY.minusDays(1);
    private static final LocalDate AFTER = LakeFixture.DAY.plusDays(1);

    @TempDir
    Path folder;

    private Lake lake;

    @BeforeEach
    void publishOneDay() {
        Configuration conf = new Configuration();
        conf.set("fs.file.impl", BareLocalFileSystem.class.getName());
        lake = new Lake(folder.toString(), new LakeFiles(conf));
        LakeFixture fixture = new LakeFixture(lake);
        fixture.publish(fixture.stage("first", false));
    }

    @Test
    void skipsTheCurrentDay() {
        DaysToBuild days = select("settings", List.of(), false);

        assertThat(days.current()).containsExactly(LakeFixture.DAY);
        assertThat(days.build()).containsExactly(BEFORE, AFTER);
    }

    @Test
    void buildsAllOnRebuild() {
        assertThat(select("settings", List.of(), true).build()).containsExactly(BEFORE, LakeFixture.DAY, AFTER);
    }

    @Test
    void buildsADayOfOtherSettings() {
        assertThat(select("changed", List.of(), false).current()).isEmpty();
    }

    @Test
    void buildsADayOfOtherInputs() {
        List<InputRun> inputs = List.of(new InputRun(Table.IMPRESSIONS, BEFORE, BEFORE, new RunId("late-correction")));

        assertThat(select("settings", inputs, false).current()).isEmpty();
    }

    private DaysToBuild select(String settings, List<InputRun> inputs, boolean rebuild) {
        return DaysToBuild.of(lake, Table.ACTIONS, new DayRange(BEFORE, AFTER), settings, day -> inputs, rebuild);
    }
}
