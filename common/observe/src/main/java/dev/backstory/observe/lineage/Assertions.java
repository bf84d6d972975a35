package dev.backstory.observe.lineage;

import dev.backstory.core.run.Verdict;
import dev.backstory.observe.event.DayVerdict;
import dev.backstory.observe.event.DayVerdict.CheckResult;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.DataQualityAssertionsDatasetFacet;
import io.openlineage.client.OpenLineage.DataQualityAssertionsDatasetFacetAssertions;
import io.openlineage.client.OpenLineage.TestExecution;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The findings of audits as assertions and tests. An assertion is a check, whose name is the same every day; for a
 * range it says how many days break it, and what was found on the worst. A test is a day.
 */
final class Assertions {
    private static final int LONGEST = 500;

    private final OpenLineage lineage;

    Assertions(OpenLineage lineage) {
        this.lineage = lineage;
    }

    /** @param days of one table, in order */
    DataQualityAssertionsDatasetFacet facet(List<DayVerdict> days) {
        Map<String, List<Found>> byCheck = new LinkedHashMap<>();
        days.forEach(day -> day.checks()
                .forEach(check -> byCheck.computeIfAbsent(check.check(), none -> new ArrayList<>())
                        .add(new Found(day, check))));
        return lineage.newDataQualityAssertionsDatasetFacetBuilder()
                .assertions(byCheck.values().stream().map(this::assertion).toList())
                .build();
    }

    private record Found(DayVerdict day, CheckResult result) {}

    private DataQualityAssertionsDatasetFacetAssertions assertion(List<Found> days) {
        Found worst = days.get(0);
        for (Found each : days) {
            if (each.result().verdict().compareTo(worst.result().verdict()) > 0) {
                worst = each;
            }
        }
        Verdict verdict = worst.result().verdict();
        long broken = days.stream()
                .filter(each -> each.result().verdict() != Verdict.PASS)
                .count();
        String observed = worst.result().observed();
        return lineage.newDataQualityAssertionsDatasetFacetAssertionsBuilder()
                .assertion(worst.result().check())
                .name(worst.result().check())
                .success(verdict == Verdict.PASS)
                .severity(severity(verdict))
                .expected(cut(worst.result().expected()))
                .actual(cut(
                        days.size() == 1
                                ? observed
                                : broken == 0
                                        ? "on each of " + days.size() + " days"
                                        : "on " + broken + " of " + days.size() + " days, as on "
                                                + worst.day().dt() + ": " + observed))
                .build();
    }

    /** A day is a test of the run. */
    TestExecution test(DayVerdict day) {
        return lineage.newTestExecutionBuilder()
                .name(day.table().folder() + " " + day.dt())
                .status(day.verdict() == Verdict.PASS ? "pass" : "fail")
                .severity(severity(day.verdict()))
                .type("audit")
                .actual(cut(day.sentence()))
                .build();
    }

    private static @Nullable String severity(Verdict verdict) {
        return switch (verdict) {
            case PASS -> null;
            case WARN -> "warn";
            case FAIL, ERROR -> "error";
        };
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
