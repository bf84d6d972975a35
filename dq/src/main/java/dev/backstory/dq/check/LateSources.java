package dev.backstory.dq.check;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.TableRules;
import dev.backstory.core.config.Warning;
import dev.backstory.core.config.input.Arrival;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.DayFacts;
import dev.backstory.dq.day.Observation;
import dev.backstory.dq.engine.Expectation;
import dev.backstory.lake.store.Lake;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Sources that were waited for and had delivered nothing for a day, according to its manifest: they fail the day, or it
 * is published without them. A day published with rows of a source is not replaced by one without them: such rows are
 * gone, not late.
 */
final class LateSources {
    static final String IN_TIME = "every source that is waited for has arrived";
    static final String LEFT_OUT = "no source is left out";
    static final String SETTING = "arrival.then: publish-empty";

    private static final String FAILING = "late_sources";
    private static final String PUBLISHED_WITHOUT = "left_out_sources";

    private final PipelineConfig config;
    private final TableRules rules;
    private final Lake lake;

    LateSources(PipelineConfig config, TableRules rules, Lake lake) {
        this.config = config;
        this.rules = rules;
        this.lake = lake;
    }

    /** The checks; none if no source is waited for. */
    List<Expectation> of(AuditDay day) {
        Map<String, Arrival> awaited = config.sources().arrivals(day.run().table());
        if (awaited.isEmpty()) {
            return List.of();
        }
        return List.of(
                Expectation.fact(IN_TIME, FAILING + " = 0", FAILING)
                        .expecting("rows of the day, or a deadline that is not over, for each of "
                                + String.join(", ", new TreeMap<>(awaited).keySet()) + " (arrival)")
                        .meaning("A source that comes late, or not at all, looks like one with nothing in it.")
                        .withHint(
                                "load the source and build the day again; arrival.then: publish-empty publishes such a"
                                        + " day without it, and skip leaves the day out"),
                Expectation.fact(LEFT_OUT, PUBLISHED_WITHOUT + " = 0", PUBLISHED_WITHOUT)
                        .warning(Warning.NOT_ARRIVED, rules)
                        .expecting("rows of the day from each source that is waited for")
                        .meaning("The day is published as if nothing had happened in this source (" + SETTING + ").")
                        .withHint("if the source comes later, build the day again with --rebuild; the histories that"
                                + " hold the day are stale then, and built again"));
    }

    void gather(AuditDay day, DayFacts facts) {
        Map<String, String> late = day.day().notArrived();
        TreeMap<String, String> failing = new TreeMap<>();
        TreeMap<String, String> without = new TreeMap<>();
        late.forEach((source, deadline) -> {
            String nothing = "nothing of " + source + " by " + deadline;
            if (!isPublishedWithout(day, source)) {
                failing.put(source, nothing);
                return;
            }
            long published = publishedRows(day, source);
            if (published > 0) {
                failing.put(
                        source, nothing + ", and " + published + " of its rows are published: were its files removed?");
            } else {
                without.put(source, nothing);
            }
        });
        facts.put(FAILING, failing.size());
        facts.put(PUBLISHED_WITHOUT, without.size());
        facts.observe(IN_TIME, Observation.of(text(failing, "none is late")));
        facts.observe(LEFT_OUT, Observation.of(text(without, "none is")));
    }

    private static String text(Map<String, String> late, String none) {
        return late.isEmpty() ? none : late.values().stream().collect(Collectors.joining("; "));
    }

    /** Whether no source of the day had delivered anything, and the day is to be published all the same. */
    boolean mayBeEmpty(AuditDay day) {
        return day.day().notArrived().keySet().containsAll(day.day().sources().keySet())
                && day.day().notArrived().keySet().stream().allMatch(source -> isPublishedWithout(day, source));
    }

    private boolean isPublishedWithout(AuditDay day, String source) {
        Arrival arrival = config.sources().arrivals(day.run().table()).get(source);
        return arrival != null && arrival.then() == Arrival.Then.PUBLISH_EMPTY;
    }

    private long publishedRows(AuditDay day, String source) {
        return lake.published(day.run().table(), day.dt())
                .map(PublishRecord::metrics)
                .map(metrics ->
                        metrics.getOrDefault(SourceChecks.KEPT + source, 0.0).longValue())
                .orElse(0L);
    }

    /** Whether the day's impressions are published without rows because they did not arrive. */
    static boolean leftNoImpressions(AuditDay day, PipelineConfig config, Lake lake) {
        return !config.sources().arrivals(Table.IMPRESSIONS).isEmpty()
                && lake.published(Table.IMPRESSIONS, day.dt())
                        .filter(record ->
                                record.rows() == 0 && !record.notArrived().isEmpty())
                        .isPresent();
    }
}
