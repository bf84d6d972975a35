package dev.backstory.lake.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.SettingsHash;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.InputRun;
import dev.backstory.core.run.RunId;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaysToBuildTest {
    private static final LocalDate DAY = LocalDate.parse("2025-08-14");
    private static final LocalDate BEFORE = DAY.minusDays(1);
    private static final LocalDate AFTER = DAY.plusDays(1);

    @TempDir
    Path folder;

    private StateLake lake;

    @BeforeEach
    void publishOneDay() {
        lake = new StateLake(folder, "history: {lookback: P3D}");
        lake.publish(Table.ACTIONS, DAY, "first");
    }

    @Test
    void skipsTheCurrentDay() {
        DaysToBuild days = select(settings(), List.of(), false);

        assertThat(days.current()).containsExactly(DAY);
        assertThat(days.build()).containsExactly(BEFORE, AFTER);
    }

    @Test
    void buildsAllOnRebuild() {
        assertThat(select(settings(), List.of(), true).build()).containsExactly(BEFORE, DAY, AFTER);
    }

    @Test
    void buildsADayOfOtherSettings() {
        assertThat(select("changed", List.of(), false).current()).isEmpty();
    }

    @Test
    void buildsADayOfOtherInputs() {
        List<InputRun> inputs = List.of(new InputRun(Table.IMPRESSIONS, BEFORE, BEFORE, new RunId("late-correction")));

        assertThat(select(settings(), inputs, false).current()).isEmpty();
    }

    private String settings() {
        return SettingsHash.of(lake.config, Table.ACTIONS);
    }

    private DaysToBuild select(String settings, List<InputRun> inputs, boolean rebuild) {
        return DaysToBuild.of(lake.lake, Table.ACTIONS, new DayRange(BEFORE, AFTER), settings, day -> inputs, rebuild);
    }
}
