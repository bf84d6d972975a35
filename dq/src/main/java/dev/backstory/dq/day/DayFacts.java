package dev.backstory.dq.day;

import dev.backstory.dq.report.RejectionReason;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of a day besides its rows: numbers that checks compare, why one is missing, and how to say it. */
public final class DayFacts {
    /** How many days of the lookback were published: a fact of a day, and a metric of its record. */
    public static final String COVERED_DAYS = "covered_days";

    private final Map<String, Double> numbers = new LinkedHashMap<>();
    private final Map<String, String> errors = new HashMap<>();
    private final Map<String, String> observed = new HashMap<>();
    private final Map<String, List<Map<String, String>>> examples = new HashMap<>();
    private final Map<String, Long> badRows = new HashMap<>();
    private final Map<String, String> queries = new HashMap<>();
    private List<RejectionReason> refusals = List.of();

    public void put(String fact, double number) {
        numbers.put(fact, number);
    }

    public void put(String fact, long count) {
        numbers.put(fact, (double) count);
    }

    /** The fact could not be found out; every check that needs it is an ERROR for this reason. */
    public void fail(String fact, String reason) {
        errors.put(fact, reason);
    }

    /** What a check observed, for people. */
    public void say(String check, String text) {
        observed.put(check, text);
    }

    public void showBadRows(String check, long count, List<Map<String, String>> rows) {
        badRows.put(check, count);
        examples.put(check, rows);
    }

    /** SQL for a closer look, if the check fails; may hold the marks of {@link Queries}. */
    public void showQuery(String check, String sql) {
        queries.put(check, sql);
    }

    public void refuse(List<RejectionReason> ofDay) {
        refusals = ofDay;
    }

    public List<RejectionReason> refusals() {
        return refusals;
    }

    public String query(String check) {
        return queries.get(check);
    }

    public Map<String, Double> numbers() {
        return numbers;
    }

    public Optional<String> error(List<String> facts) {
        for (String fact : facts) {
            if (errors.containsKey(fact)) {
                return Optional.of(errors.get(fact));
            }
            if (!numbers.containsKey(fact)) {
                return Optional.of("the fact " + fact + " is missing");
            }
        }
        return Optional.empty();
    }

    public Optional<String> said(String check) {
        return Optional.ofNullable(observed.get(check));
    }

    public List<Map<String, String>> examples(String check) {
        return examples.getOrDefault(check, List.of());
    }

    public Long badRows(String check) {
        return badRows.get(check);
    }
}
