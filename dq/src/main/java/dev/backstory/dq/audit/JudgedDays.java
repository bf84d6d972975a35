package dev.backstory.dq.audit;

import dev.backstory.core.run.Verdict;
import dev.backstory.dq.check.TableChecks;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.DayFacts;
import dev.backstory.dq.day.RowCount;
import dev.backstory.dq.engine.DayStates;
import dev.backstory.dq.report.Trend;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an audit has found of each of its days so far. */
final class JudgedDays {
    private final TableChecks checks;
    private final Map<LocalDate, DayStates> scans = new HashMap<>();
    private final Map<LocalDate, DayFacts> facts = new HashMap<>();
    private final Map<LocalDate, List<JudgedCheck>> judged = new TreeMap<>();
    private final Map<LocalDate, List<Trend>> trends = new HashMap<>();

    JudgedDays(TableChecks checks) {
        this.checks = checks;
    }

    Map<LocalDate, DayStates> scans() {
        return scans;
    }

    Map<LocalDate, DayFacts> facts() {
        return facts;
    }

    Map<LocalDate, List<Trend>> trends() {
        return trends;
    }

    /** A day of which nothing is known yet. */
    void begin(LocalDate dt) {
        facts.put(dt, new DayFacts());
        judged.put(dt, new ArrayList<>());
    }

    void add(LocalDate dt, JudgedCheck check) {
        judged.get(dt).add(check);
    }

    /** The checks of a day; null for one that is not of this audit. */
    @Nullable
    List<JudgedCheck> checks(LocalDate dt) {
        return judged.get(dt);
    }

    Verdict verdict(AuditDay day) {
        return verdict(judged.get(day.dt()));
    }

    static Verdict verdict(List<JudgedCheck> checks) {
        return Verdict.worstOf(
                checks.stream().map(check -> check.finding().verdict()).toList());
    }

    /** None of a day whose rows could not be read. */
    Map<String, Double> metrics(AuditDay day) {
        DayStates scan = scans.get(day.dt());
        return RowCount.problem(scan) == null ? checks.metrics(day, scan) : Map.of();
    }
}
