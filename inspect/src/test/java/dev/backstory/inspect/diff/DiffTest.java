package dev.backstory.inspect.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.InputRun;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.StagedRun;
import dev.backstory.inspect.ShopLake;
import dev.backstory.inspect.ShopLake.Action;
import dev.backstory.inspect.ShopLake.Outcome;
import dev.backstory.inspect.ShopLake.Row;
import dev.backstory.inspect.ShopLake.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each answer, word for word. */
class DiffTest {
    private static final LocalDate DT = LocalDate.parse("2025-08-14");
    private static final long NEWEST =
            Action.at(1, "2025-08-13T10:00:00Z", 1, 1).micros();
    private static final String SETTINGS = "timezone: Europe/Berlin\nhistory: {length: 4, lookback: P2D}\n";
    private static final Row A = row(new Shown("r1", 1, 0, 501, 0), "1:5", "2:6");
    private static final Row B = row(new Shown("r1", 1, 1, 502, null), "1:5", "2:6");
    private static final Row C = row(new Shown("r2", 2, 0, 501, 1), "3:7");
    private static final Row D = row(new Shown(null, 3, 0, 501, 0));

    @TempDir
    private Path dir;

    private ShopLake shop;

    @BeforeEach
    void emptyLake() {
        shop = new ShopLake(dir, SETTINGS);
    }

    private static Row row(Shown shown, String... history) {
        return new Row(shown, List.of(history), NEWEST);
    }

    private static List<InputRun> inputs(String actionsRun) {
        LocalDate from = DT.minusDays(2);
        return List.of(new InputRun(Table.ACTIONS, from, from.plusDays(1), new RunId(actionsRun)));
    }

    private StagedRun stage(String run, int files, Row... rows) {
        return shop.stageTraining(run, DT, files, inputs("a"), List.of(rows));
    }

    private Outcome diff(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--dt", DT.toString()));
        all.addAll(List.of(arguments));
        return shop.run(new DiffCommand(), all.toArray(String[]::new));
    }

    @Test
    void equalRunsAreTheSameHoweverTheirFilesAreCut() {
        shop.publish(stage("one", 1, A, B, C, D));
        stage("three", 3, D, C, B, A);

        assertThat(diff("--run", "three")).isEqualTo(new Outcome(0, """
                training/dt=2025-08-14: the same
                  left       run one, published 2025-08-15T03:10:00Z, 4 rows
                  right      run three, staged 2025-08-15T03:10:00Z, 4 rows
                  rows       4 equal, 0 added, 0 removed, 0 changed
                """, ""));
        assertThat(diff("--runs", "three", "one").exit()).isZero();
    }

    @Test
    void rowsAddedRemovedAndChangedAreToldAsTheDocumentationShows() throws IOException {
        shop.publish(stage("before", 1, A, B, C, D));
        Row changed = row(new Shown("r1", 1, 1, 502, 1), "1:5", "2:8", "3:9");
        Row added = row(new Shown("r9", 2, 0, 777, 0), "3:7");
        shop.stageTraining("after", DT, 2, inputs("b"), List.of(A, changed, C, added));

        Outcome outcome = diff("--run", "after");

        assertThat(Files.readString(Path.of("../docs/explain.md")))
                .contains(outcome.out().indent(4).replace("    \n", "\n"));
        assertThat(outcome).isEqualTo(new Outcome(3, """
                training/dt=2025-08-14: different
                  left       run before, published 2025-08-15T03:10:00Z, 4 rows
                  right      run after, staged 2025-08-15T03:10:00Z, 4 rows
                  rows       2 equal, 1 added, 1 removed, 1 changed (of 3 customers)
                  changed    1 in their slots, 1 in label, 1 in history_length or newest_action_time
                  inputs     actions/dt=2025-08-12: a -> b
                             actions/dt=2025-08-13: a -> b

                removed, only left
                  - ranking null, customer 3, position 0, item 501, label 0

                added, only right
                  + ranking r9, customer 2, position 0, item 777, label 0

                changed, left -> right
                  ~ ranking r1, customer 1, position 1, item 502: label null -> 1; history_length 2 -> 3; 2 slots \
                differ, first slot 1: cart 6 -> cart 8
                """, ""));
    }

    @Test
    void eachKindOfChangeCountsForItself() {
        shop.publish(stage("before", 1, A, B, C, D));
        Row otherLabel = row(new Shown("r1", 1, 0, 501, 1), "1:5", "2:6");
        Row otherType = row(new Shown("r1", 1, 1, 502, null), "1:5", "3:6");
        Row otherTime = new Row(C.shown(), C.history(), NEWEST - 1_000_000);
        stage("after", 1, otherLabel, otherType, otherTime, D);

        assertThat(diff("--run", "after").out())
                .contains("rows       1 equal, 0 added, 0 removed, 3 changed (of 2 customers)\n")
                .contains("changed    1 in their slots, 1 in label, 1 in history_length or newest_action_time\n")
                .contains("  ~ ranking r1, customer 1, position 0, item 501: label 0 -> 1\n")
                .contains("  ~ ranking r1, customer 1, position 1, item 502: 1 slot differs, first slot 1: cart 6 ->"
                        + " order 6\n")
                .contains("  ~ ranking r2, customer 2, position 0, item 501: newest_action_time"
                        + " 2025-08-13T12:00:00+02:00 -> 2025-08-13T11:59:59+02:00\n");
    }

