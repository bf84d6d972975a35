package dev.backstory.dq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.contract.Table;
import dev.backstory.dq.AuditedLake.Day;
import dev.backstory.dq.report.AuditReport;
import dev.backstory.dq.report.Finding;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.params.provider.Arguments;

/** Ways in which the rows of a table can be wrong: {@link Shop#DT} is right, and each day after it is wrong in one way. */
final class ViolationTable {
    static final LocalDate FIRST = LocalDate.parse(Shop.DT);

    private final Table table;
    private final List<Violation> violations;
    private final Set<String> queried = new HashSet<>();

    ViolationTable(Table table, Violation... violations) {
        this.table = table;
        this.violations = List.of(violations);
    }

    /** @param broken the checks that do not pass */
    record Violation(String what, Change change, Set<String> broken) {}

    interface Change {
        Dataset<Row> apply(Dataset<Row> rows, LocalDate dt);

        default Change andThen(Change next) {
            return (rows, dt) -> next.apply(apply(rows, dt), dt);
        }
    }

    static Violation wrong(String what, Change change, String... broken) {
        return new Violation(what, change, Set.of(broken));
    }

    /** A change to the rows of customer 1; {@code midnight} is when the day begins in Berlin. */
    static Change column(String name, String value) {
        return (rows, dt) -> rows.withColumn(
                name,
                functions.expr("if(customer_id = 1, "
                        + value.replace(
                                "midnight",
                                "timestamp'"
                                        + dt.atStartOfDay(ZoneId.of("Europe/Berlin"))
                                                .toInstant() + "'")
                        + ", " + name + ")"));
    }

    int days() {
        return violations.size() + 1;
    }

    LocalDate last() {
        return FIRST.plusDays(violations.size());
    }

    /** The right day and all wrong ones. */
    Day[] days(Shop shop, Dataset<Row> right) {
        return IntStream.range(0, days())
                .mapToObj(i -> {
                    LocalDate dt = FIRST.plusDays(i);
                    return shop.trainingDay(
                            dt, i == 0 ? right : violations.get(i - 1).change().apply(right, dt));
                })
                .toArray(Day[]::new);
    }

    /** Of each wrong day: what is wrong, when, and the checks that do not pass. */
    Stream<Arguments> wrongDays() {
        return IntStream.range(0, violations.size())
                .mapToObj(i -> Arguments.of(
                        violations.get(i).what(),
                        FIRST.plusDays(i + 1),
                        violations.get(i).broken()));
    }

    AuditReport report(Shop shop, String what) {
        int day = violations.stream().map(Violation::what).toList().indexOf(what);
        if (day < 0) {
            throw new AssertionError("no violation is called " + what);
        }
        return shop.lake.report(table, FIRST.plusDays(day + 1).toString(), "all");
    }

    /** Once for each check: the same SQL on another day needs no second run. */
    void assertItsQueryFindsRows(Shop shop, Finding finding) {
        if (queried.add(finding.check())) {
            assertThat(shop.lake.sql(finding.query()).collectAsList())
                    .as(finding.query())
                    .isNotEmpty();
        }
    }
}
