package dev.backstory.lake.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.SettingsHash;
import dev.backstory.core.contract.Table;
import dev.backstory.testsupport.Seeds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Days published, corrected, removed and made by other settings in random order, against a twin that simply remembers
 * what each training day was made from.
 */
class StalenessPropertyTest {
    /** Around a leap day, where a period of months or years is not a number of days. */
    private static final DayRange DAYS = new DayRange(LocalDate.parse("2024-02-24"), LocalDate.parse("2024-04-01"));

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"P1D", "P3D", "P1M", "P1Y"})
    void agreesWithATwinThatRemembersEverything(String lookback) throws Exception {
        for (int round = 0; round < 2; round++) {
            Path root = Files.createDirectories(folder.resolve(lookback + round));
            new Round(root, lookback, Seeds.next()).play(round % 2 == 1);
        }
    }

    /** What a training day was made from: its settings, and the run of every input day. */
    private record Made(String settings, Map<LocalDate, String> actions, String impressions) {}

    private static final class Round {
        private final long seed;
        private final Random random;
        private final StateLake lake;
        private final List<PipelineConfig> settings;
        private final Map<LocalDate, String> actions = new TreeMap<>();
        private final Map<LocalDate, String> impressions = new TreeMap<>();
        private final Map<LocalDate, Made> training = new TreeMap<>();
        private int runs;

        Round(Path root, String lookback, long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.lake = new StateLake(root, "history: {lookback: " + lookback + "}");
            this.settings =
                    List.of(lake.config, StateLake.config(root, "history: {length: 7, lookback: " + lookback + "}"));
        }

        /** @param loaded whether everything is published at first, so that each event stands alone */
        void play(boolean loaded) {
            if (loaded) {
                loadEverything();
            }
            for (int event = 0; event < (loaded ? 6 : 80); event++) {
                happens();
                if (loaded || event % 20 == 19) {
                    String as = "seed " + seed + ", event " + event;
                    compare(as);
                    compareAPartOfTheRange(as);
                }
            }
            theRangesAreEnoughAndNoDayTooMany("seed " + seed);
        }

        private void loadEverything() {
            for (LocalDate day : DAYS.days()) {
                publishActions(day, "load");
                publishImpressions(day, "load");
                publishTraining(day, "load", 0);
            }
        }

        private void happens() {
            LocalDate day = DAYS.days().get(random.nextInt(DAYS.days().size()));
            String run = "run" + (runs++ / 3);
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3 -> publishActions(day, run);
                case 4, 5, 6 -> publishImpressions(day, run);
                case 7, 8 -> {
                    if (impressions.containsKey(day)) {
                        publishTraining(day, run, random.nextInt(5) == 0 ? 1 : 0);
                    }
                }
                default -> {
                    lake.unpublish(Table.ACTIONS, day);
                    actions.remove(day);
                }
            }
        }

        private void publishActions(LocalDate day, String run) {
            lake.publish(Table.ACTIONS, day, run);
            actions.put(day, run);
        }

        private void publishImpressions(LocalDate day, String run) {
            lake.publish(Table.IMPRESSIONS, day, run);
            impressions.put(day, run);
        }

        private void publishTraining(LocalDate day, String run, int which) {
            PipelineConfig by = settings.get(which);
            lake.publish(Table.TRAINING, day, run, by, Instant.now());
            training.put(day, wouldBeMadeFrom(day, by));
        }

        private Made wouldBeMadeFrom(LocalDate day, PipelineConfig by) {
            Period lookback = by.history().lookback();
            Map<LocalDate, String> window = new HashMap<>(actions);
            window.keySet().removeIf(dt -> !dt.isBefore(day) || dt.isBefore(day.minus(lookback)));
            return new Made(SettingsHash.of(by, Table.TRAINING), window, impressions.getOrDefault(day, "none"));
        }

        private boolean isStale(LocalDate day) {
            return !wouldBeMadeFrom(day, lake.config).equals(training.get(day));
        }

        private void compare(String as) {
            LakeState state = lake.state();
            for (LocalDate day : DAYS.days()) {
                State found = state.table(Table.TRAINING)
                        .day(day)
                        .map(DayState::state)
                        .orElse(State.MISSING);
                State expected =
                        !training.containsKey(day) ? State.MISSING : isStale(day) ? State.STALE : State.PUBLISHED;
                assertThat(found).as("%s, training of %s", as, day).isEqualTo(expected);
            }
            PublishedInputs inputs =
                    PublishedInputs.read(lake.lake, DAYS, lake.config.history().lookback());
            String hash = SettingsHash.of(lake.config, Table.TRAINING);
            assertThat(DaysToBuild.of(lake.lake, Table.TRAINING, DAYS, hash, inputs::runs, false)
                            .current())
                    .as("%s: what the step takes for current", as)
                    .isEqualTo(state.table(Table.TRAINING).days().stream()
                            .filter(DayState::isCurrent)
                            .map(DayState::dt)
                            .toList());
        }

        private void compareAPartOfTheRange(String as) {
            int from = random.nextInt(DAYS.days().size());
            int to = from + random.nextInt(DAYS.days().size() - from);
            DayRange part = new DayRange(DAYS.days().get(from), DAYS.days().get(to));
            LakeState whole = LakeState.read(lake.lake, lake.config, DAYS);
            LakeState of = LakeState.read(lake.lake, lake.config, part);
            for (Table table : List.of(Table.ACTIONS, Table.IMPRESSIONS, Table.TRAINING)) {
                assertThat(of.table(table).days())
                        .as("%s, %s of %s", as, table, part)
                        .isEqualTo(whole.table(table).days().subList(from, to + 1));
            }
        }

        private void theRangesAreEnoughAndNoDayTooMany(String as) {
            Rebuild rebuild = LakeState.read(lake.lake, lake.config, DAYS).rebuild();
            TreeSet<LocalDate> built = new TreeSet<>();
            for (DayRange range : rebuild.ranges()) {
                built.addAll(runAsTheStepsWould(range));
            }
            List<LocalDate> planned = new ArrayList<>();
            rebuild.ranges().forEach(range -> planned.addAll(range.days()));
            assertThat(planned).as("%s: each day needed a step", as).containsExactlyElementsOf(built);
            assertThat(LakeState.read(lake.lake, lake.config, DAYS).rebuild().ranges())
                    .as("%s: nothing is left", as)
                    .isEmpty();
        }

        /** Gives the days of which a step built something. */
        private Set<LocalDate> runAsTheStepsWould(DayRange range) {
            TreeSet<LocalDate> built = new TreeSet<>();
            String run = "rebuild" + range.from();
            range.days().stream().filter(day -> !actions.containsKey(day)).forEach(day -> {
                publishActions(day, run);
                built.add(day);
            });
            range.days().stream().filter(day -> !impressions.containsKey(day)).forEach(day -> {
                publishImpressions(day, run);
                built.add(day);
            });
            range.days().stream()
                    .filter(day -> !training.containsKey(day) || isStale(day))
                    .forEach(day -> {
                        publishTraining(day, run, 0);
                        built.add(day);
                    });
            return built;
        }
    }
}