    @Test
    void jsonHoldsTheSame() throws Exception {
        shop.publish(stage("before", 1, A, B, D));
        stage("after", 1, A, row(new Shown("r1", 1, 1, 502, null), "1:5", "2:8"));

        Outcome outcome = diff("--run", "after", "--json");
        JsonNode told = new ObjectMapper().readTree(outcome.out());

        assertThat(outcome.exit()).isEqualTo(3);
        assertThat(told.get("same").asBoolean()).isFalse();
        assertThat(told.get("rows").toString())
                .isEqualTo("{\"equal\":1,\"added\":0,\"removed\":1,\"changed\":1,\"customers\":2}");
        assertThat(told.get("examples").toString())
                .isEqualTo("{\"added\":[],\"removed\":[{\"ranking\":null,\"customer\":3,\"position\":0,\"item\":501,"
                        + "\"label\":0,\"historyLength\":0,\"newestActionTime\":null}],\"changed\":[{\"ranking\":\"r1\","
                        + "\"customer\":1,\"position\":1,\"item\":502,\"firstDifferentSlot\":1,\"differentSlots\":1,"
                        + "\"slot\":{\"left\":\"cart 6\",\"right\":\"cart 8\"}}]}");
    }

    @Test
    void rowsOfOnePlaceAreMatchedAsAMultiset() {
        Row first = row(new Shown(null, 1, 0, 501, 0), "1:5");
        Row second = row(new Shown(null, 1, 0, 502, 0), "1:5");
        Row secondOrdered = row(new Shown(null, 1, 0, 502, 1), "1:5");
        shop.publish(stage("before", 1, first, first, second, second));
        stage("reordered", 1, second, first, second, first);
        stage("after", 1, secondOrdered, first, second, second);

        assertThat(diff("--run", "reordered").exit()).isZero();
        assertThat(diff("--run", "after").out())
                .contains("rows       3 equal, 1 added, 1 removed, 0 changed (of 1 customer)\n")
                .contains("  - ranking null, customer 1, position 0, item 501, label 0\n")
                .contains("  + ranking null, customer 1, position 0, item 502, label 1\n");
    }

    @Test
    void aDoubledRowIsAdded() {
        shop.publish(stage("before", 1, A, C));
        stage("after", 1, A, A, C, C, C);

        assertThat(diff("--run", "after").out()).contains("rows       2 equal, 3 added, 0 removed, 0 changed");
    }

    @Test
    void otherColumnsAreADifferenceThoughTheRowsAreTheSame() {
        shop.publish(stage("wide", 1, A, B, C, D));
        PipelineConfig narrow = ConfigLoader.load(
                "name: shop\nlake: lake\nsources: {clicks: {format: json, path: c}, impressions: {format: json, path:"
                        + " i}}\n" + SETTINGS
                        + "training: {numbers: narrow, columns: {label: is_order}}\n",
                "pipeline.yaml",
                dir);
        shop.stageTraining(narrow, "narrow", DT, 2, inputs("a"), List.of(A, B, C, D));

        Outcome outcome = diff("--run", "narrow");

        assertThat(outcome.exit()).isEqualTo(3);
        assertThat(outcome.out())
                .startsWith("training/dt=2025-08-14: the same rows in other columns\n")
                .contains("rows       4 equal, 0 added, 0 removed, 0 changed\n")
                .containsPattern("settings   [0-9a-f]{16} -> [0-9a-f]{16}\n")
                .contains("columns    column 4: impression_item_id int64 -> impression_item_id int32\n")
                .contains("           column 5: label int32 -> is_order int32\n")
                .contains("           column 6: actions list of int64 -> actions list of int32\n")
                .contains("           column 7: action_types list of int32 -> action_types list of int32"
                        + " (INTEGER(8,true))\n");
    }

    @Test
    void slotsThatOnlyOneSideHasDiffer() {
        shop.publish(stage("four", 1, A));
        PipelineConfig longer = new ShopLake(dir, SETTINGS.replace("4", "6")).config;
        shop.stageTraining(longer, "six", DT, 1, inputs("a"), List.of(A));

        assertThat(diff("--run", "six").out()).contains("item 501: 2 slots differ, first slot 4: no slot -> padding\n");
    }

