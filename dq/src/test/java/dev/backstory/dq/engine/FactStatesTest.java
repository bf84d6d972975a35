package dev.backstory.dq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.testsupport.SparkForTests;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Facts of each day are judged by Deequ, and a predicate that cannot be asked costs no other its verdict. */
class FactStatesTest {
    private static final LocalDate ONE = LocalDate.parse("2025-08-13");
    private static final LocalDate OTHER = LocalDate.parse("2025-08-14");

    private final Dataset<Row> facts = SparkForTests.session()
            .sql("select * from values ('2025-08-13', 1D, 2D), ('2025-08-14', 3D, null) as f(dt, low, high)");
    private final Expectation below = Expectation.fact("below", "low <= high", "low", "high");
    private final Expectation small = Expectation.fact("small", "low < 5", "low");
    /** What becomes of a bound such as 1e999. */
    private final Expectation endless = Expectation.fact("endless", "low <= Infinity", "low");

    @Test
    void eachDayIsJudgedByItsOwnFacts() {
        Map<LocalDate, DayStates> states = FactStates.of(facts, List.of(ONE, OTHER), List.of(below, small));

        assertThat(judge(states.get(ONE), below)).isEqualTo(Outcome.Status.HOLDS);
        assertThat(judge(states.get(OTHER), below)).as("null is no yes").isEqualTo(Outcome.Status.BROKEN);
        assertThat(judge(states.get(OTHER), small)).isEqualTo(Outcome.Status.HOLDS);
    }

    @Test
    void aPredicateThatCannotBeAskedIsAnErrorOfItselfAlone() {
        Map<LocalDate, DayStates> states = FactStates.of(facts, List.of(ONE, OTHER), List.of(below, endless, small));

        for (LocalDate day : List.of(ONE, OTHER)) {
            assertThat(judge(states.get(day), endless)).isEqualTo(Outcome.Status.ERROR);
            assertThat(judge(states.get(day), small)).isEqualTo(Outcome.Status.HOLDS);
        }
        assertThat(judge(states.get(OTHER), below)).isEqualTo(Outcome.Status.BROKEN);
    }

    private Outcome.Status judge(DayStates day, Expectation expectation) {
        return DeequEvaluator.judge(facts.schema(), List.of(expectation), day)
                .get(expectation)
                .status();
    }
}
