package dev.backstory.dq.day;

import dev.backstory.dq.report.RejectionReason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of a day besides its rows: the facts that checks compare, and what people are shown of them. */
public final class DayFacts {
    /** How many days of the lookback were published: a fact of a day, and a metric of its record. */
    public static final String COVERED_DAYS = "covered_days";

    private final Map<String, Fact> facts = new HashMap<>();
    private final Map<String, Observation> observations = new HashMap<>();
    private List<RejectionReason> rejections = List.of();

    public void put(String fact, double number) {
        facts.put(fact, new Fact(number, null));
    }

    public void put(String fact, long count) {
        put(fact, (double) count);
    }

    /** The fact could not be found out; every check that needs it is an ERROR for this reason. */
    public void fail(String fact, String reason) {
        facts.put(fact, new Fact(null, reason));
    }

    public void observe(String check, Observation observation) {
        observations.put(check, observation);
    }

    /** Rejected rows by reason, the most frequent first. */
    public void putRejections(List<RejectionReason> ofDay) {
        rejections = ofDay;
    }

    public List<RejectionReason> rejections() {
        return rejections;
    }

    /** Null when it could not be found out. */
    public @Nullable Double number(String fact) {
        Fact found = facts.get(fact);
        return found == null ? null : found.number();
    }

    /** Why one of these facts is not known; empty when all are. */
    public Optional<String> problem(List<String> names) {
        for (String name : names) {
            Fact fact = facts.get(name);
            if (fact == null) {
                return Optional.of("the fact " + name + " is missing");
            }
            if (fact.problem() != null) {
                return Optional.of(fact.problem());
            }
        }
        return Optional.empty();
    }

    public Optional<Observation> observation(String check) {
        return Optional.ofNullable(observations.get(check));
    }
}