    @Test
    void actionsAndImpressionsCanBeComparedToo() {
        Action click = Action.at(1, "2025-08-14T08:00:00Z", 1, 5);
        Action order = Action.at(2, "2025-08-14T09:00:00Z", 3, 6);
        shop.actions("a1", DT, 1, List.of(click, click, order));
        shop.stageActions("a2", DT, 3, List.of(click, order, order));
        shop.impressions("i1", DT, List.of(A.shown(), B.shown()));
        shop.stageImpressions("i2", DT, List.of(A.shown(), new Shown("r1", 1, 1, 502, 1)));

        assertThat(diff("--table", "actions", "--run", "a2").out())
                .startsWith("actions/dt=2025-08-14: different\n")
                .contains("rows       2 equal, 1 added, 1 removed, 0 changed (of 2 customers)\n")
                .contains("  - customer 1, 2025-08-14T10:00:00+02:00, click 5\n")
                .contains("  + customer 2, 2025-08-14T11:00:00+02:00, order 6\n");
        assertThat(diff("--table", "impressions", "--run", "i2").out())
                .contains("  ~ ranking r1, customer 1, position 1, item 502: label null -> 1\n");
    }

    @Test
    void onlySoManyExamplesAreShown() {
        List<Row> many = new ArrayList<>();
        for (int customer = 1; customer <= 30; customer++) {
            many.add(row(new Shown("r", customer, 0, 501, 0)));
        }
        shop.publish(stage("none", 1));
        shop.stageTraining("many", DT, 4, inputs("a"), many);

        Outcome outcome = diff("--run", "many", "--examples", "2");

        assertThat(outcome.out().lines().filter(line -> line.startsWith("  + ")))
                .hasSize(2);
        assertThat(outcome.out()).endsWith("  … 28 more; --examples N shows more …\n");
    }

    @Test
    void aRunThatIsNotThereIsToldWithThoseThatAre() {
        assertThat(diff("--run", "x").err())
                .isEqualTo(
                        "diff: Cannot compare with the published run because training/dt=2025-08-14 is not published;"
                                + " name two runs with --runs. There are no runs of that day.\n");
        shop.publish(stage("one", 1, A));
        shop.publish(stage("two", 1, A));
        stage("refused", 1, A, B);

        Outcome gone = diff("--run", "one");

        assertThat(gone)
                .isEqualTo(new Outcome(
                        1,
                        "",
                        "diff: Cannot compare run one of training/dt=2025-08-14 because it has no files: a run keeps them"
                                + " until another run of the day is published in its place; choose one that is there."
                                + " There are run two (published 2025-08-15T03:10:00Z), run refused (staged"
                                + " 2025-08-15T03:10:00Z).\n"));
        shop.lake.files().makeFolder(shop.lake.run(Table.TRAINING, new RunId("half")));
        assertThat(diff("--run", "half").err())
                .contains("because it is not complete: it is being written, or its process died; choose");
    }

    @Test
    void wrongUsageIsSaid() {
        shop.publish(stage("one", 1, A));

        assertThat(diff("--run", "one"))
                .isEqualTo(
                        new Outcome(
                                2,
                                "",
                                "diff: Cannot compare run one with itself, it is the published one; name two different runs\n"));
        assertThat(diff("--run", "x", "--examples", "-1").err())
                .isEqualTo(
                        "diff: Cannot use --examples -1 because it is not from 0 to 100000; omit it for the default, 10\n");
        assertThat(diff("--run", "x", "--table", "trainings").err())
                .startsWith(
                        "diff: Invalid value for option '--table': 'trainings' is no table to compare; there are actions,"
                                + " impressions, training\n");
        assertThat(diff().exit()).isEqualTo(2);
        assertThat(diff("--run", "x", "--runs", "a", "b").exit()).isEqualTo(2);
    }

    @Test
    void rowsOutOfOrderAreRefused() {
        StagedRun twisted = stage("twisted", 4, A, C, D, row(new Shown("r", 4, 0, 5, 0)));
        List<dev.backstory.core.run.StagedFile> files =
                new ArrayList<>(twisted.days().get(0).files());
        java.util.Collections.reverse(files);
        shop.publish(new StagedRun(
                twisted.table(),
                twisted.run(),
                twisted.stagedAt(),
                twisted.settingsHash(),
                twisted.codeVersion(),
                twisted.schema(),
                List.of(new dev.backstory.core.run.StagedDay(
                        DT, files, List.of(), java.util.Map.of(), List.of(), 0, 0, 0, List.of())),
                List.of(),
                java.util.Map.of()));
        stage("right", 1, A);

        assertThat(diff("--run", "right").err())
                .startsWith(
                        "diff: Cannot compare run twisted (published 2025-08-15T03:10:00Z) because its rows are not in"
                                + " the order of the table: ")
                .endsWith("; build the day again with --rebuild\n");
    }
}
