package dev.backstory.spark.source.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.config.input.Format;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.contract.ActionType;
import dev.backstory.core.failure.BackstoryException;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Is there such a column, and can it be used? The same answers for every format. */
class SourceShapeTest {
    private static final SourceShape CLICKS = SourceShape.actions(
            ActionType.CLICK,
            source(Map.of("dt", "Day", "customer_id", "buyer", "item_id", "article", "action_time", "at")));

    private static final SourceShape ORDERS = SourceShape.actions(
            ActionType.ORDER,
            source(Map.of("dt", "dt", "customer_id", "buyer", "item_id", "article", "action_time", "at")));

    private static final SourceShape IMPRESSIONS = SourceShape.impressions(source(Map.of(
            "dt", "dt",
            "ranking_id", "ranking",
            "customer_id", "buyer",
            "impressions", "shown",
            "item_id", "article",
            "is_order", "bought")));

    private static Source source(Map<String, String> columns) {
        return Source.files(Format.CSV, "raw", columns);
    }

    @Test
    void namesMatchIgnoringCase() {
        assertThat(CLICKS.find("dt", List.of("x", "DAY"), List.of(), "table t")).isEqualTo(1);
    }

    @Test
    void aColumnMayBeAFolder() {
        assertThat(CLICKS.find("dt", List.of("x"), List.of("day"), "file f")).isEqualTo(-1);
    }

    @Test
    void onlyAnOrderMayDoWithoutATime() {
        assertThat(ORDERS.find("action_time", List.of("x"), List.of(), "file f"))
                .isEqualTo(-1);
        assertThat(ORDERS.missing(List.of("DT"))).containsExactlyInAnyOrder("customer_id", "item_id");
        assertThatThrownBy(() -> CLICKS.find("action_time", List.of("x"), List.of("y"), "file f"))
                .isInstanceOf(BackstoryException.class)
                .hasMessage(
                        "Cannot read source clicks because its column 'at' (action_time) is missing in file f; there"
                                + " are: x, y. Name the right one in sources.clicks.columns.action_time");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "dt ! a;b ! there are: a;b. Its fields seem to be separated otherwise: set sources.clicks.csv:"
                        + " {separator: \";\"}",
                "action_time ! a\tb ! there are: a\tb. Its fields seem to be separated otherwise: set sources.clicks.csv:"
                        + " {separator: \"tab\"}",
                "dt ! at ! there are: at. Name the right one in sources.clicks.columns.dt, or set sources.clicks.dt:"
                        + " from-time where the day is that of the time",
            })
    void aMissingColumnIsSaidWithWhatMayBeWrong(String logical, String there, String end) {
        assertThat(new SourceName("clicks").missingColumn(logical, "x", List.of(there), "file f"))
                .hasMessage("Cannot read source clicks because its column 'x' (" + logical + ") is missing in file f; "
                        + end);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "raw/a.csv.gz ! parquet ! its name says csv: correct sources.clicks.format",
                "raw/A.JSONL ! orc ! its name says json: correct sources.clicks.format",
                "raw/a.csv/part-1.parquet ! parquet ! write the file again, or remove it",
                "raw/part-1 ! parquet ! write the file again, or remove it",
            })
    void aFileThatCannotBeReadMayBeOfAnotherFormat(String path, String format, String remedy) {
        assertThat(new SourceName("clicks").unreadableFile(path, format, new IOException("why")))
                .hasMessage("Cannot read source clicks because " + path + " is not a complete " + format
                        + " file (why); " + remedy);
    }

    @Test
    void theOneOfExactlyTheNameWins() {
        assertThat(CLICKS.find("dt", List.of("day", "x", "Day", "DAY"), List.of(), "file f"))
                .isEqualTo(2);
        assertThat(IMPRESSIONS.findField("item_id", List.of("Article", "article", "bought"), "file f"))
                .isEqualTo(1);
    }

    @Test
    void twoColumnsOfOneNameAreAnError() {
        assertThatThrownBy(() -> CLICKS.find("dt", List.of("day", "x", "DAY"), List.of(), "file f"))
                .isInstanceOf(BackstoryException.class)
                .hasMessage("Cannot read source clicks because 'Day' (dt) may be any of day, DAY in file f; write the"
                        + " right one as it is spelled in sources.clicks.columns.dt");
        assertThatThrownBy(() -> CLICKS.find("dt", List.of("Day", "x", "Day"), List.of(), "file f"))
                .isInstanceOf(BackstoryException.class)
                .hasMessage("Cannot read source clicks because 'Day' (dt) is the name of more than one column in file"
                        + " f; rename one of them");
    }

    @Test
    void fieldsOfAnItemAreFoundAsColumnsAre() {
        assertThat(IMPRESSIONS.findField("is_order", List.of("article", "BOUGHT"), "file f"))
                .isEqualTo(1);
        assertThatThrownBy(() -> IMPRESSIONS.findField("item_id", List.of("x"), "file f"))
                .hasMessage("Cannot read source impressions because its column 'article' (item_id) is missing in the"
                        + " structs of 'shown' in file f; there are: x. Name the right one in"
                        + " sources.impressions.columns.item_id");
        assertThatThrownBy(() -> IMPRESSIONS.findField("item_id", List.of("ARTICLE", "Article"), "file f"))
                .hasMessage("Cannot read source impressions because 'article' (item_id) may be any of ARTICLE, Article"
                        + " in the structs of 'shown' in file f; write the right one as it is spelled in"
                        + " sources.impressions.columns.item_id");
    }

    @ParameterizedTest
    @CsvSource({
        "dt, DATE INSTANT WALL_CLOCK",
        "customer_id, INTEGER WHOLE_DECIMAL",
        "item_id, INTEGER WHOLE_DECIMAL",
        "action_time, INSTANT WALL_CLOCK",
        "ranking_id, INTEGER WHOLE_DECIMAL FRACTION",
        "impressions, STRUCTS",
        "is_order, BOOLEAN INTEGER"
    })
    void besideTextAColumnTakesTheTypesThatItsValuesCanBe(String logical, String accepted) {
        Set<SourceType> expected = EnumSet.of(SourceType.TEXT);
        Arrays.stream(accepted.split(" ", -1)).map(SourceType::valueOf).forEach(expected::add);

        for (SourceType type : SourceType.values()) {
            if (expected.contains(type)) {
                assertThatCode(() -> IMPRESSIONS.checkType(logical, "c", type, "some type", "file f"))
                        .doesNotThrowAnyException();
            } else {
                assertThatThrownBy(() -> IMPRESSIONS.checkType(logical, "c", type, "some type", "file f"))
                        .isInstanceOf(BackstoryException.class)
                        .hasMessageStartingWith("Cannot read source impressions because its column 'c' (" + logical
                                + ") is of type some type in file f, where ");
            }
        }
    }
}
